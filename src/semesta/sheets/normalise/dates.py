"""Dates in every form lists use, alone or after a birthplace in one cell, to days; and what is wrong with the rest.

Read as day-month-year, as Indonesian offices write. Columns made: `on` (Date), `precision` (day | year), `problem`
(null or a code of the catalogue about the cell), `noted` (a code worth a note), `place` (text before the date),
`swapped` (the middle number cannot be a month). The century of a two-digit year is the latest that is not in the future.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.normalise.text import BLANKS
from semesta.sheets.workbook import CellKind

_ISO: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MONTHS: Final = {
    "JAN": 1,
    "FEB": 2,
    "PEB": 2,
    "MAR": 3,
    "MRT": 3,
    "APR": 4,
    "MEI": 5,
    "MAY": 5,
    "JUN": 6,
    "JUL": 7,
    "AGU": 8,
    "AGT": 8,
    "AGS": 8,
    "AUG": 8,
    "SEP": 9,
    "OKT": 10,
    "OCT": 10,
    "NOV": 11,
    "NOP": 11,
    "DES": 12,
    "DEC": 12,
}
_PARTS: Final = (
    r"^(?<a>[0-9]{1,4})(?:[\s\-/.,_]+|[\s\-/.,_]*)(?<b>[A-Z]{3,12})[\s\-/.,_]*(?<c>[0-9]{1,4})$",
    r"^(?<a>[0-9?X*]{1,4})[\s\-/.,_]+(?<b>[0-9?X*]{1,2})[\s\-/.,_]+(?<c>[0-9]{1,4})$",
)
_TIME: Final = r"[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$"
_PLACE: Final = r"^(?s)\s*([^0-9]*?)[\s,/.;:()\-]*(?:TGL\.?\s*)?((?:[0-9?].*)?)$"
_YEAR_ALONE: Final = r"^(?:TAHUN|TH|THN)?[ .]*((?:18|19|20)[0-9]{2})$"
_NOTHING: Final = r"^[\s\-.0/_?]*$|^(?:BELUM|TIDAK|TDK|BLM)\b.*|^0{2,4}-0{2}-0{2,4}$|^N/?A$|^NULL$|^18[0-9]{2}-12-3[01]$|^1900-01-0[01]$"
_FIRST_YEAR: Final = 1900
_SERIALS: Final = (3_000, 60_000)  # 1908 to 2064
_EPOCH: Final = date(1899, 12, 30).toordinal() - date(1970, 1, 1).toordinal()

Numbers = npt.NDArray[np.int64]


def read_dates(text: pl.Series, kind: pl.Series, *, today: date, with_place: bool = False) -> pl.DataFrame:
    """Read a column of dates; `with_place`: a birthplace may stand before the date in the same cell."""
    bare = text.str.strip_chars(BLANKS)
    on = bare.str.to_date("%Y-%m-%d", strict=False)
    plain = on.is_not_null() & (bare.str.len_bytes() == 10).fill_null(False)
    frame = pl.DataFrame({"bare": bare, "kind": kind, "on": on})
    nothing = pl.lit(None, pl.String)
    frame = frame.with_columns(
        precision=pl.when(plain).then(pl.lit("day")),
        problem=nothing,
        noted=nothing,
        place=nothing,
        swapped=pl.lit(False),
    )
    rest = (~plain & bare.is_not_null() & (bare != "")).fill_null(False)
    if rest.any():
        frame = _put(frame, rest, _read_rest(frame.filter(rest), today, with_place=with_place))
    return _judge(frame, today)


def _put(frame: pl.DataFrame, where: pl.Series, part: pl.DataFrame) -> pl.DataFrame:
    at = where.arg_true()
    return frame.with_columns(frame[name].scatter(at, part[name]) for name in part.columns)


def _read_rest(rest: pl.DataFrame, today: date, *, with_place: bool) -> pl.DataFrame:
    """Read the cells that are no plain year-month-day."""
    upper = pl.col("bare").str.to_uppercase().str.replace(_TIME, "")
    split = rest.select("kind", upper.alias("upper"))
    if with_place or split["upper"].str.contains(r"^[A-Z]{3,}.*[0-9]{4}$").any():
        groups = pl.col("upper").str.extract_groups(_PLACE)
        splits = pl.lit(True) if with_place else pl.col("upper").str.contains("[0-9]")
        split = split.with_columns(
            place=pl.when(splits).then(groups.struct.field("1").replace(["", "TH", "THN", "TAHUN"], None)),
            text=pl.when(splits).then(groups.struct.field("2")).otherwise("upper"),
        )
    else:
        split = split.with_columns(place=pl.lit(None, pl.String), text=pl.col("upper"))
    words, figures = (pl.col("text").str.extract_groups(pattern) for pattern in _PARTS)
    parts = split.with_columns(
        *(pl.coalesce(figures.struct.field(name), words.struct.field(name)).alias(name) for name in ("a", "b", "c")),
        year_alone=pl.col("text").str.extract(_YEAR_ALONE, 1),
        serial=pl.col("text").str.extract(r"^([0-9]{4,5})(?:[.,][0-9]+)?$", 1).cast(pl.Int64),
        run=pl.col("text").str.extract(r"^([0-9]{8}|[0-9]{6})$", 1),
        empty=pl.col("text").str.contains(_NOTHING),
    )
    parts = _split_runs(parts)
    return _days(parts, today)


def _split_runs(parts: pl.DataFrame) -> pl.DataFrame:
    """Split dates written without marks: 12031985, 19850312, 120385."""
    if parts["run"].null_count() == parts.height:
        return parts
    run = pl.col("run")
    iso = run.str.contains(r"^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]$") & (run.str.len_bytes() == 8)
    return parts.with_columns(
        a=pl.when(run.is_null()).then("a").when(iso).then(run.str.slice(0, 4)).otherwise(run.str.slice(0, 2)),
        b=pl.when(run.is_null()).then("b").when(iso).then(run.str.slice(4, 2)).otherwise(run.str.slice(2, 2)),
        c=pl.when(run.is_null()).then("c").when(iso).then(run.str.slice(6, 2)).otherwise(run.str.slice(4)),
    )


def _days(parts: pl.DataFrame, today: date) -> pl.DataFrame:
    word = pl.col("b").str.slice(0, 3).replace_strict(_MONTHS, default=None, return_dtype=pl.Int64)
    numbers = parts.select(
        a=pl.col("a").cast(pl.Int64, strict=False),
        b=pl.coalesce(pl.col("b").cast(pl.Int64, strict=False), word),
        c=pl.col("c").cast(pl.Int64, strict=False),
        year_first=pl.col("a").str.len_bytes() == 4,
        short=(pl.col("c").str.len_bytes() <= 2) & (pl.col("a").str.len_bytes() <= 2),
    )
    year_first = numbers["year_first"].fill_null(False).to_numpy()
    a, b, c = (numbers[n].fill_null(-1).to_numpy() for n in "abc")
    year, month, day = np.where(year_first, a, c), b, np.where(year_first, c, a)
    short = numbers["short"].fill_null(False).to_numpy()
    century = today.year // 100 * 100
    year = np.where(short & (year >= 0), np.where(century + year > today.year, century - 100, century) + year, year)
    swapped = (month > 12) & (day >= 1) & (day <= 12)
    month, day = np.where(swapped, day, month), np.where(swapped, month, day)
    sound = is_day(year, month, day)
    numeric = (parts["kind"] == CellKind.NUMBER).to_numpy()
    serial = parts["serial"].fill_null(0).to_numpy()
    is_year = parts["year_alone"].is_not_null().to_numpy()
    is_serial = (serial >= _SERIALS[0]) & (serial <= _SERIALS[1]) & ~is_year & (parts["a"].is_null().to_numpy())
    is_serial |= numeric & (serial > 10_000) & (serial <= _SERIALS[1])
    figures = parts["b"].str.contains("^[0-9?X*]+$").fill_null(False).to_numpy()
    zero = figures & ((day <= 0) | (month <= 0)) & (year >= 1850)
    alone = parts["year_alone"].cast(pl.Int64).fill_null(0).to_numpy()
    only_year = is_year | (zero & ~sound)
    year = np.where(is_year, alone, year)
    ordinal = np.where(
        is_serial, serial + _EPOCH, epoch_day(year, np.where(only_year, 12, month), np.where(only_year, 31, day))
    )
    known = sound | is_serial | only_year
    empty = parts["empty"].fill_null(False).to_numpy() | (parts["text"] == "").fill_null(False).to_numpy()
    split = parts["a"].is_not_null().to_numpy() & (figures | (month > 0))
    problem = np.select(
        [empty & ~is_serial, only_year, known & swapped, known & short & ~is_serial, known, split],
        ["empty", "date_year_only", "date_swapped", "date_two_digit_year", "", "date_impossible"],
        "date_unreadable",
    )
    result = pl.DataFrame(
        {
            "on": pl.Series(np.where(known & ~(empty & ~is_serial), ordinal, 0)).cast(pl.Int32).cast(pl.Date),
            "known": known & ~(empty & ~is_serial),
            "precision": np.where(only_year, "year", "day"),
            "problem": problem,
            "noted": np.where(is_serial, "date_serial", ""),
            "place": parts["place"],
            "swapped": swapped & sound,
        }
    )
    return result.select(
        pl.when("known").then("on").alias("on"),
        pl.when("known").then("precision").alias("precision"),
        pl.when(pl.col("problem") != "").then("problem").alias("problem"),
        pl.when(pl.col("noted") != "").then("noted").alias("noted"),
        "place",
        "swapped",
    )


def is_day(year: Numbers, month: Numbers, day: Numbers) -> npt.NDArray[np.bool_]:
    """Say for each line whether the three make a day of the calendar."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = np.select([month == 2, np.isin(month, (4, 6, 9, 11))], [np.where(leap, 29, 28), 30], 31)
    sound: npt.NDArray[np.bool_] = (
        (year >= 1000) & (year <= 9999) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= last)
    )
    return sound


def epoch_day(year: Numbers, month: Numbers, day: Numbers) -> Numbers:
    """Return the days since 1970-01-01; 0 where the year or month is none."""
    sound = (year >= 1000) & (year <= 9999) & (month >= 1) & (month <= 12)
    months = (np.where(sound, year, 1970) - 1970).astype("int64") * 12 + np.where(sound, month, 1) - 1
    first: Numbers = months.astype("datetime64[M]").astype("datetime64[D]").astype("int64")
    return np.where(sound, first + day - 1, 0)


def _judge(frame: pl.DataFrame, today: date) -> pl.DataFrame:
    """Name dates that have not come yet or lie before any living memory; forget the marks of empty cells."""
    on = pl.col("on")
    problem = (
        pl.when((pl.col("problem") == "empty").fill_null(False))
        .then(None)
        .when(on > today)
        .then(pl.lit("date_future"))
        .when(on < date(_FIRST_YEAR, 1, 2))
        .then(pl.lit("date_too_early"))
        .otherwise(pl.col("problem"))
    )
    return frame.with_columns(
        empty=pl.col("bare").is_null() | (pl.col("bare") == "") | (pl.col("problem") == "empty").fill_null(False),
        problem=problem,
    ).drop("bare", "kind")
