"""Households and the people in them: who is head, wife, child or grandparent, how old, and of which sex.

One array position is one resident, ordered by village and household; the head comes first. The number of men is
met exactly by turning children, who alone carry no role that tells their sex.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from semesta.synthetic.assumptions import Assumptions

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Array = npt.NDArray[Any]

HEAD, SPOUSE, CHILD, GRANDPARENT = 1, 3, 4, 7  # codes of the relation to the head on the family card
_DAYS = 365.25


@dataclass(frozen=True)
class Residents:
    """Parallel arrays over all residents: village and household index, place of the head, role, age, birth date."""

    village: Ints
    household: Ints
    head: Ints  # position of the head of the own household
    position: Ints  # 0 is the head
    relation: Ints
    woman: Bools
    born: npt.NDArray[np.datetime64]
    married: Bools
    twin_of: Ints  # position of the elder twin, -1 otherwise

    def __len__(self) -> int:
        return len(self.village)


def people(sizes: Ints, *, men_share: float, assumptions: Assumptions, rng: np.random.Generator) -> Residents:
    """Draw the residents of villages of the given sizes, with exactly round(men_share x all) men."""
    village = np.repeat(np.arange(len(sizes)), sizes)
    head = _heads(sizes, assumptions, rng)
    total = len(village)
    household = np.cumsum(head == np.arange(total)) - 1
    size = np.bincount(household)[household]
    position = np.arange(total) - head
    relation, woman = _roles(position, size, head, assumptions, rng)
    age = _ages(relation, position, head, size, woman, rng)
    _balance(woman, relation, men=int(men_share * total + 0.5), rng=rng)
    twin_of = _twins(relation, head, age, assumptions.twin_share, rng)
    as_of = np.datetime64(assumptions.as_of)
    born = as_of - np.maximum(1, age * _DAYS).astype("timedelta64[D]")
    born = _heap(born, as_of, assumptions, rng)
    twin = twin_of >= 0
    born[twin] = born[twin_of[twin]]
    lonely = (relation == HEAD) & ~np.isin(np.arange(total), head[relation == SPOUSE])
    married = (relation == SPOUSE) | ((relation == HEAD) & ~lonely)
    return Residents(village, household, head, position, relation, woman, born, married, twin_of)


def _heads(sizes: Ints, assumptions: Assumptions, rng: np.random.Generator) -> Ints:
    """Return for every resident the position of the head; no household crosses a village border."""
    total = int(sizes.sum())
    shares = np.array(assumptions.household_sizes)
    draws = rng.choice(np.arange(1, len(shares) + 1), size=total, p=shares / shares.sum())
    ends = np.cumsum(draws)
    starts = np.concatenate(([0], ends[ends < total]))
    borders = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    all_starts = np.unique(np.concatenate((starts, borders)))
    return all_starts[np.searchsorted(all_starts, np.arange(total), side="right") - 1]


def _roles(
    position: Ints, size: Ints, head: Ints, assumptions: Assumptions, rng: np.random.Generator
) -> tuple[Ints, Bools]:
    total = len(position)
    relation = np.full(total, CHILD)
    relation[position == 0] = HEAD
    spouse = (position == 1) & (rng.random(total) < np.where(size == 2, 0.6, assumptions.spouse_share))
    relation[spouse] = SPOUSE
    last = (position == size - 1) & (size >= 4) & (rng.random(total) < assumptions.grandparent_share)
    relation[last] = GRANDPARENT
    woman = rng.random(total) < 0.5
    woman[position == 0] = rng.random(int((position == 0).sum())) < assumptions.woman_head_share
    woman[spouse] = True
    woman[head[spouse]] = False
    return relation, woman


def _ages(relation: Ints, position: Ints, head: Ints, size: Ints, woman: Bools, rng: np.random.Generator) -> Floats:
    total = len(relation)
    age = _within(rng.normal(45.0, 13.5, total) + np.where(size == 1, 9.0, 0.0), 20.0, 94.0, rng)
    husband = age[head]
    wife = relation == SPOUSE
    age[wife] = _within(husband[wife] - rng.normal(3.5, 4.0, int(wife.sum())), 17.0, 90.0, rng)
    mother = np.where(np.roll(wife, -1) & (np.arange(total) == head), np.roll(age, -1), age)[head]
    child = relation == CHILD
    oldest = np.clip(mother[child] - 17.5, 0.1, 45.0)
    youngest = np.clip(mother[child] - 43.0, 0.02, 45.0)
    age[child] = youngest + rng.random(int(child.sum())) * np.maximum(oldest - youngest, 0.05)
    old = relation == GRANDPARENT
    age[old] = _within(husband[old] + rng.uniform(19.0, 34.0, int(old.sum())), 45.0, 97.0, rng)
    return age


def _within(age: Floats, low: float, high: float, rng: np.random.Generator) -> Floats:
    """Bring ages beyond a limit back within three years of it, so that nobody's birth dates pile up there."""
    back = rng.uniform(0.0, 3.0, len(age))
    return np.where(age < low, low + back, np.where(age > high, high - back, age))


def _balance(woman: Bools, relation: Ints, *, men: int, rng: np.random.Generator) -> None:
    """Turn as many children as needed so that exactly `men` residents are men."""
    surplus = int((~woman).sum()) - men
    candidates = np.flatnonzero((relation == CHILD) & (woman == (surplus < 0)))
    if abs(surplus) > len(candidates):
        candidates = np.flatnonzero((relation != SPOUSE) & (woman == (surplus < 0)))
    chosen = rng.permutation(candidates)[: abs(surplus)]
    woman[chosen] = surplus > 0


def _twins(relation: Ints, head: Ints, age: Floats, share: float, rng: np.random.Generator) -> Ints:
    """Pick children whose next sibling becomes their twin; about `share` of residents end up in such a pair."""
    total = len(relation)
    twin_of = np.full(total, -1)
    follows = np.zeros(total, dtype=bool)
    follows[1:] = (relation[1:] == CHILD) & (relation[:-1] == CHILD) & (head[1:] == head[:-1])
    follows &= age > 0.2
    chosen = follows & (rng.random(total) < share * total / max(1, 2 * int(follows.sum())))
    chosen[1:] &= ~chosen[:-1]
    twin_of[chosen] = np.flatnonzero(chosen) - 1
    return twin_of


def _heap(
    born: npt.NDArray[np.datetime64], as_of: np.datetime64, assumptions: Assumptions, rng: np.random.Generator
) -> npt.NDArray[np.datetime64]:
    """Move a share of the birth dates to the days registrars write when only the year is known."""
    year = born.astype("datetime64[Y]")
    calendar = year.astype(int) + 1970
    cohort = np.where(calendar < 1970, 0, np.where(calendar < 1995, 1, 2))
    draw = rng.random(len(born))
    first = year.astype("datetime64[D]")
    december = (year + 1).astype("datetime64[D]") - 1
    july = (year.astype("datetime64[M]") + 6).astype("datetime64[D]")
    limit = np.zeros(len(born))
    for day, shares in (
        (december, assumptions.heap_31_12),
        (july, assumptions.heap_01_07),
        (first, assumptions.heap_01_01),
    ):
        share = np.array(shares)[cohort]
        hit = (draw >= limit) & (draw < limit + share) & (day < as_of)
        born = np.where(hit, day, born)
        limit = limit + share
    return born
