"""Columns of extracts: income, decile, programmes, and the months from and to which a membership runs."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.normalise.dates import Dates, read_dates
from semesta.sheets.normalise.gaps import filled, holds
from semesta.sheets.normalise.text import by_value
from semesta.sheets.normalise.words import is_ticked

Mask = npt.NDArray[np.bool_]

_PROGRAMMES: Final = ("JHT", "JKK", "JKM", "JP", "JKP")
_LONG_NAMES: Final = {
    "KECELAKAAN KERJA": "JKK",
    "KEMATIAN": "JKM",
    "HARI TUA": "JHT",
    "PENSIUN": "JP",
    "KEHILANGAN PEKERJAAN": "JKP",
}
_MONTH: Final = re.compile(r"^(?:(\d{1,2}|[A-Z]{3,9})[\s\-/.]+((?:19|20)\d\d)|((?:19|20)\d\d)[\s\-/.]?(\d{2}))$")
_MONTHS: Final = ["JAN", "FEB", "MAR", "APR", "MEI", "JUN", "JUL", "AGU", "SEP", "OKT", "NOV", "DES"]
_OTHER_MONTHS: Final = {"PEB": 2, "MAY": 5, "AUG": 8, "AGS": 8, "AGT": 8, "OCT": 10, "NOP": 11, "DEC": 12}
_DECILE: Final = re.compile(r"(?i)^(?:DESIL)?\s*0?(\d{1,2})(?:\.0)?$")
_AMOUNT: Final = re.compile(r"^(?:RP\.?|IDR)?\s*([\d.,]+)\s*(JUTA|JT|RIBU|RB|K)?\.?(?:\s*/\s*(?:BLN|BULAN))?$")


def read_income(text: pl.Series) -> tuple[pl.Series, Mask]:
    """Return amounts in whole rupiah (null when empty or unreadable) and the lines that are unreadable."""
    amount = by_value(text, _amount, pl.Int64())
    said = text.is_not_null() & ~text.str.strip_chars().is_in(["", "-"])
    return amount, ~filled(amount) & holds(said)


def _amount(text: str) -> int | None:
    """Read 1500000, Rp 1.500.000,00, 1,5 juta, 750rb."""
    match = _AMOUNT.match(text.upper().strip())
    if match is None:
        return None
    figures, unit = match[1].strip(".,"), match[2]
    if unit in ("JUTA", "JT"):
        return (
            round(float(figures.replace(",", ".")) * 1_000_000)
            if figures.count(",") + figures.count(".") <= 1
            else None
        )
    figures = re.sub(r"[.,]\d{1,2}$", "", figures)
    digits = re.sub(r"[.,]", "", figures)
    if not digits or len(digits) > 11:
        return None
    return int(digits) * (1_000 if unit in ("RIBU", "RB", "K") else 1)


def read_decile(text: pl.Series) -> tuple[pl.Series, Mask]:
    """Return deciles 1 to 10 and the lines that say something else."""

    def meaning(entry: str) -> int | None:
        match = _DECILE.match(entry.strip())
        return int(match[1]) if match is not None and 1 <= int(match[1]) <= 10 else None

    decile = by_value(text, meaning, pl.Int8())
    said = text.is_not_null() & ~text.str.strip_chars().is_in(["", "-", "0"])
    return decile, ~filled(decile) & holds(said)


def read_programmes(text: pl.Series | None, ticks: dict[str, pl.Series]) -> pl.Series:
    """Return programmes as "JKK+JKM", from one column of words or from a tick column for each."""
    if text is not None:
        return by_value(text, _programmes, pl.String())
    ordered = sorted(ticks.items(), key=lambda item: _PROGRAMMES.index(item[0].upper()))
    marks = pl.DataFrame(
        [
            pl.Series(["", name.upper()], dtype=pl.String)[is_ticked(column).astype(np.uint32)]
            .replace("", None)
            .alias(name)
            for name, column in ordered
        ]
    )
    joined = marks.select(pl.concat_str(pl.all(), separator="+", ignore_nulls=True)).to_series()
    return joined.replace("", None)


def _programmes(entry: str) -> str | None:
    upper = entry.upper()
    found = {code for words, code in _LONG_NAMES.items() if words in upper}
    found |= set(re.findall(r"[A-Z]+", upper)) & set(_PROGRAMMES)
    return "+".join(code for code in _PROGRAMMES if code in found) or None


def read_period_dates(
    text: pl.Series, kind: npt.NDArray[np.uint8], *, today: date, end: Literal["first", "last"]
) -> Dates:
    """Read dates of membership, which may name only a month: its `first` or `last` day is meant.

    A day in the future is no problem here.
    """
    dates = read_dates(text, kind, today=today)
    dates.problem[dates.problem == "date_future"] = None
    odd = np.flatnonzero(dates.problem != None)  # noqa: E711 - an array of objects
    for line in odd.tolist():
        day = _month_day(str(text[line]), end)
        if day is not None:
            dates.on[line] = (day - date(1970, 1, 1)).days
            dates.problem[line] = None
    return dates


def _month_day(entry: str, end: Literal["first", "last"]) -> date | None:
    match = _MONTH.match(entry.upper().strip())
    if match is None:
        return None
    word, year = (match[1], match[2]) if match[1] else (match[4], match[3])
    month = int(word) if word.isdigit() else _month_number(word)
    if not 1 <= month <= 12:
        return None
    return date(int(year), month, 1 if end == "first" else calendar.monthrange(int(year), month)[1])


def _month_number(word: str) -> int:
    short = word[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else _OTHER_MONTHS.get(short, 0)
