"""The standardised register, kept in a file between searches: only who was told or changed since is standardised anew.

A snapshot holds every record with the moment it was last told. It is believed only while it agrees with the database:
as many records told until its latest moment, with the same sum of numbers and of moments, less those told anew. Else,
and whenever the program or the model's columns change, the whole register is read again. The file holds what the
register holds of people; it is readable by its owner alone and can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import polars as pl

from semesta.matching.schema import Schema
from semesta.matching.standardise import ID, LINE, standardise

CHANGED: Final = "changed"
"""Column: the moment a record was last told, in microseconds since 1970."""
_REWRITE_FROM: Final = 0.05
"""A snapshot is written anew when more than this share of it was told since; until then they are read each time."""


@dataclass(frozen=True)
class Reading:
    """How the register is read: the records told after a moment (None: all), and how many, with the sums of their
    numbers and of their moments in milliseconds, were last told until a moment.
    """

    told_after: Callable[[int | None], pl.DataFrame]
    count_until: Callable[[int], tuple[int, int, int]]


@dataclass(frozen=True)
class Kept:
    """The file of a regency's snapshot (None: nothing is to be kept) and the records in it (None: there are none)."""

    file: Path | None
    records: pl.DataFrame | None


@dataclass(frozen=True)
class Told:
    """What the database tells beside the kept records: who was told since, as read, and which records `left` hold as
    they are kept (None: none is believed, and `people` are all).
    """

    file: Path | None
    left: pl.DataFrame | None
    people: pl.DataFrame


def take_up(regency_code: str, schema: Schema, *, folder: Path | None) -> Kept:
    """Take up the snapshot of a regency; the database is not asked."""
    if folder is None:
        return Kept(None, None)
    file = folder / f"{regency_code}-{_version(repr(schema.fields))}.arrow"
    return Kept(file, _read(file))


def told_since(kept: Kept, reading: Reading) -> Told:
    """Read from the database what the kept records lack; all of it when it disagrees with them."""
    if kept.records is not None:
        latest = kept.records[CHANGED].max()
        moment = latest if isinstance(latest, int) else 0
        told = reading.told_after(moment)
        left = kept.records.filter(~pl.col(ID).is_in(told[ID].implode())) if told.height else kept.records
        sums = (left.height, int(left[ID].sum()), int((left[CHANGED] // 1000).sum()))
        if sums == reading.count_until(moment):
            return Told(kept.file, left, told)
    return Told(kept.file, None, reading.told_after(None))


def standard_records(told: Told, schema: Schema) -> pl.DataFrame:
    """Return the records in order of id: the standardised columns of the schema and `CHANGED`.

    Who was told since is standardised, and the snapshot written where it was not believed or many were told.
    """
    if told.left is None:
        records = _standard(told.people, schema)
    elif told.people.height:
        anew = _standard(told.people, schema, youngest=_youngest(told.left))
        records = pl.concat([told.left, anew]).sort(ID)
    else:
        records = told.left
    if told.file is not None and (told.left is None or told.people.height > _REWRITE_FROM * records.height):
        _write(records, told.file)
    return records


def _standard(people: pl.DataFrame, schema: Schema, *, youngest: int | None = None) -> pl.DataFrame:
    rows = standardise(people, schema, youngest=youngest)
    return rows.drop(LINE).with_columns(people[CHANGED]).sort(ID)


def _youngest(rows: pl.DataFrame) -> int | None:
    latest = rows["birth_year"].max() if "birth_year" in rows.columns else None
    return int(latest) if isinstance(latest, int) else None


def _read(file: Path) -> pl.DataFrame | None:
    try:
        return pl.read_ipc(file)
    except (OSError, pl.exceptions.PolarsError):
        return None  # there is none, or it was cut off: the register is read again


def _write(records: pl.DataFrame, file: Path) -> None:
    """Put the file in place as a whole, readable by its owner alone; older versions of the regency's file go."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as target:
            records.write_ipc(target)
        os.replace(draft, file)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(draft)
    for older in file.parent.glob(f"{file.name.split('-')[0]}-*.arrow"):
        if older != file:
            older.unlink(missing_ok=True)


@cache
def _version(fields: str) -> str:
    """Return what tells this program's way of standardising from any other's: a hash of the engine's own text."""
    told = hashlib.sha256(f"{fields} {pl.__version__}".encode())
    for part in sorted(files("semesta.matching").iterdir(), key=lambda entry: entry.name):
        if part.name.endswith(".py"):
            told.update(part.read_bytes())
    return told.hexdigest()[:16]
