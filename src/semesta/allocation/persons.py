"""From counts to persons: who in a group gets which pattern is decided by the published rule, never by the row order.

Everybody in a group is worth the same to the plan. The order among them is: earlier registration (if the policy says
so; without a date last), then a draw, the SHA-256 of the published seed and the person. The first get the patterns
with the most months; those of the village's own purses are given out among the people of the village first.
"""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl

from semesta.allocation.columns import Columns
from semesta.allocation.policy import Policy
from semesta.allocation.problem import ALREADY, NOBODY, Problem, Whole

NO_COLUMN = -1


def drawn(persons: pl.Series, seed: str) -> pl.Series:
    """Return each person's number in the draw with a seed: 60 bits of a hash, the smaller the earlier."""
    prefix = seed.encode() + b"\n"
    hashed = b"".join([hashlib.sha256(prefix + one).digest()[:8] for one in persons.cast(pl.Binary)])
    return pl.Series("draw", (np.frombuffer(hashed, ">u8") >> np.uint64(4)).astype(np.int64))


def ordered(people: pl.DataFrame, policy: Policy, seed: str) -> pl.DataFrame:
    """Return people in the published order within group and cell, whatever order they came in."""
    with_draw = people.with_columns(drawn(people["person"], seed))
    keys = ["group", *policy.tie_break, "person"]
    return with_draw.sort(keys, nulls_last=True)


def given_out(people: pl.DataFrame, columns: Columns, amount: Whole) -> Whole:
    """Return the column of each of the ordered people (-1: none)."""
    amount = np.concatenate([amount, np.zeros(len(columns) - len(amount), np.int64)])
    group, cell = people["group"].to_numpy(), people["cell"].to_numpy()
    column_of = np.full(people.height, NO_COLUMN, np.int64)
    best_first = np.lexsort((*columns.pattern.T[::-1], -columns.points, -columns.kept))
    used = best_first[amount[best_first] > 0]
    at_home = used[columns.cell[used] >= 0]
    _deal(column_of, np.arange(people.height), cell, at_home, columns.cell[at_home], amount)
    rest = np.flatnonzero(column_of == NO_COLUMN)
    plain = used[columns.cell[used] < 0]
    _deal(column_of, rest, group, plain, columns.group[plain], amount)
    return column_of


def _deal(column_of: Whole, who: Whole, whose: Whole, columns: Whole, owner: Whole, amount: Whole) -> None:
    """Give the places of each owner's columns to his first people; `columns` come best first, `who` in order."""
    if not columns.size:
        return
    by_owner = np.argsort(owner, kind="stable")
    places = np.repeat(columns[by_owner], amount[columns[by_owner]])
    place_owner = np.repeat(owner[by_owner], amount[columns[by_owner]])
    many = int(max(place_owner.max(), whose[who].max() if who.size else 0)) + 1
    first = np.searchsorted(place_owner, np.arange(many))
    count = np.bincount(place_owner, minlength=many)
    order = np.argsort(whose[who], kind="stable")
    sorted_owner = whose[who][order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_owner, sorted_owner)
    served = rank < count[sorted_owner]
    column_of[who[order[served]]] = places[first[sorted_owner[served]] + rank[served]]


def patterns_of(problem: Problem, people: pl.DataFrame, columns: Columns, column_of: Whole) -> Whole:
    """Return the pattern of each person; who has no column is paid for by nobody."""
    start = people["start"].to_numpy()
    nothing = np.where(np.arange(problem.months)[None, :] < start[:, None], ALREADY, NOBODY)
    return np.where((column_of >= 0)[:, None], columns.pattern[np.maximum(column_of, 0)], nothing)
