"""Findings being collected while a workbook is read: one line per cell, and one per column for what would drown the rest.

Everything here works on frames: `frame` has one line per person with `t` (number of the table) and `row`. A field's
column letters differ from table to table and are joined at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from semesta.sheets.catalogue import kind
from semesta.sheets.reading import FINDING_SCHEMA

_OPEN_SCHEMA: dict[str, pl.DataType] = {
    "t": pl.UInt32(),
    "row": pl.Int32(),
    "field": pl.String(),
    "code": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
    "detail": pl.String(),
}


@dataclass
class Collector:
    """Findings of one workbook as they come in."""

    parts: list[pl.DataFrame] = field(default_factory=list)
    silenced: list[tuple[pl.DataFrame, str]] = field(default_factory=list)

    def cells(
        self,
        frame: pl.DataFrame,
        name: str,
        code: str | pl.Expr,
        *,
        before: pl.Expr | None = None,
        after: pl.Expr | None = None,
        detail: pl.Expr | None = None,
        row: str = "row",
    ) -> None:
        """Add one finding for every line of `frame` (already filtered) about the field `name`."""
        if not frame.height:
            return
        if isinstance(code, str):
            kind(code)
            code = pl.lit(code)
        self.parts.append(
            frame.select(
                pl.col("t").cast(pl.UInt32),
                pl.col(row).cast(pl.Int32).alias("row"),
                pl.lit(name, pl.String).alias("field"),
                code.cast(pl.String).alias("code"),
                _text(before).alias("before"),
                _text(after).alias("after"),
                _text(detail).alias("detail"),
            )
        )

    def once(
        self,
        frame: pl.DataFrame,
        name: str,
        code: str,
        *,
        before: pl.Expr | None = None,
        after: pl.Expr | None = None,
        by: Sequence[str] = (),
    ) -> None:
        """Add one finding per table (and value of `by`) at the first line of `frame`, with the number of lines as detail."""
        if not frame.height:
            return
        kind(code)
        shown = frame.select("t", "row", *by, _text(before).alias("before"), _text(after).alias("after"))
        if frame.height == 1 or (not by and shown["t"].n_unique() == 1):
            first = shown.head(1).with_columns(detail=pl.lit(str(frame.height)))
        else:
            first = shown.group_by("t", *by, maintain_order=True).agg(
                pl.col("row").first(), pl.col("before").first(), pl.col("after").first(), pl.len().alias("detail")
            )
        self.cells(first, name, code, before=pl.col("before"), after=pl.col("after"), detail=pl.col("detail"))

    def one(
        self, table: int, row: int | None, name: str, code: str, *, before: str = "", after: str = "", detail: str = ""
    ) -> None:
        """Add a single finding."""
        kind(code)
        values = {
            "t": table,
            "row": row,
            "field": name,
            "code": code,
            "before": before,
            "after": after,
            "detail": detail,
        }
        self.parts.append(pl.DataFrame({k: [v] for k, v in values.items()}, schema=_OPEN_SCHEMA))

    def silence(self, lines: pl.DataFrame, *, but: str) -> None:
        """Keep to one code what is told of these lines (`t`, `row`), whenever the rest is told."""
        self.silenced.append((lines.select(pl.col("t").cast(pl.UInt32), "row"), but))

    def _heard(self) -> pl.DataFrame:
        told = pl.concat(self.parts)
        for lines, code in self.silenced:
            kept = told.filter(pl.col("code") == code).join(lines, on=["t", "row"], how="semi").unique(["t", "row"])
            told = pl.concat([told.join(lines, on=["t", "row"], how="anti", nulls_equal=True), kept.select(told.columns)])
        return told

    def frame(self, sheets: Sequence[str], letters: Sequence[Mapping[str, str]]) -> pl.DataFrame:
        """Return all findings with sheet and column letters, ordered by table and row."""
        if not self.parts:
            return pl.DataFrame(schema=FINDING_SCHEMA)
        places = pl.DataFrame(
            [(t, name, column) for t, columns in enumerate(letters) for name, column in columns.items() if column],
            schema={"t": pl.UInt32(), "field": pl.String(), "column": pl.String()},
            orient="row",
        )
        named = pl.DataFrame(
            {"t": range(len(sheets)), "sheet": sheets}, schema={"t": pl.UInt32(), "sheet": pl.String()}
        )
        return (
            self._heard()
            .join(places, on=["t", "field"], how="left")
            .join(named, on="t", how="left")
            .sort("t", "row", maintain_order=True, nulls_last=False)
            .select(*FINDING_SCHEMA)
        )


def _text(value: pl.Expr | None) -> pl.Expr:
    if value is None:
        return pl.lit("", pl.String)
    return value.cast(pl.String).fill_null("")
