"""The desk on which the rows of a workbook are read: raw cells in, clean columns and findings out.

All tables of a workbook lie on one frame, so that every value is read once for the whole file; `tables` of the
collector tells the table of a line. Conditions are numpy arrays, texts are Polars columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.context import ReadingContext
from semesta.sheets.findings import Collector
from semesta.sheets.normalise.gaps import holds
from semesta.sheets.raw_table import KIND_FIELDS, RawTable
from semesta.sheets.workbook import CellKind

Mask = npt.NDArray[np.bool_]


@dataclass
class Desk:
    """Raw rows, the context they are read in, and what has been read of them so far."""

    raw: pl.DataFrame
    tables: Sequence[RawTable]
    context: ReadingContext
    found: Collector
    clean: dict[str, pl.Series] = field(default_factory=dict)
    regency: str | None = None
    """Where most people of the list belong: the sender's regency, else the one most NIK come from (dotted code)."""
    _nothing: dict[pl.DataType, pl.Series] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Sequence[RawTable], context: ReadingContext) -> Desk:
        """Lay the persons of all tables on one frame."""
        raw = tables[0].raw if len(tables) == 1 else pl.concat([table.raw for table in tables], how="diagonal")
        heights = [table.raw.height for table in tables]
        at = np.repeat(np.arange(len(tables), dtype=np.uint32), heights)
        return cls(raw, tables, context, Collector(at, raw["row"].to_numpy()), regency=context.regency)

    @cached_property
    def cells(self) -> Mapping[str, pl.Series]:
        """The columns of the raw rows by name."""
        return {column.name: column for column in self.raw.get_columns()}

    @cached_property
    def fields(self) -> Sequence[frozenset[str]]:
        """The fields that persons of each table can have."""
        return [table.fields for table in self.tables]

    def __len__(self) -> int:
        return self.raw.height

    def text(self, name: str) -> pl.Series | None:
        """Return a field's cells as written, null where a table has no such column; None when no table has it."""
        return self.cells.get(f"r_{name}")

    def kind(self, name: str) -> npt.NDArray[np.uint8]:
        """Return the kinds of a field's cells; text where the kind was not kept."""
        column = self.cells.get(f"k_{name}") if name in KIND_FIELDS else None
        if column is not None:
            return (column.fill_null(CellKind.TEXT) if column.null_count() else column).to_numpy()
        return np.full(len(self), CellKind.TEXT, dtype=np.uint8)

    def put(self, **columns: pl.Series) -> None:
        """Keep clean columns."""
        self.clean.update(columns)

    def in_tables_with(self, *names: str) -> Mask:
        """Return true for the lines whose table has a column for one of the fields."""
        having = np.array([not fields.isdisjoint(names) for fields in self.fields])
        result: Mask = having[self.found.tables]
        return result

    def by_table(self, values: Sequence[str | None]) -> pl.Series:
        """Return a column that has for every line the value of its table."""
        if len(self.tables) == 1:
            return pl.Series(values, dtype=pl.String).new_from_index(0, len(self))
        return pl.Series(values, dtype=pl.String)[self.found.tables]

    def nothing(self, dtype: pl.DataType) -> pl.Series:
        """Return an all-null column."""
        if dtype not in self._nothing:
            self._nothing[dtype] = pl.Series([None], dtype=dtype).new_from_index(0, len(self))
        return self._nothing[dtype]


def changed(before: pl.Series, after: pl.Series) -> Mask:
    """Return true where both are there and differ."""
    return holds(before != after)
