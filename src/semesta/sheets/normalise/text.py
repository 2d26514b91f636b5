"""Plain text: upper case, single spaces, no invisible characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

import polars as pl

from semesta.sheets.normalise.gaps import without_blanks

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
    return " ".join(_INVISIBLE.sub("", text).upper().split())


def bare(text: pl.Series) -> pl.Series:
    """Return the text without blanks around it, null when nothing is left; case and inner blanks stay."""
    return without_blanks(text.str.strip_chars(BLANKS))


def by_value(values: pl.Series, meaning: Callable[[str], Any] | Meanings[Any], dtype: pl.DataType) -> pl.Series:
    """Map a column of few different texts through `meaning`, called once per different text; null stays null.

    A meaning that is a `Meanings` itself is asked once per process.
    """
    meanings = meaning if isinstance(meaning, Meanings) else Meanings[Any](meaning, None)
    return pl.Series(values.name, list(map(meanings.__getitem__, values.to_list())), dtype=dtype)
