"""Side-by-side blocks of one sheet: the same header words twice or more in one header line.

Either the sheet is printed in two halves to save paper (other people on the right), or a long questionnaire repeats
name and NIK to keep the line readable (the same people). The values decide.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from semesta.sheets.header import Column, Header, Line
from semesta.sheets.settling import ColumnNote

_KEYS = frozenset({"row_number", "kk", "nik", "name"})
_SAME_PEOPLE = 0.6


@dataclass(frozen=True)
class Block:
    """One block of columns with its part of the header."""

    header: Header
    notes: list[ColumnNote] = field(default_factory=list)

    def only(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Return `cells` with the columns of other blocks emptied."""
        own = {c.index for c in self.header.columns}
        low, high = min(own), max(own)
        return cells.with_columns(
            pl.lit(None, pl.String).alias(name) for i, name in enumerate(cells.columns) if not low <= i <= high
        )


def split_blocks(header: Header, sample: Sequence[Line]) -> list[Block]:
    """Return the blocks of a header; one block when nothing repeats or when the blocks repeat the same people."""
    starts = _starts(header)
    if len(starts) < 2:
        return [Block(header)]
    bounds = [*starts, max(c.index for c in header.columns) + 1]
    parts = [
        [c for c in header.columns if (low <= c.index < high) or (n == 0 and c.index < low)]
        for n, (low, high) in enumerate(itertools.pairwise(bounds))
    ]
    if all(_same_people(parts[0], part, sample) for part in parts[1:]):
        return [Block(_joined(header, parts), [ColumnNote("blocks_joined", parts[1][0].index, "", detail="baris")])]
    return [Block(Header(header.first, header.end, tuple(part))) for part in parts]


def _starts(header: Header) -> list[int]:
    """Return where each block begins: at the key columns in front of every name."""
    by_index = {c.index: c for c in header.columns}
    starts: list[int] = []
    for name in (c for c in header.columns if c.field == "name" and c.how == "exact"):
        start = name.index
        seen = {"name"}
        while (before := by_index.get(start - 1)) is not None and before.field in _KEYS - seen:
            seen.add(before.field or "")
            start -= 1
        nik_inside = any(c.field == "nik" and c.index >= start for c in header.columns)
        if nik_inside or "row_number" in seen:
            starts.append(start)
    return starts


def _same_people(first: list[Column], other: list[Column], sample: Sequence[Line]) -> bool:
    pairs = [(a.index, b.index) for key in ("nik", "name") for a in first for b in other if a.field == b.field == key]
    alike = [
        line[a].strip().upper() == line[b].strip().upper()  # type: ignore[union-attr]
        for line in sample
        for a, b in pairs[:2]
        if a < len(line) and b < len(line) and line[a] and line[b]
    ]
    return bool(alike) and sum(alike) >= _SAME_PEOPLE * len(alike)


def _joined(header: Header, parts: list[list[Column]]) -> Header:
    columns = list(parts[0])
    for part in parts[1:]:
        columns += [c for c in part if c.field not in _KEYS]
    return Header(header.first, header.end, tuple(columns))
