"""When no plan can keep what is demanded: which rule to relax, and by how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from semesta.allocation.availability import by_purse, overdrawn_rp
from semesta.allocation.grouping import Grouped
from semesta.allocation.master import Master
from semesta.allocation.optimum import Objective
from semesta.allocation.problem import Problem
from semesta.kernel.rupiah import rupiah_text
from semesta.law.words import Words

_A_MEMBERSHIP_RP = float(10**9)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One rule that would have to give: a purse's room by `by_rp`, or continuity for `people` nobody may pay for.

    `words` leave the purse out: whoever shows them knows it by a better name than `purse`, its key.
    """

    rule: Literal["commitments", "ceiling", "continuity"]
    purse: str
    by_rp: int
    people: int
    words: Words


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No plan holds every rule; the relaxations together make one possible."""

    relaxations: tuple[Relaxation, ...]


def commitments_too_high(purses: pl.DataFrame, revisions: pl.DataFrame) -> Infeasible | None:
    """Return the purses committed beyond their ceiling, or None where there are none."""
    found = []
    revised = by_purse(revisions, "on", "change_rp")
    for row in purses.sort("purse").iter_rows(named=True):
        if row["ceiling_rp"] is None:
            continue
        over = overdrawn_rp(row["ceiling_rp"], row["committed_rp"], revised.get(row["purse"], ()))
        if over:
            amount = rupiah_text(over)
            words = Words(
                f"yang sudah ditetapkan melebihi pagu sebesar {amount}; naikkan pagu atau kurangi ketetapan.",
                f"what is decreed exceeds the ceiling by {amount}; raise the ceiling or amend the decree.",
            )
            found.append(Relaxation("commitments", row["purse"], over, 0, words))
    return Infeasible(tuple(found)) if found else None


def most_keepable(problem: Problem) -> int:
    """Return how many memberships could be kept if every purse had all the money there is."""
    free = Master(_without_rooms(problem))
    optimum = free.solve(Objective(kept=1))
    return round(optimum.value)


def shortage(ready: Grouped, keepable: int) -> Infeasible | None:
    """Return what is missing so that nobody's membership lapses, or None where nothing is."""
    problem = ready.problem
    covered = np.array([terms.is_covered for terms in problem.terms])
    demanded = int(problem.group_people[covered[problem.group_terms]].sum())
    found = []
    if keepable < demanded:
        lost = demanded - keepable
        words = Words(
            f"{lost} peserta tidak dapat dibayari sumber mana pun menurut hukum; longgarkan kelangsungan bagi mereka.",
            f"no purse may lawfully keep {lost} members; relax continuity for them.",
        )
        found.append(Relaxation("continuity", "", 0, lost, words))
    elastic = Master(problem, is_elastic=True)
    elastic.solve(Objective(kept=_A_MEMBERSHIP_RP))
    passed: dict[str, int] = {}
    for row, over in zip(elastic.purse_rows, elastic.passed_rp(), strict=True):
        purse = problem.rooms[row.room].purse
        passed[purse] = max(passed.get(purse, 0), int(over))
    for purse, over in sorted(passed.items()):
        if over:
            words = Words(
                f"dana kurang {rupiah_text(over)} agar tidak ada kepesertaan yang gugur; naikkan pagunya.",
                f"{rupiah_text(over)} are missing so that no membership lapses; raise its ceiling.",
            )
            found.append(Relaxation("ceiling", purse, over, 0, words))
    return Infeasible(tuple(found)) if found else None


def shortage_in_whole(ready: Grouped, lost: pl.DataFrame) -> Infeasible:
    """Return how much more the purses need for the people whom the best whole plan could not keep.

    `lost` has their group, place and terms. The linear programme may keep half of somebody by each of two purses; whole
    people cannot be halved. So much more is surely enough, and may be more than the least.
    """
    problem = ready.problem
    free = Master(_without_rooms(problem))
    amount = free.solve(Objective(kept=_A_MEMBERSHIP_RP, rupiah=1)).amount
    columns, home = free.columns, set(problem.village_payers())
    purse_of = {(room.payer, room.village): room.purse for room in problem.rooms}
    keeps = {
        int(columns.group[one]): columns.pattern[one] for one in np.flatnonzero((2 * amount > 1) & (columns.kept > 0))
    }
    missing: dict[str, int] = {}
    for group, place, terms, many in lost.group_by("group", "place", "terms").len().sort("group", "place").rows():
        for month, payer in enumerate(keeps[group]):
            purse = purse_of.get((int(payer), place if payer in home else -1))
            if purse is not None:
                missing[purse] = missing.get(purse, 0) + many * int(problem.terms[terms].price_rp[payer, month])
    found = []
    for purse, more in sorted(missing.items()):
        words = Words(
            f"orang tidak dapat dibagi; {rupiah_text(more)} lagi pasti cukup agar tidak seorang pun gugur.",
            f"nobody can be kept by halves; {rupiah_text(more)} more are surely enough that nobody lapses.",
        )
        found.append(Relaxation("ceiling", purse, more, 0, words))
    return Infeasible(tuple(found))


def _without_rooms(problem: Problem) -> Problem:
    everybody = np.arange(problem.groups)
    return replace(
        problem, rooms=(), villages=1, cell_group=everybody, cell_village=np.zeros(problem.groups, np.int64),
        cell_people=problem.group_people,
    )  # fmt: skip
