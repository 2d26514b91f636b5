"""Entries from short lists of words (sex, marital status, relation ...) by the table `vocabulary/words.csv`.

Sex has a trap: under a heading PRIA/WANITA, or where W stands beside P and L nowhere, P means Pria (man).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from semesta.sheets.normalise.text import bare, by_value

_NOT_WORD: Final = re.compile(r"[^A-Z0-9√✓✔]+")
_FIELDS: Final = ("marital", "relation", "education", "membership_class", "resident_status")
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


def read_words(text: pl.Series, field: str) -> pl.DataFrame:
    """Return `meaning` (null when empty or not known) and `unknown` for a column of one of the short lists."""
    words = shipped_words()[field]

    def meaning(entry: str) -> str | None:
        key = word_key(entry)
        if not key or key in ("TIDAK ADA", "BELUM ADA"):
            return ""
        if key in words:
            return words[key]
        return words.get(
            _NUMBERED.sub("", entry.upper().strip()), words.get(word_key(_NUMBERED.sub("", entry.upper())))
        )

    written = bare(text)
    meant = by_value(written, meaning, pl.String())
    return pl.DataFrame({"meaning": meant.replace("", None), "unknown": (meant.is_null() & written.is_not_null())})


def read_sex(text: pl.Series, table: pl.Series, *, pria_tables: frozenset[int] = frozenset()) -> pl.DataFrame:
    """Return `sex`, `unknown` and `pria` (P was read as Pria) for a column; `table` numbers the tables of the lines.

    `pria_tables` are tables whose heading says PRIA/WANITA.
    """
    words = {key.replace(" ", ""): meaning for key, meaning in shipped_words()["sex"].items()}

    def meaning(entry: str) -> str | None:
        key = word_key(entry).replace(" ", "")
        if key == "0" or not entry.strip("-–—_. "):
            return ""
        return words.get(key) or words.get(key.lstrip("0123456789"))

    written = bare(text)
    sex = by_value(written, meaning, pl.String())
    frame = pl.DataFrame({"t": table, "written": written.str.to_uppercase(), "sex": sex})
    tables = pria_tables | _pria_by_content(frame)
    pria = pl.col("t").is_in(sorted(tables)) & (pl.col("written") == "P")
    return frame.select(
        pl.when(pria.fill_null(False)).then(pl.lit("L")).otherwise(pl.col("sex").replace("", None)).alias("sex"),
        (pl.col("sex").is_null() & pl.col("written").is_not_null()).alias("unknown"),
        pria.fill_null(False).alias("pria"),
    )


def _pria_by_content(frame: pl.DataFrame) -> frozenset[int]:
    """Return the tables that write P beside W, both often, and hardly ever L."""
    if not (frame["written"] == "W").any():
        return frozenset()
    counts = frame.group_by("t").agg(
        *((pl.col("written") == letter).sum().alias(letter) for letter in ("P", "W")),
        pl.col("written").is_in(["L", "LK", "LAKI-LAKI"]).sum().alias("L"),
    )
    found = counts.filter((pl.col("P") >= 2) & (pl.col("W") >= 2) & (pl.col("L") * 10 < pl.col("P")))
    return frozenset(found["t"].to_list())


def is_ticked(text: pl.Series) -> pl.Series:
    """Return true for every line of a tick column that carries a mark; a mark for no is none."""
    ticks = shipped_words()["tick"]
    return by_value(bare(text), lambda entry: ticks.get(word_key(entry), "Y") == "Y", pl.Boolean()).fill_null(False)
