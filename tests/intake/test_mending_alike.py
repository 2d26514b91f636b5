"""Rows that wait for one kind of thing, mended together where one answer is left: by whom, once, and nothing else."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.bulk import read_lines
from semesta.intake.mending_alike import MendedAlike, NoRuleError, mend_alike
from semesta.intake.queries import balance, findings_of
from semesta.intake.suggestion import MENDED_ALIKE, among, suggested_by_code, suggestions
from semesta.regions.shipped import shipped_gazetteer
from tests.intake.alike import CARD, KINDS, a_doubted_list, a_sent_list, standing_of
from tests.intake.builders import LOTIM, TODAY, VILLAGE, a_list, a_row, nik, taken

OTHER_VILLAGE = "52.03.05.2002"
OPERATOR = Actor("juru", Role.VILLAGE_OPERATOR, VILLAGE)
VERIFIER = Actor("wati", Role.VERIFIER, LOTIM)


def mended(folder: Path, code: str, *, actor: Actor = VERIFIER, number: int | None = None) -> MendedAlike:
    return mend_alike(
        actor, code, regency_code=LOTIM, gazetteer=shipped_gazetteer(), today=TODAY, files_folder=folder,
        submission_id=number,
    )  # fmt: skip


def suggested(actor: Actor, code: str) -> list[str]:
    return [line["value"] for line in suggestions(among(actor, LOTIM), code)]


@pytest.mark.django_db
@pytest.mark.parametrize("code", KINDS)
def test_what_a_row_itself_determines_its_village_mends_and_leaves_the_others(code: str, tmp_path: Path) -> None:
    number = a_sent_list(tmp_path, ("AMAQ SALEH", *KINDS[code]), ("INAQ RIPAH", "5203059999999001", CARD, "P"))
    done = mended(tmp_path, code, actor=OPERATOR, number=number)
    assert (done.rows, done.lists, done.settled) == (1, 1, 1)
    assert standing_of("AMAQ SALEH") == ("accepted", "new_person")
    assert standing_of("INAQ RIPAH") == ("waiting", "nik_damaged")
    assert balance(LOTIM)["superseded"] == 1


@pytest.mark.django_db
def test_the_change_is_a_finding_at_its_cell_and_one_line_of_the_trail(tmp_path: Path) -> None:
    a_sent_list(tmp_path, ("AMAQ SALEH", *KINDS["nik_length"]))
    a_sent_list(tmp_path, ("AMAQ RUDI", "52030501101859011", CARD, "L"), sender=OTHER_VILLAGE)
    done = mended(tmp_path, "nik_length")
    (told,) = [f for f in findings_of(LOTIM, done.submissions[0], language="id") if f["code"] == "mended_alike"]
    assert (told["row"], told["before"], told["after"]) == (2, "52030501101859001", nik(9001))
    (line,) = trail_of("finding", "nik_length")
    assert (line["actor"], line["action"], done.rows, done.lists) == ("wati", "mend_alike", 2, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "row", "known", "value"),
    [
        ("nik_missing", {"nik": None, "nik_state": "missing"}, {}, nik(9001)),
        ("nik_maybe_rounded", {"nik": nik(9000), "nik_state": "doubtful"}, {}, nik(9001)),
        ("nik_birth_mismatch", {"nik_state": "doubtful", "birth_on": date(1958, 1, 1), "kk": None}, {}, ""),
        ("nik_missing", {"nik": None, "nik_state": "missing"}, {"birth_on": date(1985, 1, 2)}, None),
        ("nik_maybe_rounded", {"nik": nik(9000), "nik_state": "doubtful"}, {"name": "ZAINUL"}, None),
        ("nik_maybe_rounded", {"nik": nik(9000), "nik_state": "doubtful", "kk": None}, {}, None),  # a namesake?
        ("nik_birth_mismatch", {"nik_state": "doubtful", "birth_on": date(1958, 1, 1)}, {"name": "ZAINUL"}, None),
    ],
)
def test_what_another_list_determines_is_for_verifiers_and_holds_only_for_the_same_person(
    code: str, row: dict[str, object], known: dict[str, object], value: str | None, tmp_path: Path
) -> None:
    taken(a_doubted_list(tmp_path, (a_row("SAHRUDIN", **row), code)))
    taken(a_list(a_row(**{"name": "SAHRUDIN"} | known), folder=tmp_path, sender=OTHER_VILLAGE))
    assert suggested(OPERATOR, code) == []
    assert suggested(VERIFIER, code) == ([] if value is None else [value])
    assert mended(tmp_path, code).settled == (value is not None)
    if value is not None:
        assert standing_of("SAHRUDIN") == ("merged", "same_nik")


@pytest.mark.django_db
def test_the_same_sender_is_no_witness(tmp_path: Path) -> None:
    other = a_row("SAHRUDIN", nik_state="doubtful", birth_on=date(1958, 1, 1), kk=None)
    taken(a_doubted_list(tmp_path, (other, "nik_birth_mismatch")))
    taken(a_list(a_row(), a_row("LALU", nik=nik(9050)), folder=tmp_path))
    assert suggested(VERIFIER, "nik_birth_mismatch") == []


@pytest.mark.django_db
def test_a_row_with_something_else_against_it_waits_for_a_person(tmp_path: Path) -> None:
    dragged = [(f"AMAQ {letter}", nik(9100 + place), CARD, "P") for place, letter in enumerate("ABCDEF")]
    number = a_sent_list(tmp_path, *dragged, ("AMAQ SALEH", *KINDS["nik_sex_mismatch"]))
    lines = read_lines("SELECT row FROM intake_rowfinding WHERE submission_id = %s AND code = 'nik_run'", [number])
    touched = {line["row"] for line in suggestions(among(VERIFIER, LOTIM), "nik_sex_mismatch")}
    assert not touched & {line["row"] for line in lines}
    assert mended(tmp_path, "nik_sex_mismatch").rows == len(touched) >= 1


@pytest.mark.django_db
def test_a_second_time_finds_nothing_left(tmp_path: Path) -> None:
    number = a_sent_list(tmp_path, ("AMAQ SALEH", *KINDS["nik_length"]))
    assert mended(tmp_path, "nik_length", actor=OPERATOR, number=number).rows == 1
    assert mended(tmp_path, "nik_length").rows == 0
    assert len(trail_of("finding", "nik_length")) == 1
    assert suggested_by_code(among(VERIFIER, LOTIM)) == {}


@pytest.mark.django_db
def test_one_row_of_two_lists_of_a_sender_is_mended_in_both(tmp_path: Path) -> None:
    row = ("AMAQ SALEH", *KINDS["nik_length"])
    a_sent_list(tmp_path, row, *[(f"ORANG {one}", nik(9200 + one), "", "L") for one in range(4)])
    a_sent_list(tmp_path, row, *[(f"LAIN {one}", nik(9300 + one), "", "L") for one in range(4)])
    done = mended(tmp_path, "nik_length")
    assert (done.rows, done.lists, done.settled) == (2, 2, 2)


@pytest.mark.django_db
def test_only_who_may_hand_in_mends_a_list_and_only_who_decides_all_lists(tmp_path: Path) -> None:
    number = a_sent_list(tmp_path, ("AMAQ SALEH", *KINDS["nik_length"]))
    stranger = Actor("lain", Role.VILLAGE_OPERATOR, OTHER_VILLAGE)
    elsewhere = Actor("jauh", Role.VERIFIER, "52.01")
    for actor, of in ((stranger, number), (elsewhere, number), (elsewhere, None), (OPERATOR, None)):
        with pytest.raises(NotPermittedError):
            mended(tmp_path, "nik_length", actor=actor, number=of)
    for code in ("nik_run", "kk_missing", "'; DROP TABLE", ""):
        with pytest.raises(NoRuleError):
            mended(tmp_path, code)
    assert standing_of("AMAQ SALEH")[0] == "waiting"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "<script>alert(1)</script>", "{before} %s", "A" * 119])
def test_a_hostile_name_goes_along_as_text(name: str, tmp_path: Path) -> None:
    a_sent_list(tmp_path, (name, *KINDS["nik_length"]), ("AMAQ RUDI", "52030501101859011", CARD, "L"))
    assert mended(tmp_path, "nik_length").rows == 2


def test_two_verifiers_at_once_mend_a_row_once(own_database: str, tmp_path: Path) -> None:
    names = ("AMAQ SALEH", "INAQ RIPAH", "LALU ZAINUL", "BAIQ ROHANI", "SAHRUDIN")
    numbers = (f"5203050110185{serial}" for serial in range(9001, 9006))
    a_sent_list(tmp_path, *[(name, number, CARD, "L") for name, number in zip(names, numbers, strict=True)])
    done: list[int] = []

    def one_of_them() -> None:
        done.append(mended(tmp_path, "nik_length").rows)
        connection.close()

    both = [threading.Thread(target=one_of_them) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(done) == [0, 5]
    assert len(read_lines("SELECT 1 FROM people_person")) == 5


def test_there_are_rules_for_the_commonest_reasons_to_wait() -> None:
    assert len(MENDED_ALIKE) >= 10


@pytest.mark.django_db
def test_a_name_that_speaks_against_the_nik_is_not_turned_into_the_other_sex(tmp_path: Path) -> None:
    told = KINDS["nik_sex_mismatch"]  # a man's NIK and birth date, the column says a woman
    a_sent_list(tmp_path, ("INAQ SALEH", *told))
    assert suggestions(among(VERIFIER, LOTIM), "nik_sex_mismatch") == []
    a_sent_list(tmp_path, ("AMAQ SALEH", nik(9005), *told[1:]))
    assert [line["name"] for line in suggestions(among(VERIFIER, LOTIM), "nik_sex_mismatch")] == ["AMAQ SALEH"]
