"""Why two records are held to be one person or not: who is meant, what a match would make of them, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.bulk import execute, read_lines
from semesta.intake.explaining import explain
from semesta.intake.somebody import NobodyThereError, SeveralThereError, somebody
from semesta.matching.model import shipped_model
from tests.duplicates.registers import a_village, a_worker, person_ids, searched, without_nik
from tests.intake.builders import LOTIM, a_list, nik, taken

pytestmark = pytest.mark.django_db
OTHER_VILLAGE = "52.03.05.2002"


def test_explaining_scores_afresh_whoever_is_asked_about(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    (number,) = taken(a_list(without_nik(rows[0]), folder=tmp_path, sender=OTHER_VILLAGE))
    row, person, stranger = (somebody(LOTIM, said) for said in (f"{number}:2", *map(str, person_ids()[:2])))
    model = shipped_model()
    found = explain(LOTIM, row, person, model=model, language="en")
    assert (found["compared"], found["above"], found["link_type"]) == (True, "machine", "register")
    assert found["prior"] + sum(e["weight"] + e["rarity"] for e in found["evidence"]) == pytest.approx(found["weight"])
    assert explain(LOTIM, row, stranger, model=model, language="en")["compared"] is False


def test_a_row_taken_in_by_the_exact_rules_stands_for_its_person(tmp_path: Path) -> None:
    a_village(tmp_path)
    (line,) = read_lines("SELECT id FROM intake_submission")
    assert somebody(LOTIM, f"{line['id']}:2").person_id == person_ids()[0]
    for nobody in ("999999", "tidak-ada.xlsx:3", "foo", "²", "9" * 30, ":3"):
        with pytest.raises(NobodyThereError):
            somebody(LOTIM, nobody)


def test_where_several_rows_stand_nobody_is_chosen(tmp_path: Path) -> None:
    rows = [
        without_nik(a_worker(9001 + place, f"ORANG {place}")) | {"sheet": sheet, "row": 2}
        for place, sheet in enumerate("AB")
    ]
    (number,) = taken(a_list(*rows, folder=tmp_path))
    with pytest.raises(SeveralThereError) as refused:
        somebody(LOTIM, f"{number}:2")
    assert sorted(refused.value.candidates) == [f"{number}:A:2", f"{number}:B:2"]
    one, other = (somebody(LOTIM, said) for said in sorted(refused.value.candidates))
    assert one != other


def test_two_lists_of_one_name_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    numbers = [
        taken(a_list(without_nik(a_worker(9001 + n, f"ORANG {n}")), folder=tmp_path, sender=f"52.03.05.200{n + 1}"))[0]
        for n in range(2)
    ]
    execute("UPDATE intake_submission SET file_name = 'daftar.xlsx'")
    with pytest.raises(SeveralThereError, match=rf"{numbers[1]}:Sheet1:2"):
        somebody(LOTIM, "daftar.xlsx:2")
    assert somebody(LOTIM, f"{numbers[0]}:2").submission_id == numbers[0]


def test_rows_of_one_person_are_not_several(tmp_path: Path) -> None:
    worker = a_worker(9001, "SAHRUDIN HAMZAH")
    taken(a_list(worker, folder=tmp_path), a_list(worker, folder=tmp_path, sender=OTHER_VILLAGE))
    execute("UPDATE intake_submission SET file_name = 'daftar.xlsx'")
    assert somebody(LOTIM, "daftar.xlsx:2").person_id == person_ids()[0]


def test_a_veto_holds_in_an_explanation_as_in_a_match(tmp_path: Path) -> None:
    one = a_worker(9001, "SAHRUDIN HAMZAH")
    (number,) = taken(
        a_list(one, without_nik(one, name="SAHRUDIN", kk=one["kk"]), folder=tmp_path, kind="agency_list",
               sender="dinas-pertanian")
    )  # fmt: skip
    told = [somebody(LOTIM, said) for said in (f"{number}:3", str(person_ids()[0]))]
    found = explain(LOTIM, *told, model=shipped_model(), language="id")
    assert (found["above"], found["reason"]) == ("queue", "like_twins")
    assert found["reason_text"] not in ("", "like_twins")
    again = explain(LOTIM, *reversed(told), model=shipped_model(), language="id")
    assert (again["weight"], again["above"]) == (found["weight"], "queue")
    assert [side["name"] for side in again["sides"]] == ["SAHRUDIN HAMZAH", "SAHRUDIN"]


def test_two_numbers_of_one_person_are_not_the_machine_s_to_join(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    other = rows[0] | {name: nik(9777, born="170585") for name in ("nik", "nik_written")} | {"kk": None}
    taken(a_list(other, folder=tmp_path, sender=OTHER_VILLAGE))
    first, last = person_ids()[0], person_ids()[-1]
    found = explain(
        LOTIM, somebody(LOTIM, str(first)), somebody(LOTIM, str(last)), model=shipped_model(), language="en"
    )
    assert (found["link_type"], found["above"], found["reason"]) == ("within", "queue", "other_nik")


def test_a_worker_s_row_about_somebody_recorded_as_dead_is_asked(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    (number,) = taken(a_list(without_nik(rows[0]), folder=tmp_path, sender=OTHER_VILLAGE))
    execute("UPDATE people_person SET died_on = '2025-11-03' WHERE id = %s", [person_ids()[0]])
    told = [somebody(LOTIM, said) for said in (f"{number}:2", str(person_ids()[0]))]
    assert explain(LOTIM, *told, model=shipped_model(), language="id")["reason"] == "recorded_dead"


def test_the_register_kept_by_a_match_gives_the_same_explanation(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    (number,) = taken(a_list(without_nik(rows[0]), folder=tmp_path, sender=OTHER_VILLAGE))
    told = [somebody(LOTIM, said) for said in (f"{number}:2", str(person_ids()[0]))]
    afresh = explain(LOTIM, *told, model=shipped_model(), language="id")
    searched()
    kept = [explain(LOTIM, *told, model=shipped_model(), language="id", snapshots=tmp_path) for _ in range(2)]
    assert [(found["weight"], found["evidence"]) for found in kept] == [(afresh["weight"], afresh["evidence"])] * 2
    assert read_lines("SELECT count(*) AS n FROM duplicates_run") == [{"n": 1}]
