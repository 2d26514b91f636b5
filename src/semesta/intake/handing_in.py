"""What somebody hands in, and reading many files on all cores: the engine reads, this room takes the result."""

from __future__ import annotations

import logging
import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.intake.storage import sha256_of
from semesta.kernel.finding import Finding, Place
from semesta.kernel.gazetteer import Gazetteer
from semesta.matching.name_key import with_name_keys
from semesta.sheets.catalogue import kind
from semesta.sheets.context import ReadingContext
from semesta.sheets.reader import read_file
from semesta.sheets.reading import FINDING_SCHEMA, ROW_SCHEMA, Reading

Kind = Literal["village_list", "agency_list", "insurer", "deaths", "welfare"]
logger = logging.getLogger(__name__)
KINDS: tuple[Kind, ...] = ("village_list", "agency_list", "insurer", "deaths", "welfare")
_AHEAD_BYTES = 48 * 1024**2
"""How much of files may be read ahead of the consumer; what was read of them takes some three times as much memory."""


class DayToComeError(ValueError):
    """An extract is said to speak of a day after today."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file with who sends it (dotted village code, or the key of an agency), what it is and its usual segment.

    `as_of` is the day that a welfare extract speaks of; without it the day it is handed in.
    """

    path: Path
    sender: str
    kind: Kind
    segment: str | None = None
    file_name: str = ""
    corrects: int | None = None
    as_of: date | None = None

    @property
    def shown_name(self) -> str:
        """Return the name the sender gave the file."""
        return self.file_name or self.path.name

    def speaks_of(self, today: date) -> date | None:
        """Return the day a welfare extract speaks of, None for other kinds; DayToComeError when it has not come."""
        if self.kind != "welfare":
            return None
        if self.as_of is not None and self.as_of > today:
            raise DayToComeError(
                f"Peringkat kesejahteraan bertanggal {self.as_of} belum berlaku; hari ini {today}."
                f" / The welfare ranking is of {self.as_of}, a day to come; today is {today}."
            )
        return self.as_of or today


@dataclass(frozen=True)
class ReadFile:
    """A file and what the engine read; `rows` carry `name_key`, `name_token` and `birth_told` besides.

    `birth_told` is the birth date where the list itself gives one, null where it was read off the NIK. Columns that
    hold nothing are left out of `rows`. From another process `reading` comes without its rows: they would come twice.
    """

    handed_in: HandedIn
    reading: Reading
    rows: pl.DataFrame


def read_one(handed_in: HandedIn, gazetteer: Gazetteer, today: date) -> ReadFile:
    """Read one file for its sender. Never raises for what is in the file: that is a finding or a refusal."""
    sender_village = handed_in.sender if handed_in.kind == "village_list" else None
    context = ReadingContext(gazetteer=gazetteer, village_code=sender_village, segment=handed_in.segment, today=today)
    try:
        reading = read_file(handed_in.path, context=context)
    except Exception as fault:  # a fault of ours in one file must not hold up the other three hundred
        logger.exception("reading %s failed", handed_in.path)
        reading = _not_read(handed_in, fault)
    if reading.refusal is not None:
        reading = _identified(handed_in, reading)
    return _with_keys(handed_in, reading)


def _identified(handed_in: HandedIn, reading: Reading) -> Reading:
    """Say which file was refused."""
    suffix = Path(handed_in.shown_name).suffix.lstrip(".").lower()
    return replace(reading, sha256=sha256_of(handed_in.path), format=suffix[:8])


def _with_keys(handed_in: HandedIn, reading: Reading) -> ReadFile:
    rows = with_name_keys(reading.rows)
    read_off = _read_off_nik(rows, reading.findings)
    told = rows["birth_on"]
    if read_off is not None:
        told = told.zip_with(pl.Series(~read_off), pl.Series([None], dtype=pl.Date).new_from_index(0, len(rows)))
    return ReadFile(handed_in, reading, _told_columns(rows.with_columns(told.alias("birth_told"))))


