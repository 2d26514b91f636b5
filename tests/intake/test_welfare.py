"""A welfare extract: its rows are recognised like all others, and their deciles stand with the persons."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semesta.bulk import read_lines
from semesta.intake.handing_in import DayToComeError
from semesta.intake.queries import balance_by_kind, findings_of, submission
from semesta.intake.row_matching import undo
from semesta.people.queries import welfare_counts, welfare_deciles
from tests.duplicates.registers import a_village, a_worker, pairs, register, searched, without_nik
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, taken

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)


def ranked(row: dict[str, Any], decile: int | None, **values: Any) -> dict[str, Any]:
    """The person's row in a welfare extract."""
    return row | {"decile": decile, "segment": None} | values


def extract(*rows: dict[str, Any], folder: Path, as_of: date = NEW_YEAR, sender: str = "dinas-sosial") -> int:
    (number,) = taken(a_list(*rows, folder=folder, kind="welfare", sender=sender, as_of=as_of))
    return number


def deciles(*, on: date = TODAY) -> list[tuple[str, int, str, date]]:
    """Return name, decile, source and day of everybody with a decile."""
    names = {line["id"]: line["name"] for line in read_lines("SELECT id, name FROM people_person")}
    return [(names[person], *told) for person, *told in welfare_deciles(LOTIM, on=on).sort("person").iter_rows()]


def test_the_decile_of_a_known_worker_stands_with_source_and_day(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    extract(ranked(first, 2), folder=tmp_path)
    assert deciles() == [(first["name"], 2, "dinas-sosial", NEW_YEAR)]


def test_an_extract_balances_and_founds_who_is_not_known_yet(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    extract(ranked(first, 2), ranked(a_worker(9500, "WIRAWAN KUSUMA"), 1), folder=tmp_path)
    (line,) = [line for line in balance_by_kind(LOTIM) if line["kind"] == "welfare"]
    assert [line[key] for key in ("rows_in", "accepted", "merged", "waiting", "refused")] == [2, 1, 1, 0, 0]


def test_being_ranked_makes_nobody_a_worker(tmp_path: Path) -> None:
    extract(ranked(a_worker(9500, "WIRAWAN KUSUMA"), 1, segment="farmer"), folder=tmp_path)
    assert read_lines("SELECT count(*) AS n FROM people_livelihood") == [{"n": 0}]


def test_the_latest_day_holds_in_whatever_order_extracts_come(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    extract(ranked(first, 3), folder=tmp_path, as_of=date(2026, 1, 10))
    extract(ranked(first, 1), folder=tmp_path, as_of=date(2025, 7, 1), sender="bps")
    assert deciles() == [(first["name"], 3, "dinas-sosial", date(2026, 1, 10))]
    assert deciles(on=date(2025, 12, 31)) == [(first["name"], 1, "bps", date(2025, 7, 1))]
    assert [(line["source"], line["persons"], line["holds"]) for line in welfare_counts(LOTIM)] == [
        ("dinas-sosial", 1, 1), ("bps", 1, 0),
    ]  # fmt: skip


def test_a_corrected_extract_takes_the_place_of_the_decile_it_corrects(tmp_path: Path) -> None:
    rows = [ranked(row, 4) for row in a_village(tmp_path)]
    extract(*rows, folder=tmp_path)
    extract(rows[0] | {"decile": 1}, *rows[1:], folder=tmp_path)
    assert [decile for _, decile, _, _ in deciles()] == [1] + [4] * 9


def test_the_same_deciles_of_a_later_day_are_dated_anew(tmp_path: Path) -> None:
    rows = [ranked(row, 4) for row in a_village(tmp_path)]
    extract(*rows, folder=tmp_path)
    extract(*rows, folder=tmp_path, as_of=TODAY)
    assert {day for _, _, _, day in deciles()} == {TODAY}


def test_a_row_without_nik_brings_its_decile_when_matched_and_takes_it_back_when_undone(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    extract(without_nik(ranked(first, 2)), folder=tmp_path)
    before = register()
    assert deciles() == []
    assert searched()["rows_matched"] == 1
    assert deciles() == [(first["name"], 2, "dinas-sosial", NEW_YEAR)]
    (pair,) = pairs(link_type="welfare")
    undo(CONSOLE, LOTIM, pair["number"], reason="orang lain", today=TODAY)
    kept = ("duplicates_pair", "intake_waitingrow")
    assert {t: x for t, x in register().items() if t not in kept} == {t: x for t, x in before.items() if t not in kept}


def test_what_an_extract_tells_is_said_and_what_it_leaves_out_is_found(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    number = extract(ranked(rows[0], None), ranked(rows[1], 2), ranked(rows[1], 5), folder=tmp_path)
    shown = submission(LOTIM, number, language="en")
    assert shown["file_findings"][0]["message"] == (
        "The deciles of 1 people were recorded from dinas-sosial, as of 2026-01-01."
    )
    found = {(f["row"], f["code"]) for f in findings_of(LOTIM, number, language="id")}
    assert found == {(2, "decile_missing"), (4, "two_deciles")}
    assert deciles() == [(rows[1]["name"], 2, "dinas-sosial", NEW_YEAR)]


def test_a_ranking_of_a_day_to_come_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(DayToComeError, match="2026-02-01"):
        extract(ranked(a_worker(9001, "SAHRUDIN"), 2), folder=tmp_path, as_of=date(2026, 2, 1))
    assert read_lines("SELECT count(*) AS n FROM intake_submission") == [{"n": 0}]


def test_deciles_on_a_worker_s_list_are_no_source(tmp_path: Path) -> None:
    taken(a_list(a_worker(9001, "SAHRUDIN", decile=1), folder=tmp_path))
    assert deciles() == []
