"""Cells of waiting rows corrected on a page: judged like a corrected file, several at once, once, with their trail."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.bulk import read_lines
from semesta.intake.actions import Taken
from semesta.intake.mending import Mend, RowsNotWaitingError, mend_rows
from semesta.intake.queries import NoSubmissionError, balance, findings_of, submission
from semesta.intake.sender_queries import submission_seen_by, waiting_rows_of
from semesta.regions.shipped import shipped_gazetteer
from tests.intake.builders import LOTIM, TODAY, VILLAGE, a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db
OPERATOR = Actor("juru", Role.VILLAGE_OPERATOR, VILLAGE)
DAMAGED = a_row("SITI AMINAH", nik=None, nik_state="damaged", nik_written="52030501018590", kk=None, sex="P")
DOUBTFUL = a_row("AMAQ SALEH", nik=nik(9002), nik_state="doubtful", kk=None)
MISSING = a_row("INAQ RIPAH", nik=None, nik_state="missing", nik_written=None, kk=None)


def mended(folder: Path, number: int, *mends: Mend, actor: Actor = OPERATOR) -> Taken:
    return mend_rows(
        actor, number, mends, regency_code=LOTIM, gazetteer=shipped_gazetteer(), today=TODAY, files_folder=folder
    )


def outcomes(number: int) -> dict[str, tuple[str, str]]:
    lines = read_lines("SELECT name, outcome, reason FROM intake_stagedrow WHERE submission_id = %s", [number])
    return {line["name"]: (line["outcome"], line["reason"]) for line in lines}


@pytest.fixture
def waiting(tmp_path: Path) -> int:
    """A list whose three rows wait for a NIK; lines 1 to 3."""
    return taken(a_list(DAMAGED, DOUBTFUL, MISSING, folder=tmp_path))[0]


def test_several_cells_at_once_make_their_rows_people_and_leave_the_others_waiting(
    waiting: int, tmp_path: Path
) -> None:
    new = mended(
        tmp_path, waiting, Mend(1, "nik", nik(9001, born="410185")), Mend(2, "nik_confirmed", "")
    ).submission_id
    assert outcomes(new) == {"SITI AMINAH": ("accepted", "new_person"), "AMAQ SALEH": ("accepted", "new_person")}
    assert [row["name"] for row in waiting_rows_of(LOTIM, waiting, language="id")] == ["INAQ RIPAH"]
    assert submission(LOTIM, new, language="id")["corrects_id"] == waiting
    assert balance(LOTIM)["superseded"] == 2


def test_a_mended_cell_is_a_finding_with_before_and_after_and_stands_in_the_trail(waiting: int, tmp_path: Path) -> None:
    new = mended(tmp_path, waiting, Mend(1, "nik", nik(9001, born="410185"))).submission_id
    (found,) = [line for line in findings_of(LOTIM, new, language="id") if line["code"] == "mended_on_page"]
    assert (found["row"], found["before"], found["after"]) == (2, "52030501018590", nik(9001, born="410185"))
    assert [(entry["actor"], entry["action"]) for entry in trail_of("submission", new)] == [("juru", "hand_in")]


def test_a_mended_row_is_checked_like_any_other_and_can_be_mended_again(waiting: int, tmp_path: Path) -> None:
    new = mended(tmp_path, waiting, Mend(3, "nik", "5203059999999001")).submission_id
    assert outcomes(new) == {"INAQ RIPAH": ("waiting", "nik_damaged")}
    last = mended(tmp_path, new, Mend(1, "nik", nik(9003)), Mend(1, "name", "INAQ RIPAH BINTI SALEH")).submission_id
    assert set(outcomes(last).values()) == {("accepted", "new_person")}


def test_somebody_known_under_that_nik_is_met_again(waiting: int, tmp_path: Path) -> None:
    known = taken(a_list(a_row("INAQ RIPAH", nik=nik(9003), kk=None), folder=tmp_path, sender="52.03.05.2002"))[0]
    new = mended(tmp_path, waiting, Mend(3, "nik", nik(9003))).submission_id
    assert (outcomes(known)["INAQ RIPAH"][0], outcomes(new)["INAQ RIPAH"]) == ("accepted", ("merged", "same_nik"))


def test_the_same_corrections_twice_are_one_and_other_ones_are_told_that_the_row_waits_no_more(
    waiting: int, tmp_path: Path
) -> None:
    first = mended(tmp_path, waiting, Mend(2, "nik_confirmed", ""))
    again = mended(tmp_path, waiting, Mend(2, "nik_confirmed", ""))
    assert (again.submission_id, again.is_repeat) == (first.submission_id, True)
    with pytest.raises(RowsNotWaitingError):
        mended(tmp_path, waiting, Mend(2, "nik", nik(9004)), Mend(3, "nik", nik(9005)))
    with pytest.raises(RowsNotWaitingError):
        mended(tmp_path, waiting, Mend(99, "nik", nik(9004)))


def test_only_people_of_the_territory_mend_and_see(waiting: int, tmp_path: Path) -> None:
    stranger = Actor("lain", Role.VILLAGE_OPERATOR, "52.03.05.2002")
    with pytest.raises(NotPermittedError):
        mended(tmp_path, waiting, Mend(2, "nik_confirmed", ""), actor=stranger)
    with pytest.raises(NoSubmissionError):
        submission_seen_by(stranger, LOTIM, waiting, language="id")
    assert submission_seen_by(OPERATOR, LOTIM, waiting, language="id")["rows_in"] == 3


@pytest.mark.parametrize("value", ["=HYPERLINK(1)", "<script>", "a" * 120, "{before}"])
def test_a_hostile_name_is_only_a_text(waiting: int, tmp_path: Path, value: str) -> None:
    new = mended(tmp_path, waiting, Mend(3, "name", value), Mend(3, "nik", nik(9003))).submission_id
    assert submission(LOTIM, new, language="id")["rows_in"] == 1
    assert findings_of(LOTIM, new, language="id")
