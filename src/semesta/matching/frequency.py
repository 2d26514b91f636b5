"""How common values are: a common name or a default birth date proves less. Nothing is learned from few people.

The frequency of a value among n people is (count + k * p) / (n + k): k = 2,000 made-up people whose chance p of bearing
it is that of the rarest values, so that in a small register a name borne once does not look common.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

_MADE_UP: Final = 2_000


def frequencies(population: pl.DataFrame, least: Mapping[str, float]) -> dict[str, pl.DataFrame]:
    """Return per column a frame of its values and `tf_<column>`, their share among the people of `population`."""
    tables = {}
    for column, rarest in least.items():
        counts = population.select(column).drop_nulls().group_by(column).len("count")
        people = int(counts["count"].sum())
        share = (pl.col("count") + _MADE_UP * rarest) / (people + _MADE_UP)
        tables[column] = counts.select(column, share.alias(f"tf_{column}"))
    return tables
