"""Coverage: members counted once, held against every stated base, and open to the persons behind."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semesta.coverage.actions import record_targets, take_snapshot
from semesta.coverage.queries import (
    Dimension,
    NoSnapshotError,
    coverage_by,
    coverage_of,
    coverage_of_parts,
    rows_behind,
)
from semesta.kernel.month import Month
from semesta.people.actions import load_segments
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE, a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db
JANUARY = Month(2026, 1)


def a_member(serial: int, **values: Any) -> dict[str, Any]:
    cover = {"membership_class": "BPU", "programmes": "JKK+JKM", "payer": "DBHCHT", "segment": None}
    months = {"active_from": date(2025, 3, 1), "paid_until": date(2026, 1, 31)}
    return a_row(f"PESERTA {serial}", nik=nik(serial), kk=None) | cover | months | values


def insured(folder: Path, *rows: dict[str, Any]) -> None:
    taken(a_list(*rows, folder=folder, kind="insurer", sender="bpjs-tk"))


def counted(region: str = LOTIM, month: Month = JANUARY) -> dict[str, Any]:
    take_snapshot(CONSOLE, LOTIM, month)
    return coverage_of(region, month)


@pytest.fixture(autouse=True)
def _regions() -> None:
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)


def test_a_member_has_both_programmes_paid_for_the_month(tmp_path: Path) -> None:
    lapsed = a_member(9003, paid_until=date(2025, 12, 31))
    insured(tmp_path, a_member(9001), a_member(9002, programmes="JKK"), lapsed)
    assert counted()["members"] == 1
    assert counted(month=Month(2025, 12))["members"] == 2


def test_who_is_late_but_within_the_law_s_grace_is_told_apart(tmp_path: Path) -> None:
    until = {9001: date(2026, 1, 31), 9002: date(2025, 12, 31), 9003: date(2025, 10, 31), 9004: date(2025, 9, 30)}
    insured(tmp_path, *(a_member(serial, paid_until=day) for serial, day in until.items()))
    figure = counted()
    assert (figure["members"], figure["in_grace"], figure["known_workers"]) == (1, 2, 3)
    assert rows_behind(LOTIM, JANUARY, who="without_cover")[0] == figure["known_workers"] - figure["members"]


def test_members_are_held_against_each_stated_base_of_their_scope(tmp_path: Path) -> None:
    insured(tmp_path, a_member(9001), a_member(9002, membership_class="PU", payer="PT Rekaan"))
    bases = {base["key"]: base for base in counted()["workers"]}
    assert bases["bpjs_labour_force"]["share"] == pytest.approx(2 / 504_000)
    assert bases["formal_workers"]["members"] == 1
    assert all(base["source"] and base["as_of"] for base in bases.values())


def test_the_target_is_a_measure_of_its_own(tmp_path: Path) -> None:
    insured(tmp_path, a_member(9001))
    target = {"region_code": LOTIM, "year": 2026, "value": 269_152, "kind": "reported", "source": "uji"}
    record_targets(CONSOLE, [target])
    record_targets(CONSOLE, [target])
    (line,) = counted()["target"]
    assert (line["value"], line["share"]) == (269_152, pytest.approx(1 / 269_152))


def test_a_person_paid_as_wage_earner_and_by_a_purse_is_one_member(tmp_path: Path) -> None:
    insured(tmp_path, a_member(9001), a_member(9001, membership_class="PU", payer="PT Rekaan"))
    assert counted()["members"] == 1
    assert [line["value"] for line in coverage_by(LOTIM, JANUARY, "class") if line["members"]] == ["PU"]


def test_the_dead_are_not_counted(tmp_path: Path) -> None:
    insured(tmp_path, a_member(9001), a_member(9002))
    died = a_row("PESERTA 9001", nik=nik(9001), kk=None, died_on=date(2025, 11, 3))
    taken(a_list(died, folder=tmp_path, kind="deaths", sender="dukcapil"))
    assert counted()["members"] == 1


def test_the_rows_behind_a_figure_are_as_many_as_it_says(tmp_path: Path) -> None:
    insured(tmp_path, a_member(9001), a_member(9002, village_code=None))
    taken(
        a_list(a_row("PEKERJA", nik=nik(9500)), a_row("SISWA", nik=nik(9501), segment="not_working"), folder=tmp_path)
    )
    figure = counted()
    for region, covered in ((LOTIM, 2), (VILLAGE, 1)):
        assert rows_behind(region, JANUARY)[0] == covered == counted(region)["members"]
    number, rows = rows_behind(LOTIM, JANUARY, who="without_cover")
    assert (number, figure["known_workers"], figure["not_placed"]) == (1, 3, 1)
    assert rows[0]["nik"] == "520305********00"


@pytest.mark.parametrize("dimension", ["segment", "sex", "class", "payer"])
def test_every_line_of_a_breakdown_opens_to_as_many_rows_as_it_says(tmp_path: Path, dimension: Dimension) -> None:
    late = a_member(9002, paid_until=date(2025, 12, 31), payer="APBDES", sex="P")
    insured(tmp_path, a_member(9001), late, a_member(9003, membership_class="PU", payer="PT REKAAN", sex=None))
    taken(a_list(a_row("PESERTA 9001", nik=nik(9001), kk=None), a_row("ZOHRI", nik=nik(9500)), folder=tmp_path))
    take_snapshot(CONSOLE, LOTIM, JANUARY)
    for region in (LOTIM, VILLAGE):
        lines = coverage_by(region, JANUARY, dimension)
        assert lines
        for line in lines:
            of: dict[Dimension, str] = {dimension: line["value"]}
            assert rows_behind(region, JANUARY, who="members", of=of)[0] == line["members"]
            assert rows_behind(region, JANUARY, who="known", of=of)[0] == line["known"]


def test_grace_the_known_and_the_unplaced_open_to_their_rows(tmp_path: Path) -> None:
    late = a_member(9002, paid_until=date(2025, 12, 31), payer="APBDES")
    insured(tmp_path, a_member(9001), late, a_member(9003, village_code=None))
    figure = counted()
    (in_grace,) = rows_behind(LOTIM, JANUARY, who="in_grace")[1]
    assert (in_grace["name"], in_grace["payer"]) == ("PESERTA 9002", "APBDES")
    assert rows_behind(LOTIM, JANUARY, who="known")[0] == figure["known_workers"] == 3
    assert [row["name"] for row in rows_behind(LOTIM, JANUARY, who="not_placed")[1]] == ["PESERTA 9003"]


def test_parts_and_the_unplaced_make_the_whole(tmp_path: Path) -> None:
    insured(tmp_path, a_member(9001), a_member(9002, village_code="52.03.07.1001"), a_member(9003, village_code=None))
    whole = counted()
    parts = coverage_of_parts(LOTIM, JANUARY)
    assert len(parts) == 21
    assert sum(part["members"] for part in parts) + whole["not_placed"] == whole["members"] == 3


def test_a_second_count_replaces_the_first(tmp_path: Path) -> None:
    insured(tmp_path, a_member(9001))
    assert counted()["members"] == counted()["members"] == 1


def test_a_month_nobody_counted_says_how_to_count_it() -> None:
    with pytest.raises(NoSnapshotError, match="semesta coverage snapshot 2024-05"):
        coverage_of(LOTIM, Month(2024, 5))


def test_a_village_code_that_no_region_has_is_placed_nowhere(tmp_path: Path) -> None:
    insured(tmp_path, a_member(9001), a_member(9002, village_code="52.03.99.9999"))
    whole = counted()
    assert (whole["members"], whole["not_placed"]) == (2, 1)
    assert sum(part["members"] for part in coverage_of_parts(LOTIM, JANUARY)) == 1


def test_months_paid_ahead_count_when_their_month_comes(tmp_path: Path) -> None:
    insured(tmp_path, a_member(9001, paid_until=date(2026, 4, 10)), a_member(9002))
    assert [counted(month=Month(2026, number))["members"] for number in (1, 2, 4, 5)] == [2, 1, 1, 0]
