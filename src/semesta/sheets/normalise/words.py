"""Entries from short lists of words (sex, marital status, relation ...) by the table `vocabulary/words.csv`.

Sex has a trap: under a heading PRIA/WANITA, or where W stands beside P and L nowhere, P means Pria (man).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.normalise.gaps import filled, holds, without_blanks
from semesta.sheets.normalise.text import Meanings, by_value

_NOT_WORD: Final = re.compile(r"[^A-Z0-9√✓✔]+")
_NUMBERED: Final = re.compile(r"^(\d{1,2})[.)\s]\s*(?=[A-Z])")


@cache
def shipped_words() -> Mapping[str, Mapping[str, str]]:
    """Return field -> folded words -> meaning; an empty meaning is understood and says nothing worth keeping."""
    text = files("semesta.sheets").joinpath("vocabulary", "words.csv").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {}
    for line in csv.DictReader(text.splitlines()):
        found.setdefault(line["field"], {})[word_key(line["written"])] = line["meaning"]
    return found


def word_key(text: str) -> str:
    """Fold an entry: upper case, single spaces, no marks.

    >>> word_key("Belum Tamat SD/Sederajat"), word_key("Laki - laki")
    ('BELUM TAMAT SD SEDERAJAT', 'LAKI LAKI')
    """
    return _NOT_WORD.sub(" ", text.upper()).strip()


@dataclass(frozen=True)
class Words:
    """A column of one of the short lists: what each entry means (null: nothing or unknown), which are unknown."""

    meaning: pl.Series
    unknown: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sexes:
    """A column of sexes: 1 man, 2 woman, 0 not told; whether the cell is filled; whether P was read as Pria."""

    sex: npt.NDArray[np.int8]
    filled: npt.NDArray[np.bool_]
    pria: npt.NDArray[np.bool_]


def read_words(text: pl.Series, field: str) -> Words:
    """Read a column of one of the short lists."""
    meant = by_value(text, _meanings(field), pl.String())
    unknown = ~filled(meant) & filled(text)
    return Words(without_blanks(meant), unknown)


@cache
def _meanings(field: str) -> Meanings[str | None]:
    """Return what the entries met so far in columns of one of the short lists mean."""
    words = shipped_words()[field]

    def meaning(entry: str) -> str | None:
        key = word_key(entry)
        if not key or key in ("TIDAK ADA", "BELUM ADA"):
            return ""
        if key in words:
            return words[key]
        return words.get(word_key(_NUMBERED.sub("", entry.upper().strip())))

    return Meanings(meaning, None)


def read_sex(text: pl.Series, tables: npt.NDArray[np.uint32], *, pria_tables: frozenset[int] = frozenset()) -> Sexes:
    """Read a column of sexes; `tables` numbers the tables of the lines, `pria_tables` are those headed PRIA/WANITA."""
    letters = np.array(list(map(_sexes.__getitem__, text.to_list())), dtype=np.int8)
    sexes = np.array([0, 1, 2, 2, 2, 0], dtype=np.int8)[letters]
    is_p = letters == _LETTER_P
    found = pria_tables | _pria_by_content(letters, tables)
    pria = is_p & np.isin(tables, sorted(found)) if found else np.zeros(len(text), dtype=bool)
    sexes[pria] = 1
    return Sexes(sexes, filled(text) & (letters != _BLANK), pria)


_MAN, _WOMAN, _LETTER_P, _LETTER_W, _BLANK = range(1, 6)


def _sex_code(entry: str) -> int:
    """Return what an entry means, with the letters P and W kept apart from other words; 0 when it is not known."""
    key = word_key(entry).replace(" ", "")
    if key == "0" or not entry.strip("-–—_. \u00a0"):
        return _BLANK
    if key in ("P", "W"):
        return _LETTER_P if key == "P" else _LETTER_W
    words = _sex_words()
    meaning = words.get(key) or words.get(key.lstrip("0123456789"))
    return {"L": _MAN, "P": _WOMAN}.get(meaning or "", 0)


_sexes: Final = Meanings[int](_sex_code, 0)


def is_head(entry: str) -> bool:
    """Say whether an entry of a relation column names the head of the family.

    >>> is_head("1"), is_head("Kepala Keluarga"), is_head("Anak")
    (True, True, False)
    """
    return shipped_words()["relation"].get(word_key(entry)) == "KEPALA KELUARGA"


def is_no_sex(entry: str) -> bool:
    """Say whether an entry says something that is no sex.

    >>> is_no_sex("Laki-laki"), is_no_sex("AHMAD")
    (False, True)
    """
    return _sex_code(entry) == 0


@cache
def _sex_words() -> Mapping[str, str]:
    return {key.replace(" ", ""): meaning for key, meaning in shipped_words()["sex"].items()}


def _pria_by_content(letters: npt.NDArray[np.int8], tables: npt.NDArray[np.uint32]) -> frozenset[int]:
    """Return the tables that write P beside W, both often, and hardly ever L."""
    if not (letters == _LETTER_W).any():
        return frozenset()
    found: set[int] = set()
    for table in np.unique(tables[letters == _LETTER_W]).tolist():
        mine = letters[tables == table]
        p, w, man = ((mine == code).sum() for code in (_LETTER_P, _LETTER_W, _MAN))
        if p >= 2 and w >= 2 and man * 10 < p:
            found.add(table)
    return frozenset(found)


def is_ticked(text: pl.Series) -> npt.NDArray[np.bool_]:
    """Return true for every line of a tick column that carries a mark; a mark for no is none."""
    ticks = shipped_words()["tick"]

    def marked(entry: str) -> bool:
        key = word_key(entry)
        return ticks.get(key, "Y") == "Y" if entry.strip() else False

    return holds(by_value(text, marked, pl.Boolean()))
