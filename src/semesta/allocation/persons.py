"""From counts to persons: who in a group gets which pattern is decided by the published rule, never by the row order.

Everybody in a group is worth the same to the plan. The order among them is: earlier registration (if the policy says
so; without a date last), then a draw, the SHA-256 of the published seed and the person. The first get the patterns
with the most months; those of the village's own purses are given out among the people of the village first. Then the
same order is held between groups of equal points (`exchanged`).
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
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
    """Return people in the published order within group and cell, whatever order they came in, with their `rank`
    among all."""
    with_draw = people.with_columns(drawn(people["person"], seed))
    ranked = with_draw.sort([*policy.tie_break, "person"], nulls_last=True).with_row_index("rank")
    return ranked.sort("group", maintain_order=True)


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


def exchanged(
    problem: Problem, people: pl.DataFrame, columns: Columns, column_of: Whole
) -> tuple[Whole, npt.NDArray[np.bool_]]:
    """Return the column of each person once the published rule holds between groups, too, and who is drawn behind.

    Groups of equal points and cover may differ in who may pay. Where somebody who gets nothing could be paid the very
    months of another at the same price, the earlier of the two gets them; kept memberships, points, rupiah and every
    purse stay as they were. Drawn behind is who gets nothing though months that he could be paid went to his equals.
    """
    column_of = column_of.copy()
    group, rank = people["group"].to_numpy(), people["rank"].to_numpy()
    begin = np.searchsorted(group, np.arange(problem.groups + 1))
    buys = np.append((columns.pattern >= 0).any(axis=1), False)  # the last one stands for NO_COLUMN
    best_first = np.lexsort((*columns.pattern.T[::-1], -columns.points, -columns.kept))
    place = np.empty(len(best_first), np.int64)
    place[best_first] = np.arange(len(best_first))
    at_home = np.append(columns.cell >= 0, False)
    behind = np.zeros(problem.groups, bool)
    for members in _alike(problem):
        rows = np.concatenate([np.arange(begin[one], begin[one + 1]) for one in members])
        held = np.unique(column_of[rows])
        held = held[buys[held] & ~at_home[held]]
        held = held[np.argsort(place[held])]
        fits = {int(column): _fits(problem, members, columns, int(column)) for column in held}
        for column in fits:
            behind |= fits[column]
        while len(members) > 1 and _exchange(rows, group, rank, column_of, buys, fits):
            pass
    cells = np.zeros(len(problem.cell_people), bool)
    cells[columns.cell[column_of[at_home[column_of]]]] = True
    return column_of, ~buys[column_of] & (behind[group] | cells[people["cell"].to_numpy()])


def _alike(problem: Problem) -> list[list[int]]:
    """Return the groups that differ in nothing but who may pay and at what price."""
    found: dict[tuple[int, int, int, int], list[int]] = {}
    for one, (number, points) in enumerate(zip(problem.group_terms, problem.group_points, strict=True)):
        terms = problem.terms[number]
        found.setdefault((int(points), terms.start, terms.unpaid, terms.grace), []).append(one)
    return list(found.values())


def _fits(problem: Problem, members: list[int], columns: Columns, column: int) -> npt.NDArray[np.bool_]:
    """Say of each group whether its people could be paid the months of a column at the price of the column's group."""
    pattern = columns.pattern[column]
    months = np.flatnonzero(pattern >= 0)
    payers = pattern[months]
    asked = problem.terms[problem.group_terms[columns.group[column]]].price_rp[payers, months]
    capped = int(np.isin(pattern, problem.capped).sum())
    fits = np.zeros(problem.groups, bool)
    for one in members:
        terms = problem.terms[problem.group_terms[one]]
        fits[one] = capped <= terms.cap and bool((terms.price_rp[payers, months] == asked).all())
    return fits


def _exchange(
    rows: Whole,
    group: Whole,
    rank: Whole,
    column_of: Whole,
    buys: npt.NDArray[np.bool_],
    fits: dict[int, npt.NDArray[np.bool_]],
) -> bool:
    """Give each column, the best first, to the earliest of its holders and of those who wait for it; say whether
    anybody changed."""
    changed = False
    for column, may in fits.items():
        now = column_of[rows]
        waiting = rows[~buys[now] & may[group[rows]]]
        holding = rows[now == column]
        if not waiting.size or not holding.size or rank[waiting].min() > rank[holding].max():
            continue
        pool = np.concatenate([holding, waiting])
        pool = pool[np.argsort(rank[pool])]
        column_of[pool[: len(holding)]] = column
        column_of[pool[len(holding) :]] = NO_COLUMN
        changed = True
    return changed


def patterns_of(problem: Problem, people: pl.DataFrame, columns: Columns, column_of: Whole) -> Whole:
    """Return the pattern of each person; who has no column is paid for by nobody."""
    start = people["start"].to_numpy()
    nothing = np.where(np.arange(problem.months)[None, :] < start[:, None], ALREADY, NOBODY)
    return np.where((column_of >= 0)[:, None], columns.pattern[np.maximum(column_of, 0)], nothing)
