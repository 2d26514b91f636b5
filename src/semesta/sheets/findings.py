"""Findings being collected while a workbook is read: one for a cell, and one for a column where many would drown the
rest.

Lines are indexes into the desk of persons. What a finding shows is kept as whole columns plus indexes and only put
together at the end, because most columns of most lists have nothing to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.catalogue import kinds
from semesta.sheets.reading import FINDING_SCHEMA

Lines = npt.NDArray[np.intp]
Shown = pl.Series | Sequence[Any] | str | None
"""A column of the desk (the lines' values are taken), values for just these lines, or one text for all."""

_FEW: Final = 12
Told = tuple[int, int | None, str, str, str, str, str, str | None]
"""Table, row, field, code, before, after, detail, column letters (None: those of the field)."""


@dataclass
class Collector:
    """Findings of one workbook as they come in. `tables` and `rows` say where each line of the desk stands."""

    tables: npt.NDArray[np.uint32]
    rows: npt.NDArray[np.int32]
    told: list[Told] = field(default_factory=list)
    silenced: list[tuple[set[tuple[int, int]], str]] = field(default_factory=list)

    def cells(
        self,
        lines: npt.NDArray[np.bool_] | Lines,
        name: str,
        code: str | Sequence[str],
        *,
        before: Shown = None,
        after: Shown = None,
        detail: Shown = None,
        rows: npt.NDArray[np.int32] | None = None,
    ) -> None:
        """Add a finding for every line (mask or indexes) about the field `name`; `rows` replaces the lines' rows."""
        at: Lines = np.flatnonzero(lines) if lines.dtype == np.bool_ else lines.astype(np.intp)
        if not at.size:
            return
        codes = [code] * at.size if isinstance(code, str) else list(code)
        unknown = [one for one in ({code} if isinstance(code, str) else set(codes)) if one not in kinds()]
        if unknown:
            raise KeyError(f"no such finding: {unknown}")
        where = self.rows if rows is None else rows
        self.told += zip(
            self.tables[at].tolist(),
            where[at].tolist(),
            [name] * at.size,
            codes,
            _shown(before, at),
            _shown(after, at),
            _shown(detail, at),
            [None] * at.size,
            strict=True,
        )

    def once(
        self,
        lines: npt.NDArray[np.bool_] | Lines,
        name: str,
        code: str,
        *,
        before: Shown = None,
        after: Shown = None,
        by: pl.Series | None = None,
    ) -> None:
        """Add one finding per table (and value of `by`), at its first line, with the number of lines as detail."""
        at: Lines = np.flatnonzero(lines) if lines.dtype == np.bool_ else lines.astype(np.intp)
        if not at.size:
            return
        keys: Iterable[Any] = self.tables[at].tolist()
        if by is not None:
            keys = zip(keys, by[at].to_list(), strict=True)
        first: dict[Any, int] = {}
        counts: dict[Any, int] = {}
        for key, line in zip(keys, at.tolist(), strict=True):
            first.setdefault(key, line)
            counts[key] = counts.get(key, 0) + 1
        chosen = np.array(list(first.values()), dtype=np.intp)
        self.cells(chosen, name, code, before=before, after=after, detail=[str(counts[key]) for key in first])

    def one(
        self,
        table: int,
        row: int | None,
        name: str,
        code: str,
        *,
        before: str = "",
        after: str = "",
        detail: str = "",
        column: str | None = None,
    ) -> None:
        """Add a single finding; `column` where it is not the column of the field."""
        if code not in kinds():
            raise KeyError(f"no such finding: {code}")
        self.told.append((table, row, name, code, before, after, detail, column))

    def silence(self, lines: npt.NDArray[np.bool_], *, but: str) -> None:
        """Keep to one finding of one code what is told of these lines, whenever the rest is told."""
        places = set(zip(self.tables[lines].tolist(), self.rows[lines].tolist(), strict=True))
        self.silenced.append((places, but))

    def frame(self, sheets: Sequence[str], letters: Sequence[Mapping[str, str]]) -> pl.DataFrame:
        """Return all findings with sheet and column letters (`FINDING_SCHEMA`), ordered by table and row."""
        told = self.told
        for places, code in self.silenced:
            told = _silenced(told, places, code)
        told = sorted(told, key=lambda entry: (entry[0], entry[1] or 0))
        if not told:
            return pl.DataFrame(schema=FINDING_SCHEMA)
        tables, rows, names, codes, before, after, detail, own = zip(*told, strict=True)
        columns: Mapping[str, Sequence[Any]] = {
            "sheet": [sheets[t] for t in tables],
            "row": rows,
            "column": [c or letters[t].get(name) or None for t, name, c in zip(tables, names, own, strict=True)],
            "field": names,
            "code": codes,
            "before": before,
            "after": after,
            "detail": detail,
        }
        return pl.DataFrame([pl.Series(name, columns[name], dtype=dtype) for name, dtype in FINDING_SCHEMA.items()])


def _silenced(told: list[Told], places: set[tuple[int, int]], code: str) -> list[Told]:
    heard: set[tuple[int, int | None]] = set()
    kept: list[Told] = []
    for entry in told:
        place = (entry[0], entry[1])
        if place in places:
            if entry[3] != code or place in heard:
                continue
            heard.add(place)
        kept.append(entry)
    return kept


def _shown(value: Shown, at: Lines) -> Sequence[str]:
    if value is None:
        return [""] * at.size
    if isinstance(value, str):
        return [value] * at.size
    if isinstance(value, pl.Series):
        value = value[at].to_list() if at.size > _FEW else [value[line] for line in at.tolist()]
    return ["" if v is None else v if isinstance(v, str) else str(v) for v in value]
