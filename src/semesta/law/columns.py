"""Columns of whole rupiah: checked on the way in, multiplied by exact shares without a float."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from semesta.kernel.rupiah import Rounding
from semesta.law.asking import WrongQuestionError, not_negative
from semesta.law.words import Words

LARGEST_AMOUNT = 10**11
"""Above this a product with a rate could leave 64 bits; no person earns it."""


def rounded_share(amount: pl.Expr, share: Fraction, rounding: Rounding) -> pl.Expr:
    """Return `share` of a column of non-negative whole rupiah, rounded as `kernel.rupiah.share_of` does."""
    top, bottom = share.numerator, share.denominator
    if rounding == "down":
        return (amount * top) // bottom
    if rounding == "up":
        return (amount * top + (bottom - 1)) // bottom
    return (amount * (2 * top) + bottom) // (2 * bottom)


def known(values: pl.Series, allowed: Sequence[object], *, shown: str = "") -> None:
    """Raise WrongQuestionError for a value of a column that is null or not among the allowed ones."""
    for value in values.unique().to_list():
        if value not in allowed:
            raise WrongQuestionError(shown or values.name, value, allowed=[str(item) for item in allowed])


def looked_up(series: pl.Series, table: tuple[tuple[int, int], ...], column: int) -> pl.Series:
    """Return, for each amount, the cell of the last row whose first cell is not above it (the first row below all)."""
    edges = pl.Series([row[0] for row in table], dtype=pl.Int64)
    cells = pl.Series([row[column] for row in table], dtype=pl.Int64)
    place = edges.search_sorted(series, side="right").cast(pl.Int64) - 1
    return cells.gather(place.clip(lower_bound=0))


def vetted(
    frame: pl.DataFrame,
    *,
    required: Mapping[str, pl.DataType],
    optional: Mapping[str, tuple[pl.DataType, Any]],
    not_negative: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Return only the named columns, cast to their types, optional ones filled with their default.

    Errors: WrongQuestionError for a missing column, a null where a value is required, a fraction in a column of whole
    numbers, a negative or an absurdly large amount.
    """
    columns: list[pl.Expr] = []
    for name, dtype in required.items():
        if name not in frame.columns:
            raise WrongQuestionError(name, "-", must=Words("kolom ini wajib ada", "this column is required"))
        if frame[name].null_count():
            raise WrongQuestionError(name, "null", must=Words("isi setiap baris", "fill every row"))
        columns.append(_typed(frame, name, dtype))
    for name, (dtype, default) in optional.items():
        if name in frame.columns:
            expr = _typed(frame, name, dtype)
            columns.append(expr if default is None else expr.fill_null(default))
        else:
            columns.append(pl.lit(default, dtype).alias(name))
    checked = frame.select(columns) if frame.height else frame.clear().select(columns).clear()
    for name in not_negative:
        _within_bounds(checked, name)
    return checked


_KINDS: tuple[tuple[pl.DataType, tuple[Any, ...], Words], ...] = (
    (pl.Date(), (pl.Date, pl.Datetime), Words("kolom ini harus berisi tanggal", "this column must hold dates")),
    (pl.String(), (pl.String, pl.Categorical, pl.Enum), Words("kolom ini harus teks", "this column must hold text")),
    (pl.Boolean(), (pl.Boolean,), Words("kolom ini harus ya atau tidak", "this column must hold true or false")),
)


def _typed(frame: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
    """Return the column in its type; a column of another kind is refused, never read as if it were that kind."""
    given = frame[name].dtype
    if dtype.is_integer() and not (given.is_integer() or given == pl.Null):
        must = Words("kolom ini harus bilangan bulat", "this column must hold whole numbers")
        raise WrongQuestionError(name, given, must=must)
    for kind, allowed, must in _KINDS:
        if dtype == kind and given not in (*allowed, pl.Null):
            raise WrongQuestionError(name, given, must=must)
    return pl.col(name).cast(dtype)


def _within_bounds(frame: pl.DataFrame, name: str) -> None:
    lowest, highest = frame[name].min(), frame[name].max()
    if isinstance(lowest, int):
        not_negative(name, lowest)
    if isinstance(highest, int) and highest > LARGEST_AMOUNT:
        raise WrongQuestionError(name, highest, must=Words("terlalu besar", "it is too large"))
