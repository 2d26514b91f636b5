"""What the programme is asked for, and what it answers: an objective, the prices at its optimum, the optimum."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.allocation.problem import Real


@dataclass(frozen=True)
class Objective:
    """What is made as large as possible: so much for each membership kept, each point, less so much per rupiah."""

    kept: float = 0.0
    point: float = 0.0
    rupiah: float = 0.0


KEPT, POINTS = Objective(kept=1), Objective(point=1)
_SCALE = 1024
SPENDING = Objective(rupiah=1 / _SCALE)


@dataclass(frozen=True)
class Prices:
    """What the rows are worth at an optimum of an objective: what is held to, each person, each unit of a purse."""

    objective: Objective
    keep: float
    point: float
    group: Real
    cell: Real
    purse: Real


@dataclass(frozen=True)
class Optimum:
    """The optimum of an objective over all patterns: its value, a proven bound, and how much of each column."""

    value: float
    bound: float
    amount: Real
    prices: Prices
    rounds: int
