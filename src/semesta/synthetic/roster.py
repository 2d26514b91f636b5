"""Who stands on which list: village lists of workers, agency lists with the published counts, and the repetitions.

A list's count is its number of rows, repetitions included, because that is what an office reports.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.kernel.rupiah import split
from semesta.synthetic.assumptions import Assumptions
from semesta.synthetic.figures import at_scale, figure
from semesta.synthetic.layout.registry import LAYOUTS
from semesta.synthetic.livelihood import FORMAL, shipped_work

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Agency:
    """An office that hands in a list: whom it lists, how many rows, and in which form."""

    key: str
    name: str
    segments: tuple[str, ...]
    rows: int
    layout: str
    format: str
    employers: int
    title: str


@dataclass(frozen=True)
class Roster:
    """The rows of one list as person positions, in order, with which are repetitions or live elsewhere."""

    people: Ints
    again: npt.NDArray[np.bool_]
    elsewhere: npt.NDArray[np.bool_]


@cache
def _agency_lines() -> tuple[dict[str, str], ...]:
    text = files("semesta.synthetic").joinpath("agencies.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def agencies(regency: str, scale: float, assumptions: Assumptions) -> list[Agency]:
    """Return the agencies with their rows at scale; the counts are those of Lombok Timur unless a figure differs."""
    found = []
    for line in _agency_lines():
        if line["indicator"]:
            count = figure(regency, line["indicator"]) or figure("52.03", line["indicator"]) or 0
        elif line["assumed"] == "kitchens":
            count = (figure(regency, "mbg_kitchens_registered") or 0) * assumptions.workers_per_kitchen or 1
        else:
            count = assumptions.fishers_listed
        found.append(
            Agency(
                line["key"],
                line["name"],
                tuple(line["segments"].split("|")),
                at_scale(count, scale),
                line["layout"],
                line["format"],
                int(line["employers"]),
                line["title"],
            )
        )
    return found


def agency_roster(agency: Agency, persons: pl.DataFrame, again_share: float, rng: np.random.Generator) -> Roster:
    """Choose the people of an agency's list: its segments first, later ones only to fill up."""
    segment = persons["segment"].to_numpy()
    again = int(agency.rows * again_share * rng.uniform(0.5, 1.5))
    wanted = agency.rows - again
    chosen = np.empty(0, dtype=np.int64)
    for name in agency.segments:
        members = np.flatnonzero(segment == name)
        take = rng.permutation(members)[: wanted - len(chosen)]
        if name == "micro_enterprise":
            take = take[: int(wanted * 0.75)]
        chosen = np.concatenate((chosen, take))
    again = agency.rows - len(chosen)
    repeated = rng.choice(chosen, size=again) if len(chosen) else chosen
    return _merge(np.sort(chosen), repeated, np.empty(0, dtype=np.int64), rng)


def village_rows(workers: list[int], agency_rows: int, scale: float, assumptions: Assumptions) -> list[int]:
    """Share the rows that agencies leave of the total out to the villages by their workers."""
    total = max(2 * len(workers), at_scale(assumptions.list_rows, scale) - agency_rows)
    return [1 + n for n in split(total - len(workers), [1 + n for n in workers])]


def village_roster(
    rows: int,
    inside: Ints,
    neighbours: Ints,
    wish: npt.NDArray[np.float64],
    assumptions: Assumptions,
    rng: np.random.Generator,
) -> Roster:
    """Choose the people of a village's list: residents by wish weight, some of a neighbour village, some repeated.

    People without a wish are left out, unless the village has nobody else.
    """
    grown = inside[wish[inside] > 0]
    inside = grown if len(grown) else inside[:1]
    neighbours = neighbours[wish[neighbours] > 0]
    again = int(rng.binomial(rows, assumptions.rows_again_in_list))
    foreign = min(int(rng.binomial(rows, assumptions.rows_of_neighbour_village)), len(neighbours), rows - 1)
    own = max(1, min(rows - again - foreign, len(inside)))
    clock = rng.exponential(1.0, len(inside)) / np.maximum(wish[inside], 1e-9)
    chosen = np.sort(inside[np.argsort(clock, kind="stable")[:own]])
    other = rng.choice(neighbours, size=foreign, replace=False) if foreign else neighbours[:0]
    repeated = rng.choice(chosen, size=rows - own - foreign)
    return _merge(chosen, repeated, other, rng)


def _merge(chosen: Ints, repeated: Ints, other: Ints, rng: np.random.Generator) -> Roster:
    """Put repetitions next to the original or anywhere after it, and outsiders anywhere."""
    first = np.searchsorted(chosen, repeated).astype(float)
    close = rng.random(len(repeated)) < 0.5
    later = first + 0.5 + np.where(close, 0.0, rng.random(len(repeated)) * (len(chosen) - first))
    anywhere = rng.random(len(other)) * len(chosen)
    key = np.concatenate((np.arange(len(chosen), dtype=float), later, anywhere))
    order = np.argsort(key, kind="stable")
    flags = np.concatenate((np.zeros(len(chosen)), np.ones(len(repeated)), np.full(len(other), 2)))[order]
    return Roster(np.concatenate((chosen, repeated, other))[order], flags == 1, flags == 2)


def wish_to_be_listed(persons: pl.DataFrame, assumptions: Assumptions) -> npt.NDArray[np.float64]:
    """Weigh every resident by how likely a village writes them down as a worker."""
    weight = {
        name: assumptions.not_working_on_village_list / 25
        if name == "not_working"
        else assumptions.formal_on_village_list
        if name == "wage_earner" or name in FORMAL
        else assumptions.informal_on_village_list
        for name in shipped_work()
    }
    listed = persons["segment"].replace_strict(weight, return_dtype=pl.Float64).to_numpy()
    grown = persons.select(pl.col("birth_on").dt.year() <= assumptions.as_of.year - assumptions.working_ages[0])
    return np.where(grown.to_series().to_numpy(), listed, 0.0)


def village_layouts(count: int, rng: np.random.Generator) -> list[tuple[str, str]]:
    """Deal layouts and formats out to the villages by weight, so that every pair occurs when there are enough."""
    names = [name for name, layout in LAYOUTS.items() for _ in range(layout.villages)]
    turn = dict.fromkeys(LAYOUTS, 0)
    dealt = []
    for i in range(count):
        layout = LAYOUTS[names[i % len(names)]]
        dealt.append((layout.name, layout.formats[turn[layout.name] % len(layout.formats)]))
        turn[layout.name] += 1
    return [dealt[i] for i in rng.permutation(count)]
