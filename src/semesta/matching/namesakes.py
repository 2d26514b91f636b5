"""Namesakes that are known: values that two people of a register bear, told by their two sure numbers.

Without a number such values do not say which of the two a row is about, whatever else the row agrees in: twins share
card and mother as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from semesta.matching.standardise import LINE


def lines_of_namesakes(rows: pl.DataFrame, people: pl.DataFrame, agree: Sequence[str], key: str) -> pl.Series:
    """Return the lines of `rows` whose values of `agree` two of `people` bear under different sure values of `key`."""
    asked = rows.select(LINE, *agree).drop_nulls()
    borne_by_two = (
        people.lazy()
        .filter(f"{key}_sure")
        .select(*agree, number=key)
        .join(asked.lazy().select(agree).unique(), on=agree, how="semi")
        .group_by(agree)
        .agg(pl.col("number").n_unique())
        .filter(pl.col("number") > 1)
    )
    return asked.lazy().join(borne_by_two, on=agree, how="semi").collect()[LINE]
