"""A count of one to four people is not told and cannot be worked out from what is told."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.web.breakdown import LISTED, known_by, members_by
from semesta.web.disclosure import FEW, KEPT_BACK, Told, told


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([12, 0, 7], [12, 0, 7]),
        ([12, 3, 9], [12, FEW, KEPT_BACK]),
        ([12, 3, 2], [12, FEW, FEW]),
        ([12, 1, 1], [KEPT_BACK, FEW, FEW]),
        ([30, 6, 1], [KEPT_BACK, 6, FEW]),
    ],
)
def test_parts_of_a_published_total_hide_one_another(counts: list[int], shown: list[Told]) -> None:
    assert told(counts, is_whole_told=True) == shown


def test_parts_that_overlap_need_no_other_hidden() -> None:
    assert told([12, 3, 9], is_whole_told=False) == [12, FEW, 9]


def possible(shown: Sequence[Told], whole: int) -> list[set[int]]:
    """Return the values each FEW may have, for a reader who knows the total and the meaning of both signs."""
    kept_back = shown.count(KEPT_BACK)
    rest = whole - sum(count for count in shown if isinstance(count, int))
    ways = [
        way
        for way in product(range(1, 5), repeat=shown.count(FEW))
        if (rest - sum(way) >= 5 * kept_back if kept_back else rest == sum(way))
    ]
    return [set(values) for values in zip(*ways, strict=True)]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_hidden_count_can_be_worked_out_unless_everything_is_hidden(counts: list[int]) -> None:
    shown = told(counts, is_whole_told=True)
    everything_is_hidden = not [count for count in shown if isinstance(count, int) and count]
    assert everything_is_hidden or all(len(values) > 1 for values in possible(shown, sum(counts)))


@given(st.lists(st.integers(0, 40), max_size=6), st.booleans())
def test_what_is_told_is_true(counts: list[int], is_whole_told: bool) -> None:
    for count, shown in zip(counts, told(counts, is_whole_told=is_whole_told), strict=True):
        assert shown == (count if isinstance(shown, int) else shown)
        assert (0 < count < 5) == (shown == FEW)


def test_a_share_is_told_only_where_both_its_counts_are() -> None:
    lines = [{"value": "L", "members": 3, "known": 40}, {"value": "P", "members": 20, "known": 40}]
    men, women = known_by("sex", lines, overlap=True)
    assert (men.name, men.members, men.share) == ("Laki-laki", FEW, None)
    assert women.share == 0.5


def test_many_payers_are_summed_up_under_others() -> None:
    lines = [{"value": f"PT {number}", "members": 10, "known": 10} for number in range(LISTED + 5)]
    shown = members_by("payer", [*lines, {"value": "", "members": 0, "known": 99}])
    assert len(shown) == LISTED + 1
    assert (shown[-1].name, shown[-1].members) == ("Lainnya", 50)
