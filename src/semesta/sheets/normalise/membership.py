"""Columns of extracts: income, decile, programmes, and the months from and to which a membership runs."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final, Literal

import polars as pl

from semesta.sheets.normalise.dates import read_dates
from semesta.sheets.normalise.text import bare, by_value
from semesta.sheets.normalise.words import is_ticked

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
_AMOUNT: Final = re.compile(r"^(?:RP\.?|IDR)?\s*([\d.,]+)\s*(JUTA|JT|RIBU|RB|K)?\.?(?:\s*/\s*(?:BLN|BULAN))?$")


def read_income(text: pl.Series) -> pl.DataFrame:
    """Return `income_rp` (whole rupiah, null when empty or unreadable) and `unknown`."""
    written = bare(text)
    amount = by_value(written, _amount, pl.Int64())
    return pl.DataFrame(
        {"income_rp": amount, "unknown": amount.is_null() & written.is_not_null() & ~written.is_in(["-"])}
    )


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


def read_decile(text: pl.Series) -> pl.DataFrame:
    """Return `decile` (1 to 10) and `unknown`."""
    written = bare(text)
    number = written.str.extract(r"(?i)^(?:DESIL)?\s*0?([0-9]{1,2})(?:\.0)?$", 1).cast(pl.Int8)
    frame = pl.DataFrame({"written": written, "n": number})
    sound = pl.col("n").is_between(1, 10)
    empty = pl.col("written").is_null() | pl.col("written").is_in(["-", "0"])
    return frame.select(pl.when(sound).then("n").alias("decile"), (~empty & ~sound.fill_null(False)).alias("unknown"))


def read_programmes(text: pl.Series | None, ticks: dict[str, pl.Series]) -> pl.Series:
    """Return programmes as "JKK+JKM", from one column of words or from a tick column for each."""
    if text is not None:
        return by_value(bare(text), _programmes, pl.String())
    length = len(next(iter(ticks.values())))
    marks = [
        pl.DataFrame({"v": is_ticked(column)}).select(pl.when("v").then(pl.lit(name.upper()))).to_series().alias(name)
        for name, column in sorted(ticks.items(), key=lambda item: _PROGRAMMES.index(item[0].upper()))
    ]
    if not marks:
        return pl.Series([None] * length, dtype=pl.String)
    joined = pl.DataFrame(marks).select(pl.concat_str(pl.all(), separator="+", ignore_nulls=True))
    return joined.to_series().replace("", None)


def _programmes(entry: str) -> str | None:
    upper = entry.upper()
    found = {code for words, code in _LONG_NAMES.items() if words in upper}
    found |= set(re.findall(r"[A-Z]+", upper)) & set(_PROGRAMMES)
    return "+".join(code for code in _PROGRAMMES if code in found) or None


def read_period_dates(text: pl.Series, kind: pl.Series, *, today: date, end: Literal["first", "last"]) -> pl.DataFrame:
    """Read dates of membership, which may name only a month: its `first` or `last` day is meant.

    Columns as `read_dates`; a day in the future is no problem here.
    """
    months = by_value(bare(text), lambda entry: _month_day(entry, end), pl.Date())
    frame = read_dates(text, kind, today=today)
    named = pl.Series("m", months)
    future = pl.col("problem") == "date_future"
    return (
        frame.with_columns(named)
        .with_columns(
            on=pl.coalesce("m", "on"),
            problem=pl.when(pl.col("m").is_not_null() | future.fill_null(False)).then(None).otherwise("problem"),
            precision=pl.when(pl.col("m").is_not_null()).then(pl.lit("day")).otherwise("precision"),
        )
        .drop("m")
    )


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
