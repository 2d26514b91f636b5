"""Plain text: upper case, single spaces, no invisible characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

import polars as pl

T = TypeVar("T")

BLANKS: Final = " \t\r\n\u00a0\u200b\u200c\u200d\u200e\u200f\u202f\u2060\ufeff"
_UNTIDY: Final = re.compile("  |[\t\r\n\u00a0\u200b-\u200f\u202f\u2060\ufeff]")
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")
_BLANK_RUN: Final = re.compile("[ \t\r\n\u00a0\u202f]+")
_NOTHING: Final = frozenset({"", "-", "--", "---", ".", "..", "...", "0", "TIDAK ADA", "NIHIL", "N/A", "NULL"})
_MOST: Final = 200_000
"""So many different texts are remembered at most, some 30 MB."""


class Meanings(dict[str | None, T]):
    """Texts and what they mean: asked for once per different text. One kept by a module is asked once per process."""

    def __init__(self, meaning: Callable[[str], T], nothing: T) -> None:
        super().__init__()
        self._meaning, self._nothing = meaning, nothing

    def __missing__(self, text: str | None) -> T:
        if len(self) > _MOST:
            self.clear()
        found = self[text] = self._nothing if text is None else self._meaning(text)
        return found


def tidy_text(text: str) -> str | None:
    """Return one text in upper case with single spaces; None where nothing is said."""
    tidied = text.upper().strip()
    if _UNTIDY.search(text):
        tidied = _BLANK_RUN.sub(" ", _INVISIBLE.sub("", tidied)).strip()
    return None if tidied in _NOTHING else tidied


_tidied: Final = Meanings[str | None](tidy_text, None)


def tidy(text: pl.Series) -> pl.Series:
    """Return the text in upper case with single spaces; null where nothing is said (empty, "-", "0")."""
    return pl.Series(text.name, list(map(_tidied.__getitem__, text.to_list())), dtype=pl.String)


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


def by_value(values: pl.Series, meaning: Callable[[str], Any], dtype: pl.DataType) -> pl.Series:
    """Map a column of few different texts through `meaning`, called once per different text; null stays null."""
    meanings = Meanings[Any](meaning, None)
    return pl.Series(values.name, list(map(meanings.__getitem__, values.to_list())), dtype=dtype)
