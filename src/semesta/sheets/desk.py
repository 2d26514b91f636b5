"""The desk on which the rows of a workbook are read: raw cells in, clean columns and findings out.

All tables of a workbook lie on one frame, so that every value is read once for the whole file; `t` tells the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from semesta.sheets.context import ReadingContext
from semesta.sheets.findings import Collector
from semesta.sheets.raw_table import KIND_FIELDS, RawTable
from semesta.sheets.workbook import CellKind


@dataclass
class Desk:
    """Raw rows, the context they are read in, and what has been read of them so far."""

    raw: pl.DataFrame
    tables: Sequence[RawTable]
    context: ReadingContext
    found: Collector = field(default_factory=Collector)
    clean: dict[str, pl.Series] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Sequence[RawTable], context: ReadingContext) -> Desk:
        """Lay the persons of all tables on one frame."""
        parts = [table.raw.with_columns(t=pl.lit(i, pl.UInt32)) for i, table in enumerate(tables)]
        raw = parts[0] if len(parts) == 1 else pl.concat(parts, how="diagonal")
        return cls(raw, tables, context)

    def text(self, name: str) -> pl.Series | None:
        """Return a field's cells as written, null where a table has no such column; None when no table has it."""
        column = f"r_{name}"
        return self.raw[column] if column in self.raw.columns else None

    def kind(self, name: str) -> pl.Series:
        """Return the kinds of a field's cells; text where the kind was not kept."""
        column = f"k_{name}"
        if name in KIND_FIELDS and column in self.raw.columns:
            return self.raw[column].fill_null(CellKind.TEXT)
        return pl.Series([CellKind.TEXT], dtype=pl.UInt8).new_from_index(0, self.raw.height)

    def put(self, **columns: pl.Series) -> None:
        """Keep clean columns."""
        self.clean.update(columns)

    def frame(self, *names: str, **more: pl.Series) -> pl.DataFrame:
        """Return `t`, `row`, the raw cells `r_<name>` and any other columns given, for finding things in."""
        columns = [self.raw["t"], self.raw["row"], *(self.raw[f"r_{n}"] for n in names if f"r_{n}" in self.raw.columns)]
        return pl.DataFrame([*columns, *(series.alias(name) for name, series in more.items())])

    def in_tables_with(self, name: str) -> pl.Series:
        """Return true for the lines whose table has a column for the field."""
        having = [i for i, table in enumerate(self.tables) if name in table.fields]
        if len(having) == len(self.tables):
            return pl.Series([True]).new_from_index(0, self.raw.height)
        return self.raw["t"].is_in(having)

    def nothing(self, dtype: pl.DataType) -> pl.Series:
        """Return an all-null column."""
        return pl.Series([None], dtype=dtype).new_from_index(0, self.raw.height)
