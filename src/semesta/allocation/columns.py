"""Columns of the programme: a pattern with who it is for, and what one person who follows it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from semesta.allocation.problem import ALREADY, NOBODY, Problem, Whole


@dataclass
class Columns:
    """Patterns in use: whose (cell -1: the whole group), who pays which month, and what comes of it."""

    group: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    cell: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    pattern: Whole = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    kept: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    points: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    spending_rp: Whole = field(default_factory=lambda: np.zeros(0, np.int64))

    def __len__(self) -> int:
        return len(self.group)


def worth_of(problem: Problem, price_rp: Whole, group: Whole, pattern: Whole) -> tuple[Whole, Whole, Whole]:
    """Return what patterns come to: kept (0 or 1), points, public rupiah."""
    bought = (pattern >= 0).sum(axis=1)
    weight = problem.group_points[group]
    points = weight * (bought + problem.person_counts * (bought > 0))
    spending = np.zeros(len(group), np.int64)
    for payer in range(len(problem.payers)):
        if payer not in problem.free:
            price = price_rp[problem.group_terms[group], payer]
            spending += np.where(pattern == payer, price, 0).sum(axis=1)
    kept = keeps(problem, group, pattern)
    return kept, points, spending


def keeps(problem: Problem, group: Whole, pattern: Whole) -> Whole:
    """Return 1 for each pattern under which a membership lasts without a break, else 0."""
    terms = [problem.terms[index] for index in range(len(problem.terms))]
    unpaid = np.array([one.unpaid for one in terms])[problem.group_terms[group]]
    grace = np.array([one.grace for one in terms])[problem.group_terms[group]]
    alive = unpaid >= 0
    run = np.maximum(unpaid, 0)
    for month in range(problem.months):
        run = np.where(pattern[:, month] == NOBODY, run + 1, np.where(pattern[:, month] == ALREADY, run, 0))
        alive &= run <= grace
    return alive.astype(np.int64)
