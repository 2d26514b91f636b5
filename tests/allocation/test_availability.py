"""What a purse can give by the end of a month: held against the day-by-day sum, whatever the order of its papers."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.allocation.availability import by_purse, overdrawn_rp, through_rp
from semesta.kernel.month import Month
from tests.allocation.builders import a_person, a_purse, months, planned

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
MONTH = 16_800
CHANGES = st.lists(st.tuples(st.sampled_from(DAYS), st.integers(-60, 60)), max_size=5)
RELEASES = st.dictionaries(st.integers(1, 12), st.integers(0, 150), max_size=4)


def least_ahead(first: date, changes: list[tuple[date, int]], released: dict[int, int], committed: int) -> int:
    """Return the least that is free on any day from `first` to the end of the year, looked up day by day."""
    free = []
    for day in DAYS:
        ceiling = 100 + sum(change for on, change in changes if on <= day)
        known = [released[month] for month in range(1, day.month + 1) if month in released]
        most = min(ceiling, known[-1] if known else 0) if released else ceiling
        free.append(most - committed)
    return max(min(free[DAYS.index(first) :]), 0)


@settings(max_examples=60, deadline=None)
@given(changes=CHANGES, released=RELEASES, committed=st.integers(0, 40), last=st.integers(1, 12))
def test_a_month_has_the_least_of_its_own_days_and_of_all_days_after(
    changes: list[tuple[date, int]], released: dict[int, int], committed: int, last: int
) -> None:
    plan = [Month(2026, number) for number in range(1, last + 1)]
    frame = pl.DataFrame(changes, schema={"on": pl.Date, "change_rp": pl.Int64}, orient="row")
    revisions = by_purse(frame.with_columns(purse=pl.lit("p")), "on", "change_rp").get("p", [])
    releases = [(date(2026, month, 1), through) for month, through in sorted(released.items())]
    found = through_rp(plan, ceiling_rp=100, committed_rp=committed, revisions=revisions, releases=releases)
    assert found.tolist() == [least_ahead(month.first_day(), changes, released, committed) for month in plan]


@settings(max_examples=15, deadline=None)
@given(changes=CHANGES, released=RELEASES)
def test_a_plan_spends_within_what_the_papers_leave(changes: list[tuple[date, int]], released: dict[int, int]) -> None:
    def of_purse(days: list[Any], name: str, amounts: list[int], column: str) -> pl.DataFrame:
        told = {"purse": ["apbd_regency"] * len(days), name: days, column: [one * MONTH for one in amounts]}
        return pl.DataFrame(told, schema={"purse": pl.String, name: pl.Date, column: pl.Int64})

    revisions = of_purse([on for on, _ in changes], "on", [change for _, change in changes], "change_rp")
    releases = of_purse([date(2026, one, 1) for one in released], "month", list(released.values()), "through_rp")
    total = 100 + sum(change for _, change in changes)
    if total < 0:
        return
    people = [a_person(f"p{number}") for number in range(12)]
    purses = [a_purse(ceiling_rp=100 * MONTH)]
    made = planned(people, purses, period=months(6), revisions=revisions, releases=releases)
    spent = dict(made.assignments.group_by("month").agg(pl.col("amount_rp").sum()).rows())
    through = accumulate(spent.get(date(2026, month, 1), 0) for month in range(1, 7))
    for month, rupiah in enumerate(through, 1):
        assert rupiah <= MONTH * least_ahead(date(2026, month, 1), changes, released, 0)


def test_commitments_are_held_against_the_ceiling_with_all_its_changes() -> None:
    cut = [(date(2026, 9, 1), -60)]
    assert (overdrawn_rp(100, 40, cut), overdrawn_rp(100, 41, cut)) == (0, 1)
