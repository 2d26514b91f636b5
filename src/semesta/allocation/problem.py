"""The problem as numbers: groups of people who are alike for every purpose of the plan, and the room in the purses.

A *payer* is a column of choice: a purse of the whole regency, or "the ADD of one's own village" (one payer for all
villages, one purse in each). *Terms* say what a month of somebody costs by payer and where he stands at the start; a
*group* is everybody with the same terms and points; a *cell* is the part of a group that lives in one village. Groups
know no village unless a village purse may pay for them. All amounts are whole rupiah; months count from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
NOBODY, ALREADY = -1, -2
"""What a pattern holds for a month that nobody pays, and for one that was paid before the plan."""


@dataclass(frozen=True)
class Terms:
    """Where a person stands and what may be done for him.

    `price_rp[payer, month]` is -1 where the payer may not pay. `start` is the first month the plan decides; before it
    cover is paid. `unpaid` counts the unpaid months just before `start`; -1: there is no membership to keep.
    `grace` is the longest run of unpaid months that does not break membership. `cap` is how many months the capped
    payers together may still pay for him.
    """

    price_rp: Whole
    start: int
    unpaid: int
    grace: int
    cap: int

    @property
    def is_covered(self) -> bool:
        """Say whether there is a membership to keep."""
        return self.unpaid >= 0

    @property
    def months(self) -> int:
        """Return the months of the plan."""
        return int(self.price_rp.shape[1])


@dataclass(frozen=True)
class Room:
    """What a purse can still give: `through_rp[month]` is the most it may have spent by the end of that month."""

    purse: str
    payer: int
    village: int
    through_rp: Whole


@dataclass(frozen=True)
class Problem:
    """Groups, cells, rooms and the two rules of the policy that shape patterns."""

    months: int
    payers: tuple[str, ...]
    terms: tuple[Terms, ...]
    group_terms: Whole
    group_points: Whole
    cell_group: Whole
    cell_village: Whole
    cell_people: Whole
    villages: int
    rooms: tuple[Room, ...]
    free: frozenset[int]
    """payers whose rupiah are not public money (self-payment): they do not count as spending"""
    capped: tuple[int, ...]
    """the payers that together may pay only so many months of a person as his terms say"""
    missable: int
    """how many months of the plan a new member may be left unpaid"""
    person_counts: int
    """how many months' worth of points a protected person counts besides his months"""
    group_people: Whole = field(init=False)

    def __post_init__(self) -> None:
        people = np.bincount(self.cell_group, weights=self.cell_people, minlength=len(self.group_terms))
        object.__setattr__(self, "group_people", people.astype(np.int64))

    @property
    def groups(self) -> int:
        """Return the number of groups."""
        return len(self.group_terms)

    def village_payers(self) -> tuple[int, ...]:
        """Return the payers that are a purse in each village."""
        return tuple(sorted({room.payer for room in self.rooms if room.village >= 0}))
