"""From rows as people wrote them to rows as they are compared. Done once per row; a register may be kept so."""

from __future__ import annotations

import polars as pl

from semesta.matching.schema import Schema

ID = "id"
LINE = "line"
_YOUNGEST = 2012  # of workers, where no row tells
"""Number of the row within its frame, from 0; pairs speak of lines until they are handed back."""


def standardise(
    rows: pl.DataFrame, schema: Schema, *, id_column: str = "id", youngest: int | None = None
) -> pl.DataFrame:
    """Return `line`, `id` (what `id_column` held) and the standardised columns of the schema, in the order of `rows`.

    `youngest`: a year in which somebody of the whole that `rows` are a part of was born; it tells the century of a NIK.
    ValueError when `id_column` is missing, holds nothing somewhere, or holds a value twice.
    """
    if id_column not in rows.columns:
        raise ValueError(f"rows have no column '{id_column}' to know them by (columns: {', '.join(rows.columns)})")
    ids = rows[id_column]
    if ids.null_count() or ids.n_unique() < rows.height:
        raise ValueError(f"column '{id_column}' must name every row once; it is empty or repeats itself")
    made = [f.read(rows) for f in schema.fields]
    frame = pl.concat([ids.alias(ID).to_frame(), *made], how="horizontal")
    frame = _fill_births(frame, youngest)
    return frame.select(pl.int_range(pl.len(), dtype=pl.Int64).alias(LINE), ID, *schema.columns)


def _fill_births(frame: pl.DataFrame, of_whole: int | None) -> pl.DataFrame:
    """Let a NIK tell a birth date the row does not, and a told birth date stand in where no NIK tells one.

    A NIK holds no century: it is the latest in which nobody is born after the youngest of the frame.
    """
    if not {"nik_birth", "birth"} <= set(frame.columns):
        return frame
    latest = frame["birth_year"].max()
    told = [year for year in (latest, of_whole) if isinstance(year, int)]
    youngest = max(told, default=_YOUNGEST)
    year = pl.col("nik_birth").str.slice(0, 2).cast(pl.Int32)
    century = pl.when(year + 2000 <= youngest).then(2000).otherwise(1900)
    full = year + century
    derived = pl.col("birth").is_null() & pl.col("birth_year").is_null() & pl.col("nik_sure")
    month, day = pl.col("nik_birth").str.slice(2, 2), pl.col("nik_birth").str.slice(4, 2)
    text = full.cast(pl.String)
    return frame.with_columns(
        birth=pl.when(derived).then(text + month + day).otherwise("birth"),
        birth_turned=pl.when(derived & (day.cast(pl.Int32) <= 12)).then(text + day + month).otherwise("birth_turned"),
        birth_year=pl.when(derived).then(full).otherwise("birth_year"),
        birth_told=pl.col("birth_told") & ~derived,
        nik_birth=pl.coalesce("nik_birth", pl.col("birth").str.slice(2)),
    )
