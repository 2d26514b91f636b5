"""A first look without villages: the purses of one kind poured together. It is quick, and seeds the real programme.

Whatever the villages can do alone they can do together, so the merged optimum also bounds the real one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from semesta.allocation.master import Master
from semesta.allocation.optimum import Objective, Optimum, Prices
from semesta.allocation.problem import Problem, Room


def merged(problem: Problem) -> Problem:
    """Return the problem in which each kind of village purse is one purse of the regency."""
    rooms = [room for room in problem.rooms if room.village < 0]
    for payer in problem.village_payers():
        through = np.sum([room.through_rp for room in problem.rooms if room.payer == payer], axis=0)
        rooms.append(Room(problem.payers[payer], payer, -1, through))
    everybody = np.arange(problem.groups)
    return replace(
        problem, rooms=tuple(rooms), villages=1, cell_group=everybody,
        cell_village=np.zeros(problem.groups, np.int64), cell_people=problem.group_people,
    )  # fmt: skip


def seeded(problem: Problem, objective: Objective) -> Master:
    """Return the programme of a problem with the patterns that the merged problem found useful."""
    master = Master(problem)
    village_payers = problem.village_payers()
    if not village_payers:
        return master
    together = Master(merged(problem))
    optimum = together.solve(objective)
    columns = together.columns
    used = np.zeros(len(columns), bool)
    used[: len(optimum.amount)] = optimum.amount > 0
    at_home = np.isin(columns.pattern, village_payers).any(axis=1)
    plain = used & ~at_home
    master.add(columns.group[plain], np.full(int(plain.sum()), -1), columns.pattern[plain])
    cells = np.arange(len(problem.cell_group))
    for column in np.flatnonzero(used & at_home):
        mine = cells[problem.cell_group == columns.group[column]]
        patterns = np.repeat(columns.pattern[column][None], len(mine), axis=0)
        master.add(problem.cell_group[mine], mine, patterns)
    master.price(_spread(together, master, optimum))
    return master


def _spread(together: Master, master: Master, optimum: Optimum) -> Prices:
    """Return the merged prices as prices of the real rows: every village's rupiah is worth the same."""
    found = {
        (together.problem.rooms[row.room].payer, together.problem.rooms[row.room].purse, row.month): price
        for row, price in zip(together.purse_rows, optimum.prices.purse, strict=True)
    }
    problem = master.problem
    purse = []
    for row in master.purse_rows:
        room = problem.rooms[row.room]
        name = problem.payers[room.payer] if room.village >= 0 else room.purse
        purse.append(found.get((room.payer, name, row.month), 0.0))
    return Prices(
        objective=optimum.prices.objective,
        keep=optimum.prices.keep,
        point=optimum.prices.point,
        group=optimum.prices.group,
        cell=np.zeros(len(problem.cell_people)),
        purse=np.array(purse),
    )
