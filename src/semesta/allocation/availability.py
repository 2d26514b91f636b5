"""What a purse can give by the end of each month: its ceiling with revisions, what is released, what is committed.

Spending counts up through the year, so a later cut binds every month before it: what is spent by March is spent by
December too. A raise, or the release of a quarter, is money from its month on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from semesta.allocation.problem import Whole
from semesta.kernel.month import Month

Dated = Sequence[tuple[date, int]]
"""Days and rupiah, in order of the days."""


def through_rp(
    months: Sequence[Month], *, ceiling_rp: int, committed_rp: int, revisions: Dated = (), releases: Dated = ()
) -> Whole:
    """Return, for each month, the most the purse may have spent on this plan by its end; never below zero.

    `revisions`: days and by how much the ceiling changes on them; `releases`: months and what is released by then,
    counted from the beginning of the year. A revision that falls inside a month counts for that whole month when it
    cuts, and from the next month on when it raises. What comes after the plan binds it, too: a plan of the first
    half-year leaves what a cut in September takes. What is committed is taken off every month.
    """
    ceilings = _from_day_on(_added_up(revisions, ceiling_rp), months, before=ceiling_rp)
    if releases:
        ceilings = np.minimum(ceilings, _from_day_on(releases, months, before=0))
    through: Whole = np.maximum(ceilings - committed_rp, 0)
    return through


def overdrawn_rp(ceiling_rp: int, committed_rp: int, revisions: Dated) -> int:
    """Return by how much the commitments exceed the ceiling with all its revisions, 0 where they do not."""
    return max(committed_rp - ceiling_rp - sum(change for _, change in revisions), 0)


def by_purse(frame: pl.DataFrame, day: str, amount: str) -> dict[str, list[tuple[date, int]]]:
    """Return the days and rupiah of each purse of a frame, in order of the days."""
    found: dict[str, list[tuple[date, int]]] = {}
    for purse, on, rupiah in frame.sort(day, amount)["purse", day, amount].rows():
        found.setdefault(purse, []).append((on, rupiah))
    return found


def _added_up(changes: Dated, amount: int) -> list[tuple[date, int]]:
    """Return what holds at the end of each day on which something changes; changes of one day count together."""
    held: dict[date, int] = {}
    for day, change in changes:
        amount += change
        held[day] = amount
    return list(held.items())


def _from_day_on(held: Dated, months: Sequence[Month], *, before: int) -> Whole:
    """Return for each month the least that is held on its first day or on any later day."""
    least = []
    for month in months:
        first = month.first_day()
        at_first = [amount for day, amount in held if day <= first]
        later = [amount for day, amount in held if day > first]
        least.append(min([at_first[-1] if at_first else before, *later]))
    return np.array(least, dtype=np.int64)
