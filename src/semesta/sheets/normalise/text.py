"""Plain text: upper case, single spaces, no invisible characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import polars as pl

BLANKS: Final = " \t\r\n\u00a0\u200b\u200c\u200d\u200e\u200f\u202f\u2060\ufeff"
_UNTIDY: Final = "  |[\t\r\n\u00a0\u200b-\u200f\u202f\u2060\ufeff]"
_NOTHING: Final = pl.Series(
    ["", "-", "--", "---", ".", "..", "...", "0", "TIDAK ADA", "NIHIL", "N/A", "NULL"], dtype=pl.String
).implode()


def tidy(text: pl.Series) -> pl.Series:
    """Return the text in upper case with single spaces; null where nothing is said (empty, "-", "0")."""
    upper = text.to_frame("v").select(
        v=pl.col("v").str.to_uppercase().str.strip_chars(), untidy=pl.col("v").str.contains(_UNTIDY).any()
    )
    tidied = upper["v"]
    if upper["untidy"][0]:
        tidied = (
            tidied.str.replace_all("[\u200b-\u200f\u2060\ufeff]", "")
            .str.replace_all("[ \t\r\n\u00a0\u202f]+", " ")
            .str.strip_chars()
        )
    empty = tidied.is_in(_NOTHING)
    if empty.any():
        tidied = tidied.zip_with(
            ~empty.fill_null(False), pl.Series([None], dtype=pl.String).new_from_index(0, len(tidied))
        )
    return tidied.alias(text.name)


def tidy_one(text: str) -> str:
    """Return one text in upper case with single spaces and without invisible characters."""
    plain = "".join(c for c in text if not ("\u200b" <= c <= "\u200f" or c in "\u2060\ufeff"))
    return " ".join(plain.upper().split())


def bare(text: pl.Series) -> pl.Series:
    """Return the text without blanks around it, null when nothing is left; case and inner blanks stay."""
    stripped = text.str.strip_chars(BLANKS)
    if (stripped == "").any():
        stripped = stripped.replace("", None)
    return stripped


class _Meanings(dict[str | None, Any]):
    """Texts and what they mean, asked for once per different text; an empty cell means nothing."""

    def __init__(self, meaning: Callable[[str], Any]) -> None:
        super().__init__({None: None})
        self._meaning = meaning

    def __missing__(self, text: str) -> Any:
        found = self[text] = self._meaning(text)
        return found


def by_value(values: pl.Series, meaning: Callable[[str], Any], dtype: pl.DataType) -> pl.Series:
    """Map a column of few different texts through `meaning`, called once per different text; null stays null."""
    meanings = _Meanings(meaning)
    return pl.Series(values.name, list(map(meanings.__getitem__, values.to_list())), dtype=dtype)
