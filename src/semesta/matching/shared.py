"""Values that cannot be one person's because too many names bear them: an operator's telephone, a copied NIK."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from semesta.matching.schema import Schema


@dataclass(frozen=True)
class SharedValue:
    """A value that was not used as evidence, with how many rows and different names bear it."""

    field: str
    value: str
    rows: int
    names: int


def without_shared(frames: Sequence[pl.DataFrame], schema: Schema) -> tuple[list[pl.DataFrame], list[SharedValue]]:
    """Return the frames with shared values taken as unknown, and what these values were.

    A field with `most_names` keeps a value only while at most so many different names bear it in all frames together.
    """
    names = next((f"{f.name}_key" for f in schema.fields if f.kind == "person_name"), None)
    told: list[SharedValue] = []
    kept = list(frames)
    for f in schema.fields:
        most = f.options.get("most_names")
        if most is None or names is None:
            continue
        both = pl.concat([frame.select(pl.col(f.name).alias("value"), pl.col(names).alias("name")) for frame in kept])
        counts = both.drop_nulls("value").group_by("value").len("rows").filter(pl.col("rows") > most)
        if not counts.height:
            continue
        borne = both.join(counts, on="value", how="semi").group_by("value").agg(names=pl.col("name").n_unique())
        shared = counts.join(borne, on="value").filter(pl.col("names") > most).sort("value")
        told += [SharedValue(f.name, *line) for line in shared.select("value", "rows", "names").iter_rows()]
        if shared.height:
            kept = [_unknown(frame, shared["value"], f.name, f.makes) for frame in kept]
    return kept, told


def _unknown(frame: pl.DataFrame, values: pl.Series, field: str, makes: dict[str, str]) -> pl.DataFrame:
    """Take the field as unknown where it holds one of the values."""
    is_shared = pl.col(field).is_in(values.implode()).fill_null(False)
    return frame.with_columns(
        pl.when(is_shared).then(pl.lit(False) if kind == "yes or no" else None).otherwise(pl.col(column)).alias(column)
        for column, kind in makes.items()
        if column in frame.columns
    )
