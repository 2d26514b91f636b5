"""From shares of people to whole people: the same three objectives, one after the other, in whole numbers.

A small problem is solved over every pattern there is, and its optimum is proven. A large one keeps the whole part of
the linear optimum and solves what is left over; how far that can be from the best is the gap the certificate states.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from semesta.allocation.columns import Columns
from semesta.allocation.master import Master
from semesta.allocation.optimum import SPENDING, Optimum
from semesta.allocation.pattern import every_pattern, facts_of, is_payable, unpaid_months
from semesta.allocation.problem import NOBODY, Problem, Whole

_MOST_CHOICES, _MOST_COLUMNS = 5_000, 20_000
_NODES_SMALL, _NODES_LARGE = 20_000, 20
"""Work is limited by nodes of the search, never by time, so that a busy machine makes the same plan."""
_GIVEN_BACK, _CUT, _CHANGE = 3, 3, 2
_NEAR_ENOUGH, _NEAR_ENOUGH_RP = 2e-5, 5e-5


@dataclass(frozen=True)
class WholePlan:
    """How many people follow each column, what that comes to, and of which objectives it is proven the best."""

    amount: Whole
    kept: int
    points: int
    spending_rp: int
    is_proven: tuple[bool, bool, bool]


def add_every_pattern(master: Master) -> bool:
    """Add every pattern when the problem is small enough; say whether it is."""
    problem = master.problem
    choices = sum(int(np.prod((problem.terms[terms].price_rp >= 0).sum(axis=0) + 1)) for terms in problem.group_terms)
    many_cells = len(problem.cell_group) / max(problem.groups, 1)
    if choices > _MOST_CHOICES or choices * many_cells > _MOST_COLUMNS:
        return False
    village = problem.village_payers()
    cells = np.arange(len(problem.cell_group))
    has = {(room.payer, room.village) for room in problem.rooms if room.village >= 0}
    for group in range(problem.groups):
        for pattern, _ in every_pattern(problem, problem.terms[problem.group_terms[group]]):
            used = sorted(set(pattern.tolist()) & set(village))
            if not used:
                master.add(np.array([group]), np.array([-1]), pattern[None])
                continue
            for cell in cells[problem.cell_group == group]:
                if all((payer, problem.cell_village[cell]) in has for payer in used):
                    master.add(np.array([group]), np.array([cell]), pattern[None])
    return True


def whole_plan(master: Master, cheapest: Optimum, *, is_small: bool) -> WholePlan:
    """Return whole numbers of people for the columns of a programme.

    Where the problem is large they lie near `cheapest`, the optimum of the last objective.
    """
    columns, amount = master.columns, cheapest.amount
    if is_small:
        base, some = np.zeros(len(columns), np.int64), np.arange(len(columns))
    else:
        share = np.concatenate([amount, np.zeros(len(columns) - len(amount))])
        loose = np.abs(share - np.round(share)) > 1e-6
        master.add(*_shortened(master, np.flatnonzero(loose)))
        swapped = _brought_home(master, np.floor(share + 1e-6).astype(np.int64))
        columns = master.columns
        share = np.concatenate([share, np.zeros(len(columns) - len(share))])
        loose = np.concatenate([loose, np.zeros(len(columns) - len(loose), bool)])
        base = np.floor(share + 1e-6).astype(np.int64)
        some = np.flatnonzero(loose | _fillers(master, loose) | _change(master, base))
        some = np.union1d(some, swapped)
        base[some] -= np.minimum(base[some], _GIVEN_BACK)
    extra, proven = _lexicographic(master, base, some, cheapest, exact=is_small)
    found = base.copy()
    found[some] += extra
    return WholePlan(
        found,
        int((columns.kept * found).sum()),
        int((columns.points * found).sum()),
        int((columns.spending_rp * found).sum()),
        proven if is_small else (False, False, False),
    )


def _fillers(master: Master, loose: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the other columns of groups with a share of a person left, so that the rest can be fitted."""
    columns = master.columns
    groups = np.unique(columns.group[loose])
    return np.isin(columns.group, groups) & ((columns.cell < 0) | np.isin(columns.cell, columns.cell[loose]))