def _read_off_nik(rows: pl.DataFrame, findings: pl.DataFrame) -> npt.NDArray[np.bool_] | None:
    """Return which rows have a birth date that the list does not give itself; None when it gives them all."""
    codes = findings["code"]
    by_cell, by_column = codes == "birth_from_nik", codes == "birth_column_from_nik"
    if not by_cell.any() and not by_column.any():
        return None
    sheets, numbers = rows["sheet"], rows["row"].to_numpy()
    read_off = np.zeros(len(rows), dtype=np.bool_)
    for sheet in set(findings["sheet"].filter(by_column).to_list()):
        read_off |= (sheets == sheet).to_numpy()
    cells: dict[str, list[int]] = {}
    places = (findings[name].filter(by_cell).to_list() for name in ("sheet", "row"))
    for sheet, row in zip(*places, strict=True):
        cells.setdefault(sheet, []).append(row)
    for sheet, found in cells.items():
        read_off |= (sheets == sheet).to_numpy() & np.isin(numbers, found)
    return read_off


def _told_columns(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame([column for column in rows.get_columns() if column.null_count() < rows.height])


def _not_read(handed_in: HandedIn, fault: Exception) -> Reading:
    refusal = Finding(kind("reader_failed"), Place(handed_in.shown_name), detail=type(fault).__name__)
    return Reading(
        file=handed_in.shown_name,
        format="",
        sha256="",
        layout="",
        rows=pl.DataFrame(schema=ROW_SCHEMA),
        findings=pl.DataFrame(schema=FINDING_SCHEMA),
        tables=(),
        refusal=refusal,
    )


def read_all(files: Sequence[HandedIn], *, gazetteer: Gazetteer, today: date, workers: int) -> Iterator[ReadFile]:
    """Read files in their order, a few ahead of the consumer, in `workers` processes (1: in this one).

    When a process dies (out of memory, say), the file whose turn it is is read in a process of its own; if that dies
    too, it is refused as not read, and the others go on.
    """
    if workers <= 1 or len(files) <= 1:
        for handed_in in files:
            yield read_one(handed_in, gazetteer, today)
        return
    done = 0
    while done < len(files):
        try:
            for read in _read_side_by_side(files[done:], gazetteer=gazetteer, today=today, workers=workers):
                yield read
                done += 1
        except BrokenProcessPool:
            logger.exception("a reading process died; %s is read apart", files[done].path)
            yield _read_apart(files[done], gazetteer, today)
            done += 1


def _read_apart(handed_in: HandedIn, gazetteer: Gazetteer, today: date) -> ReadFile:
    try:
        return next(_read_side_by_side([handed_in], gazetteer=gazetteer, today=today, workers=1))
    except BrokenProcessPool as fault:
        return _with_keys(handed_in, _identified(handed_in, _not_read(handed_in, fault)))


def _read_side_by_side(
    files: Sequence[HandedIn], *, gazetteer: Gazetteer, today: date, workers: int
) -> Iterator[ReadFile]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(gazetteer, today)) as pool:
        waiting: deque[tuple[Future[ReadFile], int]] = deque()
        try:
            for handed_in in files:
                size = handed_in.path.stat().st_size
                while waiting and sum(held for _, held in waiting) + size > _AHEAD_BYTES:
                    yield waiting.popleft()[0].result()
                waiting.append((pool.submit(_read_in_worker, handed_in), size))
            while waiting:
                yield waiting.popleft()[0].result()
        finally:
            for future, _ in waiting:
                future.cancel()


_worker: dict[str, tuple[Gazetteer, date]] = {}


def _begin(gazetteer: Gazetteer, today: date) -> None:
    _worker["context"] = (gazetteer, today)


def _read_in_worker(handed_in: HandedIn) -> ReadFile:
    gazetteer, today = _worker["context"]
    read = read_one(handed_in, gazetteer, today)
    return replace(read, reading=replace(read.reading, rows=read.reading.rows.clear()))
