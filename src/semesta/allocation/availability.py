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

    `revisions`: days and the ceiling from then on; `releases`: months and what is released by then, counted from the
    beginning of the year. A revision that falls inside a month counts for that whole month when it cuts, and from the
    next month on when it raises. What is committed is taken off every month.
    """
    available = []
    for month in months:
        first = month.first_day()
        room = min(_in_force(revisions, ceiling_rp, first), _in_force(revisions, ceiling_rp, month.last_day()))
        available.append(min(room, _in_force(releases, 0, first)) if releases else room)
    least_ahead = np.minimum.accumulate(np.array(available, dtype=np.int64)[::-1])[::-1]
    through: Whole = np.maximum(least_ahead - committed_rp, 0)
    return through


def overdrawn_rp(ceiling_rp: int, committed_rp: int, revisions: Dated, last: date) -> int:
    """Return by how much the commitments exceed the ceiling at the end of the plan, 0 where they do not."""
    return max(committed_rp - _in_force(revisions, ceiling_rp, last), 0)


def by_purse(frame: pl.DataFrame, day: str, amount: str) -> dict[str, list[tuple[date, int]]]:
    """Return the days and rupiah of each purse of a frame, in order of the days."""
    found: dict[str, list[tuple[date, int]]] = {}
    for purse, on, rupiah in frame.sort(day, amount)["purse", day, amount].rows():
        found.setdefault(purse, []).append((on, rupiah))
    return found


def _in_force(dated: Dated, before: int, day: date) -> int:
    amount = before
    for since, value in dated:
        if since > day:
            break
        amount = value
    return amount
