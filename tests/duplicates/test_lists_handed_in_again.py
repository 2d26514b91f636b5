"""What was decided of rows while the list they stand on is handed in again, with a row more or with rows mended."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semesta.bulk import read_lines
from semesta.duplicates.errors import AlreadyUndoneError, ReplacedError
from semesta.intake.handing_in import Kind
from semesta.intake.pair_queries import queue
from semesta.intake.row_matching import decide, undo
from tests.duplicates.registers import a_village, a_worker, pairs, searched, without_nik
from tests.duplicates.test_rows import OTHER_VILLAGE, outcomes
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, taken

pytestmark = pytest.mark.django_db
WAITS = ("waiting", "nik_missing", None)
OTHERS = [a_worker(9601, "ORANG LAIN SATU"), a_worker(9602, "ORANG LAIN DUA")]
ONE_MORE = a_worker(9603, "ORANG LAIN TIGA")
COVER = {
    "membership_class": "BPU", "programmes": "JKK+JKM", "payer": "DBHCHT", "segment": None,
    "active_from": date(2025, 12, 1), "paid_until": date(2026, 1, 31),
}  # fmt: skip


def handed_in(folder: Path, *rows: dict[str, Any], kind: Kind = "village_list", sender: str = OTHER_VILLAGE) -> int:
    (number,) = taken(a_list(*rows, folder=folder, kind=kind, sender=sender))
    return number


def told_different(number: int) -> None:
    decide(CONSOLE, LOTIM, number, "different", reason="dua orang", today=TODAY)


def test_a_row_told_to_be_somebody_else_stays_so_on_the_list_with_a_row_more(tmp_path: Path) -> None:
    row = without_nik(a_village(tmp_path)[0])
    handed_in(tmp_path, row, *OTHERS)
    searched()
    (pair,) = pairs()
    told_different(pair["number"])
    for rows in ([row, *OTHERS, ONE_MORE], [row, ONE_MORE, *OTHERS]):  # handed in twice before anything is matched
        again = handed_in(tmp_path, *rows)
    searched()
    assert outcomes(again)[0] == WAITS
    assert [(p["number"], p["submission_id"], p["verdict"]) for p in pairs()] == [(pair["number"], again, "different")]
    assert queue(LOTIM)[0]["pairs"] == 0


def test_a_row_a_verifier_merged_stays_merged_with_its_months(tmp_path: Path) -> None:
    row = without_nik(a_village(tmp_path)[0]) | COVER
    others = [other | COVER for other in OTHERS]
    handed_in(tmp_path, row, *others, kind="insurer", sender="bpjs-tk")
    searched()
    (pair,) = pairs()
    undo(CONSOLE, LOTIM, pair["number"], reason="periksa", today=TODAY)
    decide(CONSOLE, LOTIM, pair["number"], "same", reason="KTP dilihat", today=TODAY)
    months = "SELECT month, programme, payer, person_id FROM membership_coveredmonth WHERE person_id = %s ORDER BY 1, 2"
    before = read_lines(months, [pair["record_id"]])
    again = handed_in(tmp_path, row, *others, ONE_MORE | COVER, kind="insurer", sender="bpjs-tk")
    counts = searched()
    assert outcomes(again)[0] == ("merged", "decided_same", "nik_missing")
    assert read_lines(months, [pair["record_id"]]) == before != []
    assert (counts["machine_merged"], queue(LOTIM)[0]["pairs"], len(pairs())) == (0, 0, 1)


def test_of_two_equal_rows_each_keeps_its_own_decision(tmp_path: Path) -> None:
    row = without_nik(a_village(tmp_path)[0])
    first = handed_in(tmp_path, row, row, *OTHERS)
    searched()
    before = pairs(link_type="register")
    told_different(before[1]["number"])
    decided = outcomes(first)[:2]
    again = handed_in(tmp_path, ONE_MORE, row, row, *OTHERS)
    searched()
    assert outcomes(again)[1:3] == decided
    assert sorted(decided) == [("merged", "matched", "nik_missing"), WAITS]
    assert [p["number"] for p in pairs(link_type="register")] == [p["number"] for p in before]


def test_a_changed_row_is_asked_about_whom_people_told_it_was_not(tmp_path: Path) -> None:
    row = without_nik(a_village(tmp_path)[0])
    handed_in(tmp_path, row, *OTHERS)
    searched()
    told_different(pairs()[0]["number"])
    again = handed_in(tmp_path, row | {"phone": "6281234567890"}, *OTHERS)
    searched()
    assert outcomes(again)[0] == WAITS
    assert [(p["band"], p["reason"]) for p in pairs(submission_id=again)] == [("queue", "told_apart")]


def test_of_a_mended_row_nothing_is_asked_and_nothing_can_be_decided(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    handed_in(tmp_path, without_nik(rows[0]), *OTHERS)
    searched()
    (pair,) = pairs()
    undo(CONSOLE, LOTIM, pair["number"], reason="periksa", today=TODAY)
    handed_in(tmp_path, rows[0], *OTHERS)
    with pytest.raises(ReplacedError):
        decide(CONSOLE, LOTIM, pair["number"], "same", reason="KTP dilihat", today=TODAY)
    assert searched()["asked"] == 0
    assert queue(LOTIM)[0] == {"pairs": 0, "worth_months": 0, "worth_rp": 0}


def test_rows_merged_by_the_machine_are_released_at_once_with_one_line_in_the_trail(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    handed_in(tmp_path, *map(without_nik, rows[:4]), *OTHERS)
    assert searched()["rows_matched"] == 4
    again = handed_in(tmp_path, *rows[:4], *OTHERS)
    assert searched()["rows_released"] == 4
    assert [outcome for outcome, _, _ in outcomes(again)[:4]] == ["merged"] * 4
    assert [line["detail"] for line in read_lines(
        "SELECT detail::text AS detail FROM audit_entry WHERE action IN ('release_rows', 'undo_decision')"
    )] == ['{"pairs": 4}']  # fmt: skip


def test_a_second_press_of_undo_leaves_the_decision_below(tmp_path: Path) -> None:
    row = without_nik(a_village(tmp_path)[0])
    number = handed_in(tmp_path, row)
    searched()
    (pair,) = pairs()
    told_different(pair["number"])
    undo(CONSOLE, LOTIM, pair["number"], reason="salah klik", today=TODAY)
    with pytest.raises(AlreadyUndoneError, match="different"):
        undo(CONSOLE, LOTIM, pair["number"], reason="salah klik", today=TODAY)
    assert outcomes(number) == [("merged", "matched", "nik_missing")]