def _change(master: Master, base: Whole) -> npt.NDArray[np.bool_]:
    """Return columns of each village that are small change to its purse: of each price a few with the least points.

    What a purse has left is seldom a whole month of the usual price; giving up a cheap member or two can make one.
    """
    columns, problem = master.columns, master.problem
    column, _, units = master.usage(columns.group, columns.cell, columns.pattern)
    through = np.zeros(len(columns), np.int64)
    np.maximum.at(through, column, units)
    used = np.flatnonzero((columns.cell >= 0) & (base > 0))
    price = through[used] // (columns.pattern[used] >= 0).sum(axis=1)
    village = problem.cell_village[columns.cell[used]]
    order = np.lexsort((used, columns.points[used], price, village))
    kind = np.stack([village[order], price[order]])
    begins = np.append(True, (kind[:, 1:] != kind[:, :-1]).any(axis=0))
    rank = np.arange(len(order)) - np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    found = np.zeros(len(columns), bool)
    found[used[order[rank < _CHANGE]]] = True
    return found


def _brought_home(master: Master, base: Whole) -> Whole:
    """Add, for each village and price, a few people of the regency's purses as people of the village's own; return the
    columns they could go from and to.

    Where the village pays for one price only, nothing else makes change of what it has left. Who goes is replaced by
    whom the regency's purse can pay for instead.
    """
    columns, problem = master.columns, master.problem
    paid = columns.pattern[: len(base)] >= 0
    months = paid.sum(axis=1)
    own = {(room.payer, room.village) for room in problem.rooms if room.village >= 0}
    begins = np.searchsorted(problem.cell_group, np.arange(problem.groups + 1))
    source, target = [], []
    for payer in problem.village_payers():
        price = master.price_rp[problem.group_terms[columns.group[: len(base)]], payer]
        may = (columns.cell[: len(base)] < 0) & (base > 0) & (months > 0) & ((price >= 0) | ~paid).all(axis=1)
        some = np.flatnonzero(may)
        each = np.where(paid, price, 0).sum(axis=1)[some] // months[some]
        known: dict[tuple[int, int], int] = {}
        for column, rupiah in sorted(zip(some.tolist(), each.tolist(), strict=True), key=lambda one: -base[one[0]]):
            group, pattern = int(columns.group[column]), np.where(paid[column], payer, columns.pattern[column])
            if rupiah == each.max() or not is_payable(pattern, problem.terms[problem.group_terms[group]], problem):
                continue
            for cell in range(int(begins[group]), int(begins[group + 1])):
                village = int(problem.cell_village[cell])
                if (payer, village) in own and known.get((village, rupiah), 0) < _CHANGE:
                    known[village, rupiah] = known.get((village, rupiah), 0) + 1
                    source.append(column)
                    target.append((group, cell, pattern))
    if not target:
        return np.zeros(0, np.int64)
    before = len(columns)
    master.add(*(np.array([one[place] for one in target], np.int64) for place in range(3)))
    return np.concatenate([np.unique(source), np.arange(before, len(master.columns))]).astype(np.int64)


def _shortened(master: Master, loose: Whole) -> tuple[Whole, Whole, Whole]:
    """Return the patterns of some columns without their first or last months, where that is lawful.

    What is left of a purse is seldom the months of a whole pattern; shorter ones spend it to the last month.
    """
    columns, problem = master.columns, master.problem
    group, cell, found = [], [], []
    known: dict[tuple[int, bytes], list[Whole]] = {}
    for column in loose:
        number = int(problem.group_terms[columns.group[column]])
        pattern = columns.pattern[column]
        key = (number, pattern.tobytes())
        if key not in known:
            known[key] = _shorter(problem, number, pattern)
        for shorter in known[key]:
            at_home = np.isin(shorter, problem.village_payers()).any()
            group.append(columns.group[column])
            cell.append(columns.cell[column] if at_home else -1)
            found.append(shorter)
    shape = np.array(found, dtype=np.int64).reshape(len(found), problem.months)
    return np.array(group, dtype=np.int64), np.array(cell, dtype=np.int64), shape


def _shorter(problem: Problem, number: int, pattern: Whole) -> list[Whole]:
    terms = problem.terms[number]
    paid = np.flatnonzero(pattern >= 0)
    found = []
    for first in range(min(len(paid), _CUT + 1)):
        for last in range(min(len(paid) - first, _CUT + 1)):
            shorter = pattern.copy()
            shorter[paid[:first]] = NOBODY
            shorter[paid[len(paid) - last :]] = NOBODY
            facts = facts_of(shorter, terms)
            if first + last == 0 or facts is None or not facts[1]:
                continue
            if facts[0] or unpaid_months(shorter, terms) <= problem.missable:
                found.append(shorter)
    return found


