"""The whole made-up regency, from the map to the files: people, rosters, registers, lists and the truth about them.

Registers are written here while worker processes write the lists. Every list has its own seed, derived from the
regency's and its number, so the result does not depend on how many workers there are.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import polars as pl

from semesta.kernel.gazetteer import Gazetteer
from semesta.synthetic.assumptions import Assumptions, NoiseRates
from semesta.synthetic.extract import write_registers
from semesta.synthetic.listing import Written, write_list
from semesta.synthetic.manifest import Manifest, ManifestFile, totals
from semesta.synthetic.planning import Regency, list_count, lists
from semesta.synthetic.population import PERSON_SCHEMA, populate
from semesta.synthetic.territory import Village, settle

Progress = Callable[[int, int, str], None]
"""Called with how much of a stage is done, how much there is, and what the stage is (one of `STAGES`)."""

STAGES = ("people", "registers", "lists", "truth")
_OWN_ENTRIES = frozenset({"civil", "lists", "insurer", "welfare", "deaths", "truth", "manifest.json"})
_WAITING_PER_WORKER = 12

File = tuple[Written, ManifestFile]


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
    this process. A regency generated before in the same folder is replaced. ValueError for a scale that is not
    positive, a regency without villages, or a folder that holds anything else.
    """
    if not 0 < scale <= 4:
        raise ValueError(f"scale must be above 0 and at most 4, got {scale}")
    _clear(out)
    shape = assumptions or Assumptions()
    tell = progress or (lambda _done, _total, _what: None)
    dice = [np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(4)]
    tell(0, 1, "people")
    villages = settle(gazetteer, regency=regency, scale=scale, assumptions=shape, rng=dice[0])
    persons = populate(
        villages,
        gazetteer=gazetteer,
        regency=regency,
        scale=scale,
        concentration=names_concentration,
        assumptions=shape,
        rng=dice[1],
    )
    made = Regency(gazetteer, regency, scale, seed, rates or NoiseRates(), shape, villages, _placed(persons, villages))
    tell(1, 1, "people")
    out.mkdir(parents=True, exist_ok=True)
    files = _write(made, out, workers, dice[2], dice[3], tell)
    tell(0, 1, "truth")
    files.sort(key=lambda file: file[1].path)
    damages = _write_truth(out / "truth", persons, [written for written, _ in files])
    manifest = Manifest(
        regency=regency,
        scale=scale,
        seed=seed,
        as_of=shape.as_of.isoformat(),
        names_concentration=names_concentration,
        totals=totals(persons, len(villages), [entry for _, entry in files], damages),
        files=tuple(entry for _, entry in files),
    )
    manifest.write(out / "manifest.json")
    tell(1, 1, "truth")
    return manifest


def _clear(out: Path) -> None:
    """Remove what an earlier run left; refuse a folder with other things in it."""
    if not out.exists():
        return
    entries = list(out.iterdir()) if out.is_dir() else [out]
    other = sorted(e.name for e in entries if e.name not in _OWN_ENTRIES)
    if other:
        raise ValueError(f"{out} holds other files ({', '.join(other[:3])}); choose a new folder")
    for entry in entries:
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _placed(persons: pl.DataFrame, villages: list[Village]) -> pl.DataFrame:
    """Add the names of village and district and of the head of the household."""
    at = persons["village_index"]
    heads = persons.filter(pl.col("relation") == 1)
    return persons.with_columns(
        village=pl.Series([v.name for v in villages]).gather(at),
        district=pl.Series([v.district for v in villages]).gather(at),
        head_name=heads["name"].gather(persons["household_id"] - 1),
    )


def _write(
    made: Regency,
    out: Path,
    workers: int,
    for_lists: np.random.Generator,
    for_registers: np.random.Generator,
    tell: Progress,
) -> list[File]:
    """Write all lists and registers and return the truth about each file."""
    count = list_count(made)
    files: list[File] = []

    def keep(written: Iterator[File]) -> None:
        for file in written:
            files.append(file)
            tell(sum(1 for _, e in files if e.layout != "extract"), count, "lists")

    def registers() -> None:
        for done, total, batch in write_registers(made, out, for_registers):
            files.extend(batch)
            tell(done, total, "registers")

    if workers <= 1:
        registers()
        keep((write_list(plan, people, out), entry) for plan, people, entry in lists(made, for_lists))
        return files
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        todo = ((pool.submit(write_list, plan, people, out), entry) for plan, people, entry in lists(made, for_lists))
        keep(_in_turn(todo, ahead=workers * _WAITING_PER_WORKER, meanwhile=registers))
    return files


def _in_turn(
    todo: Iterator[tuple[Future[Written], ManifestFile]], *, ahead: int, meanwhile: Callable[[], None]
) -> Iterator[File]:
    """Keep `ahead` lists with the workers, do something else meanwhile, then yield results as they are asked for.

    Only so many lists are gathered at a time because each holds its people.
    """
    waiting: deque[tuple[Future[Written], ManifestFile]] = deque()
    for task in todo:
        waiting.append(task)
        if len(waiting) == ahead:
            meanwhile()
            break
    else:
        meanwhile()
    for task in todo:
        first, entry = waiting.popleft()
        yield first.result(), entry
        waiting.append(task)
    for future, entry in waiting:
        yield future.result(), entry


def _write_truth(truth: Path, persons: pl.DataFrame, written: list[Written]) -> int:
    """Write persons, rows and damages in order of file; return the number of damages."""
    truth.mkdir()
    persons.select(list(PERSON_SCHEMA)).write_parquet(truth / "persons.parquet")
    pl.concat([w.rows for w in written]).write_parquet(truth / "rows.parquet")
    damages = pl.concat([w.damages for w in written])
    damages.write_parquet(truth / "damages.parquet")
    return damages.height
