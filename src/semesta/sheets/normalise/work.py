"""What a person does: occupation as written, and the livelihood segment its words tell.

Words are looked up whole, then by the longest known phrase in them (`vocabulary/occupations.csv`). Words marked
general (the family card's "PETANI/PEKEBUN", "WIRASWASTA") tell less than the list a person stands on, because the
family card is often stale. Numbers are codes of form F-1.01 (Permendagri 109/2019); 89 means another thing in OpenSID
and is not used.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.normalise.text import tidy_one
from semesta.sheets.normalise.words import word_key

_UNCLEAR_CODE: Final = 89
_NOTHING: Final = frozenset({"", "-", "--", "0", ".", "NULL", "N/A"})
_FILLER: Final = frozenset({"ADA", "BELUM ADA", "TIDAK TAHU", "X", "V"})


@dataclass(frozen=True, slots=True)
class WorkFound:
    """What words tell: the segment (None: none), whether only something general, and the words in clear."""

    segment: str | None
    general: bool
    words: str
    known: bool = True
    unclear_code: bool = False


@cache
def shipped_occupations() -> Mapping[str, tuple[str | None, bool]]:
    """Return folded words -> (segment or None, general)."""
    text = files("semesta.sheets").joinpath("vocabulary", "occupations.csv").read_text(encoding="utf-8")
    return {
        word_key(line["words"]): (line["segment"] or None, line["general"] == "yes")
        for line in csv.DictReader(text.splitlines())
    }


@cache
def ktp_occupations() -> Mapping[int, str]:
    """Return the occupations of the family card by code of form F-1.01."""
    text = files("semesta.sheets").joinpath("vocabulary", "ktp_occupations.csv").read_text(encoding="utf-8")
    return {int(line["code"]): line["name"] for line in csv.DictReader(text.splitlines())}


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(sorted(shipped_occupations(), key=len, reverse=True))


@lru_cache(maxsize=20_000)
def work_of(written: str) -> WorkFound:
    """Return what an occupation as written tells; `written` is tidied (upper case, single spaces)."""
    if written.removesuffix(".0").isdigit():
        return _of_code(int(float(written)), written)
    words = word_key(written)
    if not words or words in _FILLER:
        return WorkFound(None, True, written)
    exact = shipped_occupations().get(words)
    if exact is None:
        padded = f" {words} "
        phrase = next((p for p in _phrases() if f" {p} " in padded), None)
        if phrase is None:
            return WorkFound(None, True, written, known=False)
        exact = shipped_occupations()[phrase]
    segment, general = exact
    return WorkFound(segment, general, written)


def _of_code(code: int, written: str) -> WorkFound:
    if code == _UNCLEAR_CODE:
        return WorkFound(None, True, written, unclear_code=True)
    name = ktp_occupations().get(code)
    if name is None:
        return WorkFound(None, True, written, known=False)
    segment, general = shipped_occupations()[word_key(name)]
    return WorkFound(segment, general, name)


@dataclass(frozen=True)
class Work:
    """Columns of what people do: occupation in words, segment (null: none told), and per line whether the segment is
    only general, the words are unknown, or the code has two meanings.
    """

    occupation: pl.Series
    segment: pl.Series
    general: npt.NDArray[np.bool_]
    unknown: npt.NDArray[np.bool_]
    unclear_code: npt.NDArray[np.bool_]


def read_work(columns: Sequence[pl.Series]) -> Work:
    """Read the columns that tell a person's work, the most telling first."""
    told = list(map(_together, zip(*(column.to_list() for column in columns), strict=True)))
    occupations, segments, general, unknown, unclear = zip(*told, strict=True) if told else ((),) * 5
    return Work(
        pl.Series("occupation", occupations, dtype=pl.String),
        pl.Series("segment", segments, dtype=pl.String),
        *(np.array(flags, dtype=bool) for flags in (general, unknown, unclear)),
    )


@lru_cache(maxsize=100_000)
def _together(cells: tuple[str | None, ...]) -> tuple[str | None, str | None, bool, bool, bool]:
    """Return what the cells of one line tell: occupation, segment, and the three flags of `Work`."""
    found = [work_of(tidied) for cell in cells if cell is not None and (tidied := tidy_one(cell)) not in _NOTHING]
    if not found:
        return None, None, True, False, False
    best = next((w for w in found if w.segment and not w.general), next((w for w in found if w.segment), None))
    words = best or found[0]
    unknown = best is None and not any(w.known for w in found)
    unclear = best is None and any(w.unclear_code for w in found)
    return words.words, words.segment, words.general, unknown and not unclear, unclear


def segment_of_title(text: str) -> str | None:
    """Return the one segment that a title such as "DAFTAR PETANI TEMBAKAU" names beyond doubt, else None."""
    padded = f" {word_key(text)} "
    named = {segment for phrase, segment in _title_phrases() if phrase in padded}
    return named.pop() if len(named) == 1 else None


@cache
def _title_phrases() -> tuple[tuple[str, str], ...]:
    """Return the phrases that name a segment beyond doubt, between blanks."""
    return tuple(
        (f" {phrase} ", segment)
        for phrase, (segment, general) in shipped_occupations().items()
        if segment is not None and not general and len(phrase) > 4
    )
