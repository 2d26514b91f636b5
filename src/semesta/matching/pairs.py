"""Scored pairs as a frame: `line_l`, `line_r`, `weight`, per comparison `part_<name>`, what it weighs.

The weight of a pair is its prior plus its parts. Where values have frequencies, `part_tf_adj_<name>` is what the
commonness of the value takes away or adds. Which level was reached follows from the part, as no two levels of a
comparison weigh the same.
"""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from semesta.matching.model import Model
from semesta.matching.settings import LEVEL, PART


def from_arrow(table: pa.Table) -> pl.DataFrame:
    """Return an engine's result as a frame of pairs."""
    frame = pl.from_arrow(table)
    if not isinstance(frame, pl.DataFrame):
        raise TypeError("an engine must return a table")
    return frame.rename({"match_weight": "weight"})


def with_levels(pairs: pl.DataFrame, model: Model, population: int) -> pl.DataFrame:
    """Add `level_<comparison>`: the place of the level reached among all its levels, from 0 for the best."""
    made = []
    for comparison in model.schema.comparisons:
        weights = {
            round(model.weight(comparison, level, population), 9): i for i, level in enumerate(comparison.levels)
        }
        part = pl.col(f"{PART}{comparison.name}").round(9)
        made.append(part.replace_strict(weights, return_dtype=pl.Int8).alias(f"{LEVEL}{comparison.name}"))
    return pairs.with_columns(made)
