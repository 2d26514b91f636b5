"""The plan is the best there is: held against every combination tried, and against its own input shuffled."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from semesta.allocation import Plan, plan
from tests.allocation.builders import (
    DESA,
    OTHER_DESA,
    a_law,
    a_person,
    a_policy,
    a_purse,
    best_by_trying_everything,
    frames,
    months,
    planned,
    reached,
)

MONTH = 16_800
UNTIL = [None, date(2025, 9, 1), date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]


@st.composite
def a_village(draw: st.DrawFn, *, most: int, last: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return some people and purses, money always short of what they need."""
    people = [
        a_person(
            f"p{number}",
            by=tuple(draw(st.sets(st.sampled_from(["apbd_regency", "add", "csr", "dbhcht", "self"]), max_size=3))),
            decile=draw(st.sampled_from([1, 4, None])),
            village=draw(st.sampled_from([DESA, DESA, OTHER_DESA])),
            paid_until=draw(st.sampled_from(UNTIL)),
            segment=draw(st.sampled_from(["farmer", "farmer", "transport"])),
        )
        for number in range(draw(st.integers(1, most)))
    ]
    room = st.integers(0, 10).map(lambda units: units * 8_400 + 3)
    purses = [
        a_purse(ceiling_rp=draw(room)),
        a_purse("add", draw(room), months=draw(st.sampled_from([None, [2, 3, 4]]))),
        a_purse("csr", draw(room)),
        a_purse("dbhcht", draw(room), months_per_person=draw(st.integers(1, last))),
        a_purse("self", None),
    ]
    return people, purses


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given_village=a_village(most=3, last=3), counts=st.integers(0, 2), unpaid=st.integers(0, 2))
def test_no_combination_is_better(given_village: Any, counts: int, unpaid: int) -> None:
    people, purses = given_village
    policy = a_policy(person_counts_as_months=counts, new_member_months_unpaid=unpaid)
    made = planned(people, purses, period=months(3), policy=policy)
    best = best_by_trying_everything(people, purses, period=months(3), policy=policy)
    found = reached(made) if made.certificate.reached else (0, 0, 0)
    assert found == best
    assert all(one.gap == 0 for one in made.certificate.reached)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given_village=a_village(most=25, last=9))
def test_a_year_is_sound_and_within_its_own_bounds(given_village: Any) -> None:
    people, purses = given_village
    made = planned(people, purses)
    for one in made.certificate.reached:
        assert one.value <= one.bound if one.objective != "spending_rp" else one.value >= one.bound


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given_village=a_village(most=20, last=9), seed=st.integers(0, 100))
def test_shuffled_rows_give_the_same_plan(given_village: Any, seed: int) -> None:
    people, purses = given_village
    first = planned(people, purses)
    frame, money = frames(people, purses)
    again = plan(
        a_law(),
        frame.sample(fraction=1, shuffle=True, seed=seed),
        money.reverse(),
        period=months(12),
        policy=a_policy(),
        seed="2026",
    )
    assert isinstance(again, Plan)
    assert_frame_equal(first.assignments, again.assignments)
    assert_frame_equal(first.people, again.people)