def _lexicographic(
    master: Master, base: Whole, some: Whole, cheapest: Optimum, *, exact: bool
) -> tuple[Whole, tuple[bool, bool, bool]]:
    columns = master.columns
    kept, points, spending = columns.kept[some], columns.points[some], columns.spending_rp[some]
    solver = _programme(master, base, some)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_max_nodes", _NODES_SMALL if exact else _NODES_LARGE)
    extra = np.zeros(len(some), np.int64)
    proven: list[bool] = []
    every = np.arange(len(some), dtype=np.int32)
    unit = int(np.gcd.reduce(np.append(spending[spending > 0], 0))) or 1
    near_points = _NEAR_ENOUGH * (float((columns.points * base).sum()) + 1)
    near_spending = _NEAR_ENOUGH_RP * float((columns.spending_rp * base).sum()) / unit
    whole = {"kept": (kept, 0.0), "points": (points, near_points), "spending": (-(spending // unit), near_spending)}
    for name, (worth, near) in whole.items():
        if name == "spending" and not exact:
            found = base.copy()
            found[some] += extra
            if _is_cheap(columns, found, cheapest):
                proven.append(False)
                break
        solver.changeColsCost(len(some), every, -worth.astype(np.float64))
        solver.setOptionValue("mip_abs_gap", 0.999 if exact else max(0.999, near))
        if proven:
            start = highspy.HighsSolution()
            start.col_value = extra.astype(float).tolist()
            solver.setSolution(start)
        solver.run()
        is_optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        info = solver.getInfo()
        if info.primal_solution_status == 2:
            extra = np.round(np.asarray(solver.getSolution().col_value)).astype(np.int64)
        proven.append(is_optimal)
        reached = int((worth * extra).sum())
        entries = np.flatnonzero(worth)
        solver.addRow(
            float(reached), highspy.kHighsInf, len(entries), entries.astype(np.int32), worth[entries].astype(float)
        )
    return extra, (proven[0], proven[1], proven[2])


def _is_cheap(columns: Columns, found: Whole, cheapest: Optimum) -> bool:
    """Say whether a plan spends next to nothing more than any must that reaches as much: its bound by the prices."""
    prices, share = cheapest.prices, cheapest.amount
    lost = [
        float((worth[: len(share)] * share).sum() - (worth * found).sum()) for worth in (columns.kept, columns.points)
    ]
    least_rp = -(cheapest.value + prices.keep * max(lost[0], 0.0) + prices.point * max(lost[1], 0.0)) / SPENDING.rupiah
    return float((columns.spending_rp * found).sum()) <= least_rp * (1 + _NEAR_ENOUGH_RP)


def _programme(master: Master, base: Whole, some: Whole) -> highspy.Highs:
    """Return the programme of what may be added to `base`: people, rupiah and cells that are left."""
    columns, problem = master.columns, master.problem
    taken = np.bincount(columns.group, weights=base, minlength=problem.groups)
    at_home = columns.cell >= 0
    taken_cell = np.bincount(columns.cell[at_home], weights=base[at_home], minlength=len(problem.cell_people))
    column, row, units = master.usage(columns.group, columns.cell, columns.pattern)
    spent = np.bincount(row, weights=units * base[column], minlength=len(master.purse_rows))
    left = np.concatenate(
        [
            problem.group_people - taken,
            problem.cell_people - taken_cell,
            np.array([one.units for one in master.purse_rows]) - spent,
        ]
    )
    place = np.full(len(columns), -1)
    place[some] = np.arange(len(some))
    mine = np.isin(column, some)
    home = some[columns.cell[some] >= 0]
    cells, purses = problem.groups, problem.groups + len(problem.cell_people)
    entry_column = np.concatenate([place[some], place[home], place[column[mine]]])
    entry_row = np.concatenate([columns.group[some], cells + columns.cell[home], purses + row[mine]])
    entry = np.concatenate([np.ones(len(some)), np.ones(len(home)), units[mine].astype(float)])
    used, entry_row = np.unique(entry_row, return_inverse=True)
    order = np.argsort(entry_column, kind="stable")
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("random_seed", 0)
    rows = len(used)
    solver.addRows(
        rows,
        np.full(rows, -highspy.kHighsInf),
        left[used],
        0,
        np.zeros(rows, np.int32),
        np.zeros(0, np.int32),
        np.zeros(0),
    )
    many = len(some)
    upper = np.minimum(problem.group_people[columns.group[some]], 10**6).astype(float)
    solver.addCols(
        many, np.zeros(many), np.zeros(many), upper, len(entry),
        np.searchsorted(entry_column[order], np.arange(many)).astype(np.int32),
        entry_row[order].astype(np.int32), entry[order],
    )  # fmt: skip
    solver.changeColsIntegrality(many, np.arange(many, dtype=np.int32), np.full(many, highspy.HighsVarType.kInteger))
    return solver
