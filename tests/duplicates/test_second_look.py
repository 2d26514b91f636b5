"""Whose a row is does not depend on who came first: the machine's joins are looked at again, people's are not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from semesta.accounts.actor import Actor, Role
from semesta.duplicates.actions import claim_next_pair
from semesta.duplicates.errors import ClaimedError
from semesta.duplicates.queries import decisions_of
from semesta.intake.pair_queries import queue
from semesta.intake.row_matching import decide, undo
from tests.duplicates.registers import a_pair, a_worker, pairs, person_ids, searched, without_nik
from tests.duplicates.test_rows import OTHER_VILLAGE, outcomes
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, nik, taken

pytestmark = pytest.mark.django_db
ROW: dict[str, Any] = a_worker(9001, "SAHRUDIN HAMZAH")
NAMESAKE = {"nik": nik(9302, born="100586"), "kk": None, "mother_name": None, "dusun": None}
"""Alike in name, birth date and village; of mother and hamlet nothing is known."""


def a_row_of_the_namesake(folder: Path) -> int:
    """The namesake is known and the machine takes the row for his; return its submission."""
    told = ROW | NAMESAKE | {"nik_written": NAMESAKE["nik"]}
    taken(a_list(told, folder=folder, sender="52.03.05.2003"))
    (row,) = taken(a_list(without_nik(ROW), folder=folder, sender=OTHER_VILLAGE))
    searched()
    assert outcomes(row) == [("merged", "matched", "nik_missing")]
    return row


def its_person_comes(folder: Path) -> dict[str, int]:
    taken(a_list(ROW, folder=folder, sender="52.03.05.2004"))
    return searched()


def test_a_row_is_asked_when_somebody_comes_whom_it_fits_better_and_is_not_moved(tmp_path: Path) -> None:
    row = a_row_of_the_namesake(tmp_path)
    counts = its_person_comes(tmp_path)
    assert (counts["rows_doubted"], counts["rows_released"], counts["rows_matched"]) == (1, 1, 0)
    assert outcomes(row) == [("waiting", "nik_missing", None)]
    asked = pairs(link_type="register")
    assert sorted(pair["person_id"] for pair in asked) == person_ids()[:2]
    assert {(pair["band"], pair["verdict"]) for pair in asked} == {("queue", "")}
    assert "better_person" in {pair["reason"] for pair in asked}
    assert len([line for line in queue(LOTIM)[1] if line["submission_id"] == row]) == 2


def test_what_was_asked_so_is_never_answered_by_the_machine(tmp_path: Path) -> None:
    row = a_row_of_the_namesake(tmp_path)
    its_person_comes(tmp_path)
    assert searched()["machine_merged"] == 0
    taken(a_list(ROW | {"occupation": "petani"}, folder=tmp_path, sender="52.03.05.2006"))
    searched()
    assert outcomes(row) == [("waiting", "nik_missing", None)]
    (right,) = [pair for pair in pairs(link_type="register") if pair["person_id"] == person_ids()[1]]
    decide(CONSOLE, LOTIM, right["number"], "same", reason="KK dilihat", today=TODAY)
    assert outcomes(row) == [("merged", "decided_same", "nik_missing")]


def test_what_people_decided_of_a_row_is_not_looked_at_again(tmp_path: Path) -> None:
    row = a_row_of_the_namesake(tmp_path)
    (pair,) = pairs(link_type="register")
    undo(CONSOLE, LOTIM, pair["number"], reason="periksa", today=TODAY)
    decide(CONSOLE, LOTIM, pair["number"], "same", reason="KTP dilihat", today=TODAY)
    assert its_person_comes(tmp_path)["rows_doubted"] == 0
    assert outcomes(row) == [("merged", "decided_same", "nik_missing")]


def test_a_row_that_its_own_person_has_is_left_alone_when_a_namesake_comes(tmp_path: Path) -> None:
    taken(a_list(ROW, folder=tmp_path, sender="52.03.05.2004"))
    (row,) = taken(a_list(without_nik(ROW), folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    before = outcomes(row)
    taken(a_list(ROW | NAMESAKE | {"nik_written": NAMESAKE["nik"]}, folder=tmp_path, sender="52.03.05.2003"))
    assert searched()["rows_doubted"] == 0
    assert outcomes(row) == before == [("merged", "matched", "nik_missing")]


def test_a_row_told_apart_from_a_person_is_not_joined_with_the_record_that_person_became(tmp_path: Path) -> None:
    row = a_row_of_the_namesake(tmp_path)
    (pair,) = pairs(link_type="register")
    undo(CONSOLE, LOTIM, pair["number"], reason="bukan dia", today=TODAY)
    same_man = ROW | NAMESAKE | {name: nik(9303, born="100586") for name in ("nik", "nik_written")}
    taken(a_list(same_man, folder=tmp_path, sender="52.03.05.2004"))
    first, second = person_ids()
    decide(CONSOLE, LOTIM, a_pair(first, second), "same", reason="KTP lama", today=TODAY)
    searched()
    assert [p["verdict"] for p in pairs(link_type="register")] == [""]
    assert outcomes(row) == [("waiting", "nik_missing", None)]
    assert [said["verdict"] for said in decisions_of(LOTIM, pair["number"])] == ["same", "undone"]


def test_two_records_that_are_one_person_already_are_not_asked_about(tmp_path: Path) -> None:
    taken(a_list(*[a_worker(9001 + n, f"ORANG {name}") for n, name in enumerate("ABC")], folder=tmp_path))
    a, b, c = person_ids()
    chain = [a_pair(a, b), a_pair(b, c)]
    a_pair(a, c)
    assert queue(LOTIM)[0]["pairs"] == 3
    for number in chain:
        decide(CONSOLE, LOTIM, number, "same", reason="KTP dilihat", today=TODAY)
    assert queue(LOTIM)[0]["pairs"] == 0
    undo(CONSOLE, LOTIM, chain[1], reason="keliru", today=TODAY)
    assert queue(LOTIM)[0]["pairs"] == 2


def test_whoever_heads_a_part_again_meets_those_who_came_meanwhile(tmp_path: Path) -> None:
    fatimah = a_worker(9003, "SITI FATIMAH", phone="6281234567890")
    taken(a_list(a_worker(9001, "LALU ZAINUL"), fatimah, a_worker(9005, "INAQ SALMAH"), folder=tmp_path))
    searched()
    head, hidden, last = person_ids()
    to_head, to_hidden = a_pair(head, last), a_pair(hidden, last)
    for number in (to_head, to_hidden):
        decide(CONSOLE, LOTIM, number, "same", reason="KTP dilihat", today=TODAY)
    other_number = {name: nik(9304, born=f"{fatimah['birth_on']:%d%m%y}") for name in ("nik", "nik_written")}
    taken(a_list(fatimah | other_number | {"village_code": OTHER_VILLAGE}, folder=tmp_path, sender="52.03.05.2003"))
    searched()
    undo(CONSOLE, LOTIM, to_head, reason="bukan dia", today=TODAY)
    searched()
    newcomer = person_ids()[-1]
    assert pairs(person_id=hidden, record_id=newcomer) != []


def test_the_claim_of_a_colleague_is_respected_when_undoing(tmp_path: Path) -> None:
    taken(a_list(*[a_worker(9001 + n, f"ORANG {name}") for n, name in enumerate("ABC")], folder=tmp_path))
    a, b, c = person_ids()
    decided = a_pair(a, b)
    now = datetime(2026, 1, 20, 9, tzinfo=UTC)
    decide(CONSOLE, LOTIM, decided, "different", reason="dua orang", today=TODAY, now=now)
    in_hand = a_pair(b, c)
    assert claim_next_pair(Actor("wati", Role.VERIFIER, LOTIM), LOTIM, now=now, skipped=[]) == in_hand
    with pytest.raises(ClaimedError, match="wati"):
        undo(CONSOLE, LOTIM, decided, reason="keliru", today=TODAY, now=now)
