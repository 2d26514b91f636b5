"""Villages side by side: what chance explains does not put a small village at the top or the bottom."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.coverage.actions import record_targets, take_snapshot
from semesta.coverage.queries import NoSnapshotError, rows_behind, trend_of, villages_compared
from semesta.coverage.rules import interval, shrunk, standing
from semesta.kernel.month import Month
from semesta.people.actions import load_segments
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE, a_list, a_row, nik, taken

JANUARY, DECEMBER = Month(2026, 1), Month(2025, 12)
OTHER = "52.03.05.2002"


@pytest.fixture
def _regions(db: None) -> None:
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)


def a_member(serial: int, **values: Any) -> dict[str, Any]:
    cover = {"membership_class": "BPU", "programmes": "JKK+JKM", "payer": "DBHCHT"}
    months = {"active_from": date(2026, 1, 1), "paid_until": date(2026, 1, 31)}
    return a_row(f"PESERTA {serial}", nik=nik(serial), kk=None) | cover | months | values


def compared(**values: Any) -> dict[str, dict[str, Any]]:
    return {line["code"]: line for line in villages_compared(LOTIM, JANUARY, **values)}


def test_the_interval_is_that_of_wilson() -> None:
    low, high = interval(0, 10) or (1, 0)  # Brown, Cai and DasGupta: 0 of 10 gives 0 to z²/(n + z²)
    assert (low, high) == (0.0, pytest.approx(0.2775, abs=1e-4))
    assert interval(0, 0) is None


def test_a_village_of_few_is_called_lagging_only_when_chance_does_not_explain_it() -> None:
    assert standing(0, 4, 0.33) == "alike"
    assert standing(0, 40, 0.33) == "below"
    assert standing(0, 0, 0.33) == "unknown"


def test_a_small_village_does_not_head_the_list_by_chance() -> None:
    parts, wholes = [3, 600, 300, 200], [3, 1_000, 1_000, 1_000]
    shares = shrunk(parts, wholes)
    small, large = (share or 0.0 for share in shares[:2])
    assert small < 1
    assert abs(small - 3 / 3) > 20 * abs(large - 600 / 1_000)


def test_when_chance_explains_everything_all_villages_are_alike() -> None:
    shares = shrunk([1, 2, 1, 2], [5, 5, 5, 5])
    assert shares == pytest.approx([0.3] * 4)


@given(st.lists(st.tuples(st.integers(-50, 500), st.integers(0, 500)), min_size=1, max_size=12))
def test_a_shrunk_share_lies_between_its_own_and_that_of_all(counts: list[tuple[int, int]]) -> None:
    parts = [min(part, whole) if whole else 0 for part, whole in counts]
    wholes = [whole for _, whole in counts]
    mean = sum(parts) / sum(wholes) if sum(wholes) else 0.0
    for part, whole, share in zip(parts, wholes, shrunk(parts, wholes), strict=True):
        if whole:
            low, high = sorted((part / whole, mean))
            assert share is not None
            assert low - 1e-9 <= share <= high + 1e-9


@pytest.mark.usefixtures("_regions")
def test_who_could_be_enrolled_is_counted_and_opens_to_the_same_persons(tmp_path: Path) -> None:
    old = a_row("TERLALU TUA", nik=nik(9003, born="010150"), birth_on=date(1950, 1, 1), kk=None)
    unborn = a_row("TANPA TANGGAL", nik=nik(9004), birth_on=None, kk=None)
    taken(a_list(a_member(9001), folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    taken(a_list(a_member(9001), a_row("BISA", nik=nik(9002), kk=None), old, unborn, folder=tmp_path))
    take_snapshot(CONSOLE, LOTIM, JANUARY)
    line = compared()[VILLAGE]
    counted = {name: line[name] for name in ("members", "known", "enrollable", "lacking")}
    behind = {who: rows_behind(VILLAGE, JANUARY, who=who)[0] for who in ("members", "known", "enrollable", "lacking")}
    assert counted == behind
    assert counted["known"] == 4
    assert [person["name"] for person in rows_behind(VILLAGE, JANUARY, who="enrollable")[1]] == ["BISA"]


@pytest.mark.usefixtures("_regions")
def test_growth_does_not_punish_a_village_for_a_longer_list(tmp_path: Path) -> None:
    taken(a_list(a_member(9001), folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    taken(a_list(a_row("LAIN", nik=nik(9002), kk=None), folder=tmp_path))
    for month in (DECEMBER, JANUARY):
        take_snapshot(CONSOLE, LOTIM, month)
    lines = compared(since=DECEMBER)
    assert lines[VILLAGE]["growth"] == 0.5
    assert lines[OTHER]["growth"] is None
    assert compared()[VILLAGE]["growth"] is None
    with pytest.raises(NoSnapshotError):
        villages_compared(LOTIM, JANUARY, since=Month(2025, 1))


@pytest.mark.usefixtures("_regions")
def test_a_trend_tells_the_months_that_were_counted_with_the_target_of_their_year(tmp_path: Path) -> None:
    taken(a_list(a_member(9001), folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    target = {"region_code": LOTIM, "year": 2026, "value": 1_000, "kind": "reported", "source": "surat uji"}
    record_targets(CONSOLE, [target])
    for month in (DECEMBER, JANUARY):
        take_snapshot(CONSOLE, LOTIM, month)
    lines = trend_of(LOTIM, JANUARY)
    assert [(line["month"], line["members"]) for line in lines] == [("2025-12", 0), ("2026-01", 1)]
    assert [line["target"] and line["target"]["value"] for line in lines] == [None, 1_000]
    assert [line["members"] for line in trend_of(OTHER, JANUARY, months=1)] == [0]
