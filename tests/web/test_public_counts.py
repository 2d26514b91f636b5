"""Counts of villages and districts hide one another across public pages: no total beside them tells a hidden one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from semesta.web.disclosure import Told
from semesta.web.public_counts import KINDS, PublicCounts, public_counts
from tests.web.test_disclosure import possible

regencies = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=3)


def told_of(regency: Sequence[Sequence[int]], *, elsewhere: int = 0) -> dict[str, PublicCounts]:
    """Return what is told of villages by district, each with as many members as known workers and people in grace."""

    def figure(code: str, count: int) -> dict[str, Any]:
        return {"region": {"code": code}, "members": count, "known_workers": count, "in_grace": count}

    districts = [figure(f"D{place}", sum(inside)) for place, inside in enumerate(regency)]
    villages = [
        {"code": f"D{place}.{number}", "district": f"D{place}"} | dict.fromkeys(KINDS, count)
        for place, inside in enumerate(regency)
        for number, count in enumerate(inside)
    ]
    return public_counts(figure("R", sum(map(sum, regency)) + elsewhere), districts, villages)


def open_to_guess(shown: Sequence[Told], whole: int) -> bool:
    """Say whether every hidden small count leaves more than one value open, or everything is hidden."""
    nothing_told = not [one for one in shown if isinstance(one, int) and one]
    return nothing_told or all(len(values) > 1 for values in possible(shown, whole))


@given(regencies, st.integers(0, 9))
def test_no_village_can_be_worked_out_from_its_district(regency: list[list[int]], elsewhere: int) -> None:
    counts = told_of(regency, elsewhere=elsewhere)
    for place, inside in enumerate(regency):
        shown = [counts[f"D{place}.{number}"].members for number in range(len(inside))]
        if isinstance(counts[f"D{place}"].members, int):
            assert open_to_guess(shown, sum(inside))
        else:
            assert not [one for one in shown if isinstance(one, int) and one]


@given(regencies)
def test_no_district_can_be_worked_out_from_the_regency(regency: list[list[int]]) -> None:
    counts = told_of(regency)
    assert open_to_guess([counts[f"D{place}"].members for place in range(len(regency))], sum(map(sum, regency)))


def test_large_regions_are_told_as_they_are() -> None:
    counts = told_of([[120, 80], [45, 0]])
    assert [counts[code].members for code in ("D0", "D0.0", "D1", "D1.0", "D1.1")] == [200, 120, 45, 45, 0]
    assert all(one.is_whole and one.to_reach == 0 for one in counts.values())
