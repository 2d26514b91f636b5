"""Plain text: upper case, single spaces, no invisible characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import polars as pl

BLANKS: Final = " \t\r\n\u00a0\u200b\u200c\u200d\u200e\u200f\u202f\u2060\ufeff"
_UNTIDY: Final = r"^[\s\u00a0\u200b-\u200f\u202f\u2060\ufeff]|[\s\u00a0\u202f]{2}|[\t\r\n\u00a0\u200b-\u200f\u202f\u2060\ufeff]|[\s\u00a0]$"
_NOTHING: Final = ("", "-", "--", "---", ".", "..", "...", "0", "TIDAK ADA", "NIHIL", "N/A", "NULL")


def tidy(text: pl.Series) -> pl.Series:
    """Return the text in upper case with single spaces; null where nothing is said (empty, "-", "0")."""
    upper = text.str.to_uppercase()
    if upper.str.contains(_UNTIDY).any():
        upper = (
            upper.str.replace_all(r"[\u200b-\u200f\u2060\ufeff]", "")
            .str.replace_all(r"[\s\u00a0\u202f]+", " ")
            .str.strip_chars()
        )
    empty = upper.is_in(_NOTHING)
    if empty.any():
        upper = pl.select(pl.when(~empty).then(upper)).to_series()
    return upper.alias(text.name)


def bare(text: pl.Series) -> pl.Series:
    """Return the text without blanks around it, null when nothing is left; case and inner blanks stay."""
    stripped = text.str.strip_chars(BLANKS)
    if (stripped == "").any():
        stripped = stripped.replace("", None)
    return stripped


def by_value(values: pl.Series, meaning: Callable[[str], Any], dtype: pl.DataType) -> pl.Series:
    """Map a column of few different texts through `meaning`, called once per different text; null stays null."""
    different = values.drop_nulls().unique()
    if not different.len():
        return pl.Series(values.name, [None] * values.len(), dtype=dtype)
    meant = pl.Series([meaning(value) for value in different.to_list()], dtype=dtype)
    return values.replace_strict(different, meant, default=None, return_dtype=dtype)
