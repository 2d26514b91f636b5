"""Rows that wait for a NIK: the machine finds their person, or somebody is asked, and nothing of it is final."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.bulk import execute, read_lines
from semesta.intake.pair_queries import queue
from semesta.intake.queries import balance
from semesta.intake.row_matching import decide, undo
from tests.duplicates.registers import (
    NAMES,
    a_pair,
    a_village,
    a_worker,
    pairs,
    person_ids,
    register,
    searched,
    without_nik,
)
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, nik, taken

pytestmark = pytest.mark.django_db
OTHER_VILLAGE = "52.03.05.2002"


def outcomes(submission_id: int) -> list[tuple[str, str, str | None]]:
    lines = read_lines(
        "SELECT outcome, reason, waited_for FROM intake_stagedrow WHERE submission_id = %s ORDER BY line",
        [submission_id],
    )
    return [(line["outcome"], line["reason"], line["waited_for"]) for line in lines]


def a_row_without_nik(folder: Path, **values: object) -> int:
    (first, *_) = a_village(folder)
    (number,) = taken(a_list(without_nik(first, **values), folder=folder, sender=OTHER_VILLAGE))
    return number


def test_a_row_without_nik_is_merged_into_the_person_it_speaks_of(tmp_path: Path) -> None:
    number = a_row_without_nik(tmp_path)
    assert searched()["rows_matched"] == 1
    assert outcomes(number) == [("merged", "matched", "nik_missing")]
    assert balance(LOTIM)["merged"] == 1


def test_the_balance_of_every_list_stays_exact(tmp_path: Path) -> None:
    a_row_without_nik(tmp_path)
    searched()
    (total,) = read_lines("SELECT sum(rows_in - accepted - merged - waiting - refused) AS off FROM intake_submission")
    assert total["off"] == 0


def test_a_stranger_s_row_goes_on_waiting(tmp_path: Path) -> None:
    a_village(tmp_path)
    stranger = without_nik(a_worker(9500, "WIRAWAN KUSUMA"), village_code=None)
    (number,) = taken(a_list(stranger, folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert outcomes(number) == [("waiting", "nik_missing", None)]


def test_what_a_merged_row_told_stands_under_its_own_record(tmp_path: Path) -> None:
    a_row_without_nik(tmp_path, segment="fisher")
    searched()
    (line,) = read_lines("SELECT person_id FROM people_livelihood WHERE segment_code = 'fisher'")
    (own,) = read_lines("SELECT nik, merged_into FROM people_person WHERE id = %s", [line["person_id"]])
    assert own["nik"] is None
    assert read_lines("SELECT nik FROM people_person WHERE id = %s", [own["merged_into"]])[0]["nik"] is not None


def test_undoing_a_merge_of_the_machine_leaves_everything_as_it_was(tmp_path: Path) -> None:
    number = a_row_without_nik(tmp_path, segment="fisher")
    before = register()
    searched()
    undo(CONSOLE, LOTIM, pairs()[0]["number"], reason="bukan dia", today=TODAY)
    after = register()
    assert outcomes(number) == [("waiting", "nik_missing", None)]
    kept = ("duplicates_pair", "intake_waitingrow")  # the question itself, and that the row was looked at
    assert {t: lines for t, lines in after.items() if t not in kept} == {
        t: lines for t, lines in before.items() if t not in kept
    }


def test_what_a_person_undid_the_machine_does_not_do_again(tmp_path: Path) -> None:
    number = a_row_without_nik(tmp_path)
    searched()
    undo(CONSOLE, LOTIM, pairs()[0]["number"], reason="bukan dia", today=TODAY)
    counts = searched()
    assert (counts["machine_merged"], counts["asked"]) == (0, 1)
    assert outcomes(number) == [("waiting", "nik_missing", None)]


def test_a_second_search_changes_nothing(tmp_path: Path) -> None:
    a_row_without_nik(tmp_path)
    searched()
    before = register()
    searched()
    assert register() == before


def test_a_row_waits_until_its_person_comes(tmp_path: Path) -> None:
    first = a_worker(9001, "SAHRUDIN HAMZAH")
    (number,) = taken(a_list(without_nik(first), folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert outcomes(number)[0][0] == "waiting"
    a_village(tmp_path)
    searched()
    assert outcomes(number) == [("merged", "matched", "nik_missing")]


def test_a_verifier_s_same_merges_the_row_and_undoing_lets_it_wait_again(tmp_path: Path) -> None:
    number = a_row_without_nik(tmp_path)
    searched()
    (pair,) = pairs()
    undo(CONSOLE, LOTIM, pair["number"], reason="periksa lagi", today=TODAY)
    before = register()
    decide(CONSOLE, LOTIM, pair["number"], "same", reason="KTP dilihat", today=TODAY)
    assert outcomes(number) == [("merged", "decided_same", "nik_missing")]
    undo(CONSOLE, LOTIM, pair["number"], reason="salah lihat", today=TODAY)
    assert register() == before


@pytest.mark.parametrize("name", ["SAMSUDDIN", "SAHRUL HADI", "HADI WAHYU"])
def test_twins_typed_with_one_nik_stay_two(tmp_path: Path, name: str) -> None:
    one = a_worker(9001, "SAHRUDIN HADI")
    taken(a_list(one, *(a_worker(9100 + place, NAMES[place]) for place in range(10)), folder=tmp_path))
    (number,) = taken(a_list(one | {"name": name}, folder=tmp_path, sender=OTHER_VILLAGE))
    assert outcomes(number) == [("waiting", "nik_of_other_person", None)]
    searched()
    assert outcomes(number)[0][0] == "waiting"


@pytest.mark.parametrize("name", ["SAHRUL HADI", "SAHRIDIN HADI"])
def test_twins_of_one_list_typed_with_one_nik_stay_two(tmp_path: Path, name: str) -> None:
    one = a_worker(9001, "SAHRUDIN HADI")
    taken(a_list(one, folder=tmp_path))
    (number,) = taken(a_list(one, one | {"name": name}, folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert [outcome for outcome, _, _ in outcomes(number)] == ["merged", "waiting"]
    assert [pair["band"] for pair in pairs()] == ["queue"]


def test_a_name_with_a_slip_of_the_pen_is_merged_by_what_else_agrees(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    (number,) = taken(a_list(rows[0] | {"name": "SHARUDIN HAMZAH"}, folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert outcomes(number) == [("merged", "matched", "nik_of_other_person")]


def test_a_corrected_file_takes_the_place_of_a_matched_row(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    other = [without_nik(rows[0]), a_worker(9601, "ORANG LAIN SATU"), a_worker(9602, "ORANG LAIN DUA")]
    (first,) = taken(a_list(*other, folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    corrected = [rows[0], *other[1:]]
    (second,) = taken(a_list(*corrected, folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert outcomes(second)[0][:2] == ("merged", "same_nik")
    assert outcomes(first)[0] == ("waiting", "nik_missing", None)
    assert read_lines("SELECT count(*) AS records FROM people_person WHERE nik IS NULL") == [{"records": 0}]


def test_of_a_row_that_was_corrected_since_nothing_is_asked(tmp_path: Path) -> None:
    a_village(tmp_path)
    stranger = a_worker(9601, "ORANG LAIN SATU")
    others = [a_worker(9602, "ORANG LAIN DUA"), a_worker(9603, "ORANG LAIN TIGA")]
    (first,) = taken(a_list(without_nik(stranger), *others, folder=tmp_path, sender=OTHER_VILLAGE))
    number = a_pair(person_ids()[0], person_ids()[1])
    execute("UPDATE duplicates_pair SET submission_id = %s, line = 1, link_type = 'register'", [first])
    assert [asked["number"] for asked in queue(LOTIM)[1]] == [number]
    taken(a_list(stranger, *others, folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert queue(LOTIM)[1] == []


def test_a_nik_that_lost_its_last_digit_is_found(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    damaged = rows[1] | {"nik": None, "nik_state": "damaged", "nik_written": rows[1]["nik"][:15], "kk": None}
    (number,) = taken(a_list(damaged, folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert outcomes(number) == [("merged", "matched", "nik_damaged")]
    assert nik(9002) != rows[1]["nik"]


@pytest.mark.parametrize("rows_waiting_elsewhere", [0, 1])
def test_half_a_name_is_asked_about_on_every_list_where_the_person_stands(
    tmp_path: Path, rows_waiting_elsewhere: int
) -> None:
    one = a_worker(9001, "SAHRUDIN HAMZAH")
    stranger = without_nik(a_worker(9800, "WIRAWAN KUSUMA"), village_code=None)
    taken(a_list(one, *[stranger] * rows_waiting_elsewhere, folder=tmp_path))
    half = without_nik(one, name="SAHRUDIN", kk=one["kk"])
    taken(a_list(one, half, folder=tmp_path, sender="dinas-pertanian", kind="agency_list"))
    searched()
    assert [(pair["band"], pair["reason"]) for pair in pairs()] == [("queue", "like_twins")]


def test_a_person_s_lists_are_those_of_all_records_merged_into_it(tmp_path: Path) -> None:
    one = a_worker(9001, "SAHRUDIN HAMZAH")
    taken(a_list(one, folder=tmp_path))
    again = a_worker(9302, "SAHRUDIN HAMZAH")
    half = without_nik(one, name="SAHRUDIN", kk=one["kk"])
    taken(a_list(again, half, folder=tmp_path, sender="dinas-pertanian", kind="agency_list"))
    decide(CONSOLE, LOTIM, a_pair(*person_ids()), "same", reason="KTP dilihat", today=TODAY)
    searched()
    assert [(pair["band"], pair["reason"]) for pair in pairs(link_type="register")] == [("queue", "like_twins")]
