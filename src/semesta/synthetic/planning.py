"""Which list is written for whom, in which layout and format; the people of a list are gathered when its turn comes.

Every list has a number, and from it its own dice, so that lists may be written in any order and by any process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from semesta.kernel.gazetteer import Gazetteer, region_key
from semesta.kernel.region_code import Level
from semesta.synthetic.assumptions import Assumptions, NoiseRates
from semesta.synthetic.layout.page import Heading
from semesta.synthetic.layout.registry import LAYOUTS
from semesta.synthetic.listing import ListPlan
from semesta.synthetic.livelihood import shipped_work
from semesta.synthetic.manifest import ManifestFile
from semesta.synthetic.roster import (
    Agency,
    Roster,
    agencies,
    agency_roster,
    village_layouts,
    village_roster,
    village_rows,
    wish_to_be_listed,
)
from semesta.synthetic.territory import Village

_TITLES = (
    "DAFTAR CALON PESERTA BPJS KETENAGAKERJAAN",
    "DATA CALON PESERTA JAMINAN SOSIAL KETENAGAKERJAAN",
    "DAFTAR NAMA PEKERJA RENTAN",
    "DATA PEKERJA BUKAN PENERIMA UPAH",
)
_SHOPS = ("KIOS ", "WARUNG ", "UD ", "USAHA ", "TOKO ", "DAGANG ")


@dataclass(frozen=True)
class Regency:
    """The made-up regency as far as lists need it."""

    gazetteer: Gazetteer
    code: str
    scale: float
    seed: int
    rates: NoiseRates
    assumptions: Assumptions
    villages: list[Village]
    persons: pl.DataFrame


@dataclass(frozen=True)
class _Task:
    number: int
    roster: Roster
    layout: str
    format: str
    village: Village | None
    agency: Agency | None


def lists(regency: Regency, rng: np.random.Generator) -> Iterator[tuple[ListPlan, pl.DataFrame, ManifestFile]]:
    """Yield every village and agency list with its people, biggest first so that workers end together."""
    tasks = [*_agency_tasks(regency, rng)]
    tasks += _village_tasks(regency, sum(len(t.roster.people) for t in tasks), rng, first=len(tasks) + 1)
    spellings = {level: _spellings(regency.gazetteer, level) for level in ("village", "district")}
    prefixes = regency.gazetteer.nik_prefixes()
    for task in sorted(tasks, key=lambda t: (-len(t.roster.people), t.number)):
        dice = np.random.default_rng([regency.seed, task.number, 0])
        people = _people(regency, task, dice)
        entry = _entry(task)
        plan = ListPlan(
            path=entry.path,
            layout=task.layout,
            format=task.format,
            heading=_heading(regency, task, dice),
            seed=(regency.seed, task.number),
            rates=regency.rates,
            known_prefixes=prefixes,
            village_spellings=spellings["village"],
            district_spellings=spellings["district"],
        )
        yield plan, people, entry


def list_count(regency: Regency) -> int:
    """Return how many lists there are."""
    return len(regency.villages) + len(agencies(regency.code, regency.scale, regency.assumptions))


def _agency_tasks(regency: Regency, rng: np.random.Generator) -> Iterator[_Task]:
    offices = agencies(regency.code, regency.scale, regency.assumptions)
    for number, agency in enumerate(offices, start=1):
        roster = agency_roster(agency, regency.persons, regency.assumptions.rows_again_in_list, rng)
        yield _Task(number, roster, agency.layout, agency.format, None, agency)


def _village_tasks(regency: Regency, agency_rows: int, rng: np.random.Generator, *, first: int) -> Iterator[_Task]:
    villages = regency.villages
    at = regency.persons["village_index"].to_numpy()
    working = (regency.persons["segment"] != "not_working").to_numpy()
    workers = [int(n) for n in np.bincount(at[working], minlength=len(villages))]
    rows = village_rows(workers, agency_rows, regency.scale, regency.assumptions)
    wish = wish_to_be_listed(regency.persons, regency.assumptions)
    borders = np.searchsorted(at, np.arange(len(villages) + 1))
    for i, (layout, kind) in enumerate(village_layouts(len(villages), rng)):
        other = i + 1 if i + 1 < len(villages) else i - 1
        roster = village_roster(
            rows[i],
            np.arange(borders[i], borders[i + 1]),
            np.arange(borders[other], borders[other + 1]),
            wish,
            regency.assumptions,
            rng,
        )
        yield _Task(first + i, roster, layout, kind, villages[i], None)


def _people(regency: Regency, task: _Task, dice: np.random.Generator) -> pl.DataFrame:
    """Return the rows of a list: the people with their flags, the words for their work and the place written."""
    village, roster = task.village, task.roster
    work = shipped_work()
    people = regency.persons.gather(roster.people).drop("village_index", "village_code")
    turns = dice.integers(0, 60, people.height).tolist()
    words = [work[s].words[t % len(work[s].words)] for s, t in zip(people["segment"], turns, strict=True)]
    people = people.with_columns(
        again=pl.Series(roster.again, dtype=pl.Boolean),
        elsewhere=pl.Series(roster.elsewhere, dtype=pl.Boolean),
        work=pl.Series(words, dtype=pl.String),
        list_village=pl.lit(village.name.upper()) if village else pl.col("village").str.to_uppercase(),
        list_district=pl.lit(village.district.upper()) if village else pl.col("district").str.to_uppercase(),
    )
    if task.agency is not None:
        return people.with_columns(_enterprise(task.agency, people, dice))
    if LAYOUTS[task.layout].by_household:
        return people.sort("dusun", "household_id", maintain_order=True)
    if task.layout.startswith("handmade"):
        return people.sort("dusun", maintain_order=True)
    return people


def _enterprise(agency: Agency, people: pl.DataFrame, dice: np.random.Generator) -> list[pl.Series]:
    """Return the column of employers or of shops, for agencies that list either."""
    if agency.employers:
        numbers = pl.Series(dice.integers(1, agency.employers + 1, people.height)).cast(pl.String).str.zfill(3)
        office = agency.name.split(":")[0].upper()
        return [(f"{office} " + numbers).alias("enterprise")]
    if agency.segments[0] == "micro_enterprise":
        kind = pl.Series(_SHOPS).gather(dice.integers(0, len(_SHOPS), people.height))
        return [(kind + people["name"].str.split(" ").list.last()).alias("enterprise")]
    return []


def _entry(task: _Task) -> ManifestFile:
    rows = len(task.roster.people)
    if task.village is not None:
        name = "-".join(task.village.name.lower().split())
        path = f"lists/village/{task.village.code}-{name}.{task.format}"
        return ManifestFile(path, task.village.code, "village_list", task.layout, task.format, None, rows)
    assert task.agency is not None
    segments = task.agency.segments
    path = f"lists/agency/{task.agency.key}.{task.format}"
    segment = segments[0] if len(segments) == 1 else None
    return ManifestFile(path, task.agency.key, "agency_list", task.layout, task.format, segment, rows)


def _heading(regency: Regency, task: _Task, dice: np.random.Generator) -> Heading:
    known = regency.gazetteer.regions
    village = task.village or regency.villages[0]
    title = task.agency.title if task.agency else _TITLES[int(dice.integers(0, len(_TITLES)))]
    return Heading(
        title=title,
        village=village.name,
        village_code=village.code,
        district=village.district,
        district_code=village.district_code,
        regency=known[regency.code].name if regency.code in known else "Kabupaten",
        province=known[regency.code[:2]].name if regency.code[:2] in known else "",
        is_kelurahan=village.is_kelurahan,
        year=regency.assumptions.as_of.year,
        signed_on=regency.assumptions.as_of - timedelta(days=int(dice.integers(1, 28))),
    )


def _spellings(gazetteer: Gazetteer, level: Level) -> dict[str, tuple[str, ...]]:
    """Return the other spellings of the places of a level by their name in capitals, where only one place bears it."""
    found: dict[str, tuple[str, ...]] = {}
    for alias, code in gazetteer.aliases:
        place = gazetteer.regions.get(code)
        if place is not None and place.level == level and region_key(alias) != region_key(place.name):
            found[place.name.upper()] = (*found.get(place.name.upper(), ()), alias)
    return found
