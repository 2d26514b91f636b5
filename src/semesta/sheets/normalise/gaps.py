"""What is filled in a column and what is not, as arrays, without Polars' expressions.

A village's list has two thousand rows and is asked such things a hundred times: setting up an expression takes longer
than looking at the rows. Comparing, casting and choosing between columns need none.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Mask = npt.NDArray[np.bool_]

_NOTHING: Final = pl.Series([None], dtype=pl.String)


def holds(condition: pl.Series) -> Mask:
    """Return a Boolean column as an array, null as false."""
    if condition.null_count() == 0:
        plain: Mask = condition.to_numpy()
        return plain
    found: Mask = condition.cast(pl.UInt8).to_numpy() == 1  # null becomes NaN, which equals nothing
    return found


def filled(column: pl.Series) -> Mask:
    """Return the lines that are not null."""
    missing = column.null_count()
    if missing in (0, len(column)):
        return np.full(len(column), missing == 0, dtype=np.bool_)
    return holds(column == column)


def or_else(column: pl.Series, other: pl.Series) -> pl.Series:
    """Return the column, with the value of `other` where it is null."""
    if column.null_count() == 0:
        return column
    return column.zip_with(pl.Series(filled(column)), other)


def without_blanks(texts: pl.Series) -> pl.Series:
    """Return texts with null for those that are empty."""
    spoken = texts != ""
    if spoken.all():
        return texts
    return texts.zip_with(spoken, _NOTHING.new_from_index(0, len(texts)))
