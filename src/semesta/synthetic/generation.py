"""The whole made-up regency, from the map to the files: people, rosters, registers, lists and the truth about them.

Registers are written here while worker processes write the lists. Every list has its own seed, derived from the
regency's and its number, so the result does not depend on how many workers there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import polars as pl

from semesta.kernel.gazetteer import Gazetteer, region_key
from semesta.synthetic import extract
from semesta.synthetic.assumptions import Assumptions, NoiseRates
from semesta.synthetic.damage import DAMAGE_SCHEMA
from semesta.synthetic.layout.page import Heading
from semesta.synthetic.layout.registry import LAYOUTS
from semesta.synthetic.listing import ROW_SCHEMA, ListPlan, Written, write_list
from semesta.synthetic.livelihood import shipped_work
from semesta.synthetic.manifest import Manifest, ManifestFile
from semesta.synthetic.membership import members
from semesta.synthetic.population import populate
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
from semesta.synthetic.territory import Village, settle

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


@dataclass
class _Making:
    """The regency while it is being made."""

    out: Path
    gazetteer: Gazetteer
    regency: str
    scale: float
    seed: int
    rates: NoiseRates
    assumptions: Assumptions
    villages: list[Village]
    persons: pl.DataFrame
    progress: Progress
    files: list[ManifestFile] = field(default_factory=list)
    rows: list[pl.DataFrame] = field(default_factory=list)
    damages: list[pl.DataFrame] = field(default_factory=list)


def generate(
    out: Path,
    *,
    gazetteer: Gazetteer,
    regency: str = "52.03",
    scale: float = 1.0,
    seed: int = 7,
    rates: NoiseRates | None = None,
    names_concentration: float = 1.0,
    assumptions: Assumptions | None = None,
    workers: int = 2,
    progress: Progress | None = None,
) -> Manifest:
    """Write the made-up regency below `out` (civil/, lists/, insurer/, welfare/, deaths/, truth/, manifest.json).

    `scale` 1.0 is the published size; all villages are kept at any scale. The same scale, seed, rates and names give
    the same files. `names_concentration` above 1 makes common names commoner. With `workers` 1 everything runs in
    this process. ValueError for a scale that is not positive, a regency without villages or a folder in use.
    """
    if not 0 < scale <= 4:
        raise ValueError(f"scale must be above 0 and at most 4, got {scale}")
    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty; choose a new folder")
    assumptions = assumptions or Assumptions()
    tell = progress or (lambda _what, _done, _all: None)
    dice = np.random.SeedSequence(seed).spawn(6)
    tell("people", 0, 1)
    villages = settle(
        gazetteer, regency=regency, scale=scale, assumptions=assumptions, rng=np.random.default_rng(dice[0])
    )
    persons = populate(
        villages,
        gazetteer=gazetteer,
        regency=regency,
        scale=scale,
        concentration=names_concentration,
        assumptions=assumptions,
        rng=np.random.default_rng(dice[1]),
    )
    persons = _placed(persons, villages)
    tell("people", 1, 1)
    making = _Making(
        out, gazetteer, regency, scale, seed, rates or NoiseRates(), assumptions, villages, persons, tell
    )
    out.mkdir(parents=True, exist_ok=True)
    plans = list(_plans(making, np.random.default_rng(dice[2]), np.random.default_rng(dice[3])))
    if workers > 1:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            waiting = [pool.submit(write_list, plan, people, out) for plan, people, _ in plans]
            _registers(making, np.random.default_rng(dice[4]))
            written: Iterator[Written] = (w.result() for w in waiting)
            _gather(making, written, [entry for _, _, entry in plans])
    else:
        _registers(making, np.random.default_rng(dice[4]))
        _gather(making, (write_list(p, people, out) for p, people, _ in plans), [e for _, _, e in plans])
    return _finish(making, names_concentration)


def _placed(persons: pl.DataFrame, villages: list[Village]) -> pl.DataFrame:
    """Add the names of village and district and of the head of the household."""
    at = persons["village_index"]
    heads = persons.filter(pl.col("relation") == 1)
    return persons.with_columns(
        village=pl.Series([v.name for v in villages]).gather(at),
        district=pl.Series([v.district for v in villages]).gather(at),
        head_name=heads["name"].gather(persons["household_id"] - 1),
    )


def _plans(
    making: _Making, rng: np.random.Generator, order: np.random.Generator
) -> Iterator[tuple[ListPlan, pl.DataFrame, ManifestFile]]:
    """Plan every list, biggest first so that the workers end together."""
    offices = agencies(making.regency, making.scale, making.assumptions)
    todo: list[tuple[int, ListPlan, pl.DataFrame, ManifestFile]] = []
    number = 0
    for agency in offices:
        roster = agency_roster(agency, making.persons, making.assumptions.rows_again_in_list, rng)
        number += 1
        todo.append(_agency_plan(making, agency, roster, number, rng))
    rows = village_rows(making.villages, sum(a.rows for a in offices), making.scale, making.assumptions)
    wish = wish_to_be_listed(making.persons, making.assumptions)
    at = making.persons["village_index"].to_numpy()
    borders = np.searchsorted(at, np.arange(len(making.villages) + 1))
    for i, (layout, kind) in enumerate(village_layouts(len(making.villages), order)):
        inside = np.arange(borders[i], borders[i + 1])
        other = i + 1 if i + 1 < len(making.villages) else i - 1
        near = np.arange(borders[other], borders[other + 1])
        roster = village_roster(rows[i], inside, near, wish, making.assumptions, rng)
        number += 1
        todo.append(_village_plan(making, making.villages[i], layout, kind, roster, number, rng))
    todo.sort(key=lambda item: -item[0])
    for _, plan, people, entry in todo:
        yield plan, people, entry


def _village_plan(
    making: _Making, village: Village, layout: str, kind: str, roster: Roster, number: int, rng: np.random.Generator
) -> tuple[int, ListPlan, pl.DataFrame, ManifestFile]:
    path = f"lists/village/{village.code}-{'-'.join(village.name.lower().split())}.{kind}"
    people = _people(making, roster, rng, village=village)
    if LAYOUTS[layout].by_household:
        people = people.sort("dusun", "household_id", maintain_order=True)
    elif layout.startswith("handmade"):
        people = people.sort("dusun", maintain_order=True)
    title = (
        "DAFTAR CALON PESERTA BPJS KETENAGAKERJAAN",
        "DATA CALON PESERTA JAMINAN SOSIAL KETENAGAKERJAAN",
        "DAFTAR NAMA PEKERJA RENTAN",
        "DATA PEKERJA BUKAN PENERIMA UPAH",
    )[int(rng.integers(0, 4))]
    plan = _plan(making, path, layout, kind, _heading(making, title, village, rng), number)
    entry = ManifestFile(path, village.code, "village_list", layout, kind, None, people.height)
    return people.height, plan, people, entry


def _agency_plan(
    making: _Making, agency: Agency, roster: Roster, number: int, rng: np.random.Generator
) -> tuple[int, ListPlan, pl.DataFrame, ManifestFile]:
    path = f"lists/agency/{agency.key}.{agency.format}"
    people = _people(making, roster, rng, village=None)
    if agency.employers:
        numbers = pl.Series(rng.integers(1, agency.employers + 1, people.height)).cast(pl.String).str.zfill(3)
        people = people.with_columns(enterprise=pl.lit(f"{agency.name.split(':')[0].upper()} ") + numbers)
    elif agency.key == "dinas-koperasi-umkm":
        kinds = pl.Series(["KIOS ", "WARUNG ", "UD ", "USAHA ", "TOKO ", "DAGANG "])
        kind = kinds.gather(rng.integers(0, len(kinds), people.height))
        people = people.with_columns(enterprise=kind + people["name"].str.split(" ").list.last())
    heading = _heading(making, agency.title, making.villages[0], rng)
    plan = _plan(making, path, agency.layout, agency.format, heading, number)
    segment = agency.segments[0] if len(agency.segments) == 1 else None
    entry = ManifestFile(path, agency.key, "agency_list", agency.layout, agency.format, segment, people.height)
    return people.height, plan, people, entry


def _people(making: _Making, roster: Roster, rng: np.random.Generator, *, village: Village | None) -> pl.DataFrame:
    """Return the rows of a list: the people with their flags, the words for their work and the village written."""
    people = making.persons.gather(roster.people).with_columns(
        again=pl.Series(roster.again, dtype=pl.Boolean), elsewhere=pl.Series(roster.elsewhere, dtype=pl.Boolean)
    )
    work = shipped_work()
    turn = rng.integers(0, 60, people.height).tolist()
    words = [work[s].words[t % len(work[s].words)] for s, t in zip(people["segment"], turn, strict=True)]
    return people.with_columns(
        work=pl.Series(words, dtype=pl.String),
        list_village=pl.lit(village.name.upper()) if village else pl.col("village").str.to_uppercase(),
        list_district=pl.lit(village.district.upper()) if village else pl.col("district").str.to_uppercase(),
    )


def _heading(making: _Making, title: str, village: Village, rng: np.random.Generator) -> Heading:
    known = making.gazetteer.regions
    return Heading(
        title=title,
        village=village.name,
        village_code=village.code,
        district=village.district,
        district_code=village.district_code,
        regency=known[making.regency].name if making.regency in known else "Kabupaten",
        province=known[making.regency[:2]].name if making.regency[:2] in known else "",
        is_kelurahan=village.is_kelurahan,
        year=making.assumptions.as_of.year,
        signed_on=making.assumptions.as_of - timedelta(days=int(rng.integers(1, 28))),
    )


def _plan(making: _Making, path: str, layout: str, kind: str, heading: Heading, number: int) -> ListPlan:
    aliases: dict[str, tuple[str, ...]] = {}
    for alias, code in making.gazetteer.aliases:
        if len(code) == 8 and code in making.gazetteer.regions:
            name = making.gazetteer.regions[code].name
            if region_key(alias) != region_key(name):
                aliases[name.upper()] = (*aliases.get(name.upper(), ()), alias)
    prefixes = making.gazetteer.nik_prefixes()
    return ListPlan(path, layout, kind, heading, (making.seed, number), making.rates, prefixes, aliases)


def _registers(making: _Making, rng: np.random.Generator) -> None:
    """Write the civil register and the extracts, with their truth."""
    making.progress("registers", 0, 4)
    for path, district, count, positions in extract.civil_register(making.persons, making.villages, making.out):
        making.files.append(ManifestFile(path, district, "civil", "extract", "csv", None, count))
        making.rows.append(_plain_rows(making.persons, path, positions))
    making.progress("registers", 1, 4)
    active = members(
        making.persons,
        making.villages,
        regency=making.regency,
        scale=making.scale,
        assumptions=making.assumptions,
        rng=rng,
    )
    path, positions = extract.insurer_extract(making.persons, active, making.rates, rng, making.out)
    making.files.append(ManifestFile(path, "bpjs-ketenagakerjaan", "insurer", "extract", "csv", None, len(positions)))
    making.rows.append(_plain_rows(making.persons, path, positions))
    making.progress("registers", 2, 4)
    path, positions = extract.welfare_extract(making.persons, making.assumptions, making.rates, rng, making.out)
    making.files.append(ManifestFile(path, "dinas-sosial", "welfare", "extract", "csv", None, len(positions)))
    making.rows.append(_plain_rows(making.persons, path, positions))
    making.progress("registers", 3, 4)
    for path, sender, positions in extract.deaths(
        making.persons, making.assumptions, making.rates, rng, making.out
    ):
        making.files.append(ManifestFile(path, sender, "deaths", "extract", "csv", None, len(positions)))
        making.rows.append(_plain_rows(making.persons, path, positions))
    making.progress("registers", 4, 4)


def _plain_rows(persons: pl.DataFrame, path: str, positions: extract.Ints) -> pl.DataFrame:
    """Return the truth about a file with one heading line: line 2 is the first person."""
    return pl.DataFrame(
        {"row": np.arange(2, len(positions) + 2), "person_id": persons["person_id"].gather(positions)}
    ).select(
        file=pl.lit(path),
        sheet=pl.lit(""),
        row=pl.col("row").cast(pl.Int32),
        person_id=pl.col("person_id"),
        again=pl.lit(False),
        elsewhere=pl.lit(False),
    )


def _gather(making: _Making, written: Iterator[Written], entries: list[ManifestFile]) -> None:
    for done, (one, entry) in enumerate(zip(written, entries, strict=True), start=1):
        making.files.append(entry)
        making.rows.append(one.rows)
        making.damages.append(one.damages)
        making.progress("lists", done, len(entries))


def _finish(making: _Making, names_concentration: float) -> Manifest:
    """Write the truth and the manifest."""
    truth = making.out / "truth"
    truth.mkdir(exist_ok=True)
    making.progress("truth", 0, 1)
    making.persons.drop("village_index").write_parquet(truth / "persons.parquet")
    rows = pl.concat(making.rows).cast(ROW_SCHEMA).sort("file", "sheet", "row", maintain_order=True)  # type: ignore[arg-type]
    rows.write_parquet(truth / "rows.parquet")
    damages = pl.concat(making.damages).cast(DAMAGE_SCHEMA)  # type: ignore[arg-type]
    damages.sort("file", "sheet", "row", "field", maintain_order=True).write_parquet(truth / "damages.parquet")
    manifest = Manifest(
        making.regency,
        making.scale,
        making.seed,
        making.assumptions.as_of.isoformat(),
        names_concentration,
        _totals(making, damages.height),
        tuple(sorted(making.files, key=lambda f: f.path)),
    )
    manifest.write(making.out / "manifest.json")
    making.progress("truth", 1, 1)
    return manifest


def _totals(making: _Making, damages: int) -> dict[str, int]:
    persons = making.persons
    per_kind = {kind: 0 for kind in ("village_list", "agency_list", "insurer", "welfare", "deaths", "civil")}
    for entry in making.files:
        per_kind[entry.kind] += entry.rows
    return {
        "villages": len(making.villages),
        "residents": persons.height,
        "men": int((persons["sex"] == "L").sum()),
        "women": int((persons["sex"] == "P").sum()),
        "households": int(persons["household_id"].max() or 0),  # type: ignore[arg-type]
        "workers": int((persons["segment"] != "not_working").sum()),
        "list_rows": per_kind["village_list"] + per_kind["agency_list"],
        **{f"{kind}_rows": count for kind, count in per_kind.items()},
        "damages": damages,
    }


