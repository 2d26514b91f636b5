"""Rows of the programme: what each purse can give through each month that may bind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from semesta.allocation.problem import Problem, Whole


@dataclass(frozen=True)
class PurseRow:
    """A row of a purse: through `month` it may spend `room` units of `unit_rp`."""

    room: int
    month: int
    unit_rp: int
    units: int


def cells_with_a_purse(problem: Problem, village_payers: Whole, price_rp: Whole) -> Whole:
    """Return the cells for which a purse of the village may pay."""
    may = np.zeros(len(problem.cell_group), bool)
    for payer in village_payers:
        has = np.zeros(problem.villages, bool)
        has[[room.village for room in problem.rooms if room.payer == payer]] = True
        lawful = np.asarray((price_rp[:, payer] >= 0).any(axis=1))[problem.group_terms[problem.cell_group]]
        may |= has[problem.cell_village] & lawful
    return np.flatnonzero(may)


def purse_rows(problem: Problem, price_rp: Whole) -> tuple[list[PurseRow], list[list[tuple[list[int], Whole]]]]:
    """Return the rows of all purses, and for each payer the rows by village (-1: the regency) and binding month."""
    rows: list[PurseRow] = []
    tables: list[list[tuple[list[int], Whole]]] = [[] for _ in problem.payers]
    for payer in range(len(problem.payers)):
        rooms = [(place, room) for place, room in enumerate(problem.rooms) if room.payer == payer]
        paid = price_rp[:, payer]
        unit = int(np.gcd.reduce(np.append(paid[paid > 0], 0))) or 1
        months = list(range(problem.months))
        table = np.full((problem.villages + 1, len(months)), -1, np.int64)
        for place, room in rooms:
            for month in months:
                last = month == problem.months - 1
                if last or room.through_rp[month] < room.through_rp[month + 1]:
                    table[room.village, month] = len(rows)
                    rows.append(PurseRow(place, month, unit, int(room.through_rp[month]) // unit))
        used = [month for month in months if (table[:, month] >= 0).any()]
        if used:
            tables[payer] = [(used, table[:, used])]
    return rows, tables
