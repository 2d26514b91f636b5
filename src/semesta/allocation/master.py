"""The linear programme over patterns: how many people of each group and cell follow each pattern.

Rows: people of a group, people of a cell (for patterns that use the village's purses), rupiah of a purse through a
month (in units of the smallest rupiah it can pay, its room rounded down to them), and, from the second objective on,
what the earlier objectives have reached. Patterns are found when they are worth something (column generation), so the
programme stays small and its optimum is that of all patterns.
"""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from semesta.allocation.columns import Columns, worth_of
from semesta.allocation.optimum import Objective, Optimum, Prices
from semesta.allocation.pattern import Frame, best_patterns
from semesta.allocation.problem import ALREADY, NOBODY, Problem, Real, Whole
from semesta.allocation.rows import cells_with_a_purse, purse_rows

_WORTH = 1e-7
_NEAR = 1 / 4096
_ROUNDS = 80
_INFINITE = highspy.kHighsInf
_DUAL, _PRIMAL = 1, 4
"""Simplex of HiGHS: the optimum before is a plan still after patterns or another objective came, and its prices are
still right after rows did; beginning from the wrong one of the two takes ten times as long."""


class Master:
    """The programme of one problem; columns are only ever added.

    The people of a cell bound each of its columns; only where several columns of a cell together exceed them a row for
    the cell is written. That keeps the programme at a few thousand rows whatever the number of cells.
    """

    def __init__(self, problem: Problem, *, is_elastic: bool = False) -> None:
        self.problem = problem
        self.price_rp = np.stack([terms.price_rp for terms in problem.terms])
        self.purse_rows, self._row_of = purse_rows(problem, self.price_rp)
        self._unit_of_row = np.array([row.unit_rp for row in self.purse_rows], np.int64)
        self.columns = Columns(pattern=np.zeros((0, problem.months), np.int64))
        self._known: set[bytes] = set()
        self._frames = _frames(problem)
        self._village_payers = np.array(problem.village_payers(), dtype=np.int64)
        self._cells = cells_with_a_purse(problem, self._village_payers, self.price_rp)
        self._first_purse_row = problem.groups
        self._keep_row = self._first_purse_row + len(self.purse_rows)
        self._points_row = self._keep_row + 1
        self._cell_row: dict[int, int] = {}
        self._held = {"kept": -_INFINITE, "points": -_INFINITE}
        self.solver = _empty(self._points_row + 1)
        self._bounds()
        self._is_cut = True
        self._slack = len(self.purse_rows) if is_elastic else 0
        self._add_slack()
        self._add_nothing()

    def _add_slack(self) -> None:
        """Let each row of a purse be passed at the cost of the rupiah it is passed by (elastic programmes only)."""
        many = self._slack
        if many:
            rows = np.arange(self._first_purse_row, self._first_purse_row + many, dtype=np.int32)
            self.solver.addCols(
                many, self._unit_of_row.astype(float), np.zeros(many), np.full(many, _INFINITE), many,
                np.arange(many, dtype=np.int32), rows, np.full(many, -1.0),
            )  # fmt: skip

    def passed_rp(self) -> Whole:
        """Return by how many rupiah the last optimum passes each row of a purse (elastic programmes only)."""
        units = np.ceil(np.asarray(self.solver.getSolution().col_value)[: self._slack] - _WORTH)
        return units.astype(np.int64) * self._unit_of_row

    def add_room(self, room: int, more_rp: int) -> None:
        """Give a purse more (or, negative, less) rupiah in all its months."""
        self._is_cut = True
        for place, row in enumerate(self.purse_rows):
            if row.room == room:
                through = int(self.problem.rooms[room].through_rp[row.month]) + more_rp
                self.solver.changeRowBounds(self._first_purse_row + place, -_INFINITE, float(through // row.unit_rp))

    def _add_nothing(self) -> None:
        """Add for each group the pattern in which the plan pays for nobody."""
        pattern = np.full((self.problem.groups, self.problem.months), NOBODY, np.int64)
        start = np.array([terms.start for terms in self.problem.terms])[self.problem.group_terms]
        pattern[np.arange(self.problem.months) < start[:, None]] = ALREADY
        self.add(np.arange(self.problem.groups), np.full(self.problem.groups, -1), pattern)

    def _bounds(self) -> None:
        upper = np.concatenate([self.problem.group_people, [row.units for row in self.purse_rows]]).astype(np.float64)
        for row, most in enumerate(upper):
            self.solver.changeRowBounds(row, -_INFINITE, float(most))

    def at_least(self, *, kept: int | None = None, points: int | None = None) -> None:
        """Hold the programme to what earlier objectives have reached (None: to nothing)."""
        for name, row, least in (("kept", self._keep_row, kept), ("points", self._points_row, points)):
            self._held[name] = -_INFINITE if least is None else float(least)
            self.solver.changeRowBounds(row, self._held[name], _INFINITE)

    # columns ------------------------------------------------------------------------------------------------------

    def add(self, group: Whole, cell: Whole, pattern: Whole) -> int:
        """Add patterns that are not there yet; return how many."""
        keys = [
            whose.tobytes() + row.tobytes()
            for whose, row in zip(np.stack([group, cell], axis=1), pattern.astype(np.int8), strict=True)
        ]
        fresh = []
        for place, key in enumerate(keys):
            if key not in self._known:
                self._known.add(key)
                fresh.append(place)
        if not fresh:
            return 0
        group, cell, pattern = group[fresh], cell[fresh], pattern[fresh]
        kept, points, spending = worth_of(self.problem, self.price_rp, group, pattern)
        rows, values = self._entries(group, cell, pattern, kept, points)
        order = np.argsort(rows[0], kind="stable")
        places, indices, values = rows[0][order], rows[1][order], values[order]
        starts = np.searchsorted(places, np.arange(len(group)))
        zeros = np.zeros(len(group))
        upper = np.where(cell >= 0, self.problem.cell_people[cell], _INFINITE).astype(np.float64)
        self.solver.addCols(
            len(group), zeros, zeros, upper, len(values),
            starts.astype(np.int32), indices.astype(np.int32), values.astype(np.float64),
        )  # fmt: skip
        old = self.columns
        self.columns = Columns(
            np.concatenate([old.group, group]),
            np.concatenate([old.cell, cell]),
            np.concatenate([old.pattern, pattern]),
            np.concatenate([old.kept, kept]),
            np.concatenate([old.points, points]),
            np.concatenate([old.spending_rp, spending]),
        )
        return len(group)

    def _entries(
        self, group: Whole, cell: Whole, pattern: Whole, kept: Whole, points: Whole
    ) -> tuple[tuple[Whole, Whole], Whole]:
        """Return ((column, row), value) of every entry of new columns."""
        many = np.arange(len(group))
        places, rows, values = [many], [group], [np.ones(len(group), np.int64)]
        own = np.array([self._cell_row.get(int(one), -1) for one in cell], np.int64)
        places.append(many[own >= 0])
        rows.append(own[own >= 0])
        values.append(np.ones(int((own >= 0).sum()), np.int64))
        for least, amounts in ((self._keep_row, kept), (self._points_row, points)):
            some = amounts != 0
            places.append(many[some])
            rows.append(np.full(int(some.sum()), least))
            values.append(amounts[some])
        column, purse_row, units = self.usage(group, cell, pattern)
        places.append(column)
        rows.append(self._first_purse_row + purse_row)
        values.append(units)
        return (np.concatenate(places), np.concatenate(rows)), np.concatenate(values)

    def _hold_cells(self, amount: Real) -> bool:
        """Write a row for each cell whose columns together exceed its people; say whether there was one."""
        columns, problem = self.columns, self.problem
        old = len(amount)
        at_home = columns.cell[:old] >= 0
        taken = np.bincount(columns.cell[:old][at_home], weights=amount[at_home], minlength=len(problem.cell_people))
        over = np.flatnonzero(taken > problem.cell_people + _WORTH)
        if not over.size:
            return False
        place = np.full(len(problem.cell_people), -1)
        place[over] = np.arange(len(over))
        mine = np.flatnonzero(columns.cell >= 0)
        row = place[columns.cell[mine]]
        mine, row = mine[row >= 0], row[row >= 0]
        by_row = np.argsort(row, kind="stable")
        first = self.solver.getNumRow()
        self._cell_row.update(zip(over.tolist(), range(first, first + len(over)), strict=True))
        self._is_cut = True
        self.solver.addRows(
            len(over), np.full(len(over), -_INFINITE), problem.cell_people[over].astype(float), len(mine),
            np.searchsorted(row[by_row], np.arange(len(over))).astype(np.int32),
            (self._slack + mine[by_row]).astype(np.int32), np.ones(len(mine)),
        )  # fmt: skip
        return True

    def _are_within_cells(self, amount: Real) -> bool:
        cell, problem = self.columns.cell[: len(amount)], self.problem
        at_home = cell >= 0
        taken = np.bincount(cell[at_home], weights=amount[at_home], minlength=len(problem.cell_people))
        return bool((taken <= problem.cell_people + _WORTH).all())

    def usage(self, group: Whole, cell: Whole, pattern: Whole) -> tuple[Whole, Whole, Whole]:
        """Return (column, purse row, units) of every rupiah that patterns take from purses."""
        problem = self.problem
        price = self.price_rp[problem.group_terms[group]]
        village = np.where(cell >= 0, problem.cell_village[cell], -1)
        found: list[tuple[Whole, Whole, Whole]] = []
        for payer in range(len(problem.payers)):
            columns = np.flatnonzero((pattern == payer).any(axis=1))
            if not columns.size:
                continue
            paid = np.where(pattern[columns] == payer, price[columns, payer], 0)
            through = np.cumsum(paid, axis=1)
            at = village[columns] if payer in self._village_payers else np.full(len(columns), -1)
            for months, table in self._row_of[payer]:
                for place, month in enumerate(months):
                    row = table[at, place]
                    units = through[:, month]
                    some = (row >= 0) & (units > 0)
                    found.append((columns[some], row[some], units[some] // self._unit_of_row[row[some]]))
        if not found:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, nothing
        return tuple(np.concatenate([part[i] for part in found]) for i in range(3))  # type: ignore[return-value]

    # solving ------------------------------------------------------------------------------------------------------

    def solve(self, objective: Objective, *, within: float = 0.0) -> Optimum:
        """Return the optimum of an objective over all patterns, with a bound no plan can pass.

        Ends when the bound is met, or nearer than `within` (in units of the objective).
        """
        best_bound, turns = np.inf, 0
        while turns < _ROUNDS:
            turns += 1
            value, amount, prices = self.solve_once(objective)
            best_bound = min(best_bound, self.price(prices))
            while self._hold_cells(amount) and best_bound - value <= _NEAR * abs(value):
                value, amount, prices = self.solve_once(objective)
                best_bound = min(best_bound, self.price(prices))
            if best_bound - value <= max(_WORTH * max(abs(value), 1), within) and self._are_within_cells(amount):
                break
        return Optimum(value, best_bound, amount, prices, turns)

    def solve_once(self, objective: Objective) -> tuple[float, Real, Prices]:
        """Return the optimum over the patterns in use: its value, how much of each, and the prices."""
        solver, columns = self.solver, self.columns
        many = len(columns)
        worth = (
            objective.kept * columns.kept + objective.point * columns.points - objective.rupiah * columns.spending_rp
        )
        solver.changeColsCost(many, np.arange(self._slack, self._slack + many, dtype=np.int32), -worth)
        solver.setOptionValue("simplex_strategy", _DUAL if self._is_cut else _PRIMAL)
        solver.run()
        self._is_cut = False
        status = solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"HiGHS: {solver.modelStatusToString(status)}")
        solution = solver.getSolution()
        dual = np.asarray(solution.row_dual)
        purses = self._first_purse_row
        cell = np.zeros(len(self.problem.cell_people))
        for one, row in self._cell_row.items():
            cell[one] = max(-dual[row], 0.0)
        prices = Prices(
            objective=objective,
            keep=max(float(dual[self._keep_row]), 0.0),
            point=max(float(dual[self._points_row]), 0.0),
            group=np.maximum(-dual[:purses], 0.0),
            cell=cell,
            purse=np.maximum(-dual[purses : self._keep_row], 0.0),
        )
        return -solver.getObjectiveValue(), np.asarray(solution.col_value)[self._slack :], prices

    def price(self, prices: Prices) -> float:
        """Add the patterns that would pay at these prices; return a bound on the objective that holds for all plans.

        The bound is that of Lagrange: what the rows are worth at these prices, and what each person could add on top.
        """
        by_payer, by_village = self._per_rupiah(prices)
        problem = self.problem
        groups = np.arange(problem.groups)
        worth, patterns = self._best(groups, None, by_payer, prices)
        worth -= prices.group
        could = np.maximum(worth, 0.0)[problem.cell_group]
        least = _WORTH * np.maximum(1, np.abs(prices.group))
        pays = worth > least
        self.add(groups[pays], np.full(int(pays.sum()), -1), patterns[pays])
        cells = self._cells
        if cells.size:
            worth, patterns, of = self._best_of_cells(cells, by_payer, by_village, prices)
            of_group = problem.cell_group[cells]
            worth = worth[of] - prices.group[of_group]
            could[cells] = np.maximum(could[cells], worth - prices.cell[cells])
            uses = np.asarray(np.isin(patterns, self._village_payers).any(axis=1))[of]
            pays = uses & (worth - prices.cell[cells] > least[of_group])
            self.add(of_group[pays], cells[pays], patterns[of[pays]])
        rows = float((prices.group * problem.group_people).sum() + (prices.cell * problem.cell_people).sum())
        rows += float((prices.purse * np.array([row.units for row in self.purse_rows])).sum())
        for price, held in ((prices.keep, self._held["kept"]), (prices.point, self._held["points"])):
            rows -= price * held if price > 0 else 0.0
        return rows + float((problem.cell_people * could).sum())

    def _per_rupiah(self, prices: Prices) -> tuple[Real, Real]:
        """Return what a rupiah paid in a month takes: by (payer, month), and by (village payer, village, month)."""
        problem = self.problem
        by_payer = np.zeros((len(problem.payers), problem.months))
        by_village = np.zeros((len(self._village_payers), problem.villages, problem.months))
        place = {int(payer): index for index, payer in enumerate(self._village_payers)}
        for row, price in zip(self.purse_rows, prices.purse, strict=True):
            room = problem.rooms[row.room]
            if price > 0:
                if room.village >= 0:
                    by_village[place[room.payer], room.village, : row.month + 1] += price / row.unit_rp
                else:
                    by_payer[room.payer, : row.month + 1] += price / row.unit_rp
        return by_payer, by_village

    def _best_of_cells(
        self, cells: Whole, by_payer: Real, by_village: Real, prices: Prices
    ) -> tuple[Real, Whole, npt.NDArray[np.int64]]:
        """Return worth and pattern of each different kind of cell, and the kind of every cell."""
        problem = self.problem
        alike = by_village.transpose(1, 0, 2).reshape(problem.villages, -1)
        has = np.stack([self._has_purse(int(payer)) for payer in self._village_payers], axis=1)
        _, village_kind = np.unique(np.concatenate([np.round(alike, 12), has], axis=1), axis=0, return_inverse=True)
        kinds = np.stack([problem.cell_group[cells], village_kind.ravel()[problem.cell_village[cells]]], axis=1)
        _, first, of = np.unique(kinds, axis=0, return_index=True, return_inverse=True)
        some = cells[first]
        worth, patterns = self._best(problem.cell_group[some], problem.cell_village[some], by_payer, prices, by_village)
        return worth, patterns, of.ravel()

    def _has_purse(self, payer: int) -> npt.NDArray[np.bool_]:
        has = np.zeros(self.problem.villages, bool)
        has[[room.village for room in self.problem.rooms if room.payer == payer]] = True
        return has

    def _best(
        self,
        groups: Whole,
        villages: Whole | None,
        by_payer: Real,
        prices: Prices,
        by_village: Real | None = None,
    ) -> tuple[Real, Whole]:
        """Return the worth (before the price of the person himself) and pattern of the best pattern of each."""
        problem = self.problem
        worth = np.zeros(len(groups))
        patterns = np.full((len(groups), problem.months), NOBODY, np.int64)
        frame_of = self._frames[1][problem.group_terms[groups]]
        capped = np.array(problem.capped, np.int64)
        public = np.array([payer not in problem.free for payer in range(len(problem.payers))], np.float64)
        per_rupiah = by_payer + prices.objective.rupiah * public[:, None]
        for number in np.unique(frame_of):
            frame = self._frames[0][number]
            who = np.flatnonzero(frame_of == number)
            some = groups[who]
            price = self.price_rp[problem.group_terms[some]].transpose(1, 2, 0)
            cost = np.where(price >= 0, price * per_rupiah[:, :, None], np.inf)
            for place, payer in enumerate(self._village_payers):
                if villages is None or by_village is None:
                    cost[payer] = np.inf
                else:
                    at = villages[who]
                    own = by_village[place][at].T + prices.objective.rupiah
                    may = (price[payer] >= 0) & self._has_purse(int(payer))[at]
                    cost[payer] = np.where(may, price[payer] * own, np.inf)
            capped_cost, capped_payer = np.full(cost.shape[1:], np.inf), np.full(cost.shape[1:], NOBODY)
            if frame.cap:
                capped_cost = cost[capped].min(axis=0)
                capped_payer = capped[cost[capped].argmin(axis=0)]
                cost[capped] = np.inf
            payer_of = cost.argmin(axis=0)
            points: Real = problem.group_points[some].astype(np.float64) * (prices.point + prices.objective.point)
            found, choice = best_patterns(
                frame,
                gain=points,
                first=points * problem.person_counts,
                keep=np.full(len(who), prices.keep + prices.objective.kept),
                open_cost=cost.min(axis=0),
                capped_cost=capped_cost,
            )
            worth[who] = found
            paid = np.where(choice == 1, payer_of.T, np.where(choice == 2, capped_payer.T, NOBODY))
            paid[:, : frame.start] = ALREADY
            patterns[who] = paid
        return worth, patterns


def _frames(problem: Problem) -> tuple[list[Frame], Whole]:
    frames = [Frame.of(problem, terms) for terms in problem.terms]
    different = sorted(set(frames), key=lambda f: (f.start, f.unpaid, f.grace, f.cap))
    return different, np.array([different.index(frame) for frame in frames], np.int64)


def _empty(rows: int) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    for_all = np.full(rows, _INFINITE)
    none = np.zeros(0, np.int32)
    solver.addRows(rows, -for_all, for_all, 0, np.zeros(rows, np.int32), none, np.zeros(0))
    return solver
