"""Dates in every form lists use, alone or after a birthplace in one cell, to days; and what is wrong with the rest.

Read as day-month-year, as Indonesian offices write. The forms that a column mostly has are read as whole columns; only
what is left is looked at cell by cell. The century of a two-digit year is the latest that is not in the future.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.normalise.gaps import filled, holds, or_else, without_blanks
from semesta.sheets.normalise.text import BLANKS
from semesta.sheets.workbook import CellKind

NO_DAY: Final = np.iinfo(np.int32).min
DAY, YEAR = 1, 2
"""Precision of a date: exact to the day, or to the year only (then kept as 31 December)."""

_MONTHS: Final = {
    **dict.fromkeys(("JAN",), 1),
    **dict.fromkeys(("FEB", "PEB"), 2),
    **dict.fromkeys(("MAR", "MRT"), 3),
    "APR": 4,
    **dict.fromkeys(("MEI", "MAY"), 5),
    "JUN": 6,
    "JUL": 7,
    **dict.fromkeys(("AGU", "AGT", "AGS", "AUG"), 8),
    "SEP": 9,
    **dict.fromkeys(("OKT", "OCT"), 10),
    **dict.fromkeys(("NOV", "NOP"), 11),
    **dict.fromkeys(("DES", "DEC"), 12),
}
_MONTH_NAMES: Final = (
    *("JANUARI", "FEBRUARI", "PEBRUARI", "MARET", "APRIL", "MEI", "JUNI", "JULI", "AGUSTUS", "SEPTEMBER", "OKTOBER"),
    *("NOVEMBER", "NOPEMBER", "DESEMBER"),
)
_SHAPES: Final = (
    (re.compile(r"^\d{4}-\d\d-\d\d$"), "%Y-%m-%d"),
    (re.compile(r"^\d{1,2}-\d{1,2}-\d{4}$"), "%d-%m-%Y"),
    (re.compile(r"^\d{1,2}/\d{1,2}/\d{4}$"), "%d/%m/%Y"),
    (re.compile(r"^\d{1,2}\.\d{1,2}\.\d{4}$"), "%d.%m.%Y"),
    (re.compile(r"^\d{1,2} [A-Za-z]+ \d{4}$"), "words"),
)
_SAMPLE: Final = 60
_OFTEN: Final = 0.15
_PLACE: Final = r"^([^0-9]*?)[ ,/.;:()\-]*([0-9].*)$"
_TIME = re.compile(r"[ T]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?$")
_PARTS = re.compile(r"^([0-9?X*]{1,4})[\s\-/.,_]+([0-9?X*]{1,2})[\s\-/.,_]+(\d{1,4})$")
_WORDED = re.compile(r"^(\d{1,4})[\s\-/.,_]*([A-Z]{3,12})[\s\-/.,_]*(\d{1,4})$")
_YEAR_ALONE = re.compile(r"^(?:TAHUN|TH|THN)?[ .]*((?:18|19|20)\d\d)$")
_NOTHING = re.compile(
    r"^[\s\-.0/_?]*$|^(?:BELUM|TIDAK|TDK|BLM)\b.*|^0{2,4}-0{2}-0{2,4}$|^N/?A$|^NULL$|^18\d\d-12-3[01]$|^1900-01-0[01]$"
)
_PLACE_ONE = re.compile(r"^([^0-9?]*?)[\s,/.;:()\-]*((?:[0-9?].*)?)$", re.S)
_RUN = re.compile(r"^(?:(\d\d)(\d\d)(\d{4}|\d\d)|)$")
_ISO_RUN = re.compile(r"^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)$")
_SERIALS: Final = (3_000, 60_000)  # 1908 to 2064
_EPOCH: Final = date(1899, 12, 30)
_FIRST_DAY: Final = date(1900, 1, 2)

_NO_DATE: Final = pl.Series([None], dtype=pl.Date)

Days = npt.NDArray[np.int32]


@dataclass
class Dates:
    """A column of dates, one entry per line.

    on: days since 1970-01-01, `NO_DAY` for none; precision: 0 for no date, `DAY` or `YEAR`; problem: a code of the
    catalogue about the cell or None; serial: an Excel serial number was read; empty: nothing is said; place: text
    before the date, where that was looked for.
    """

    on: Days
    precision: npt.NDArray[np.int8]
    problem: npt.NDArray[np.object_]
    serial: npt.NDArray[np.bool_]
    empty: npt.NDArray[np.bool_]
    place: pl.Series | None = None

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Return the lines that have a date."""
        result: npt.NDArray[np.bool_] = self.on != NO_DAY
        return result

    def parts(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return year, month and day of every line (of 1970-01-01 where there is none)."""
        return date_parts(np.where(self.known, self.on, 0))

    def column(self) -> pl.Series:
        """Return the dates as a Polars column."""
        return day_column(self.on)


def day_column(on: Days) -> pl.Series:
    """Return days since 1970-01-01 as dates, `NO_DAY` as null."""
    column = pl.Series(on, dtype=pl.Int32).cast(pl.Date)
    known = on != NO_DAY
    return column if known.all() else column.zip_with(pl.Series(known), _NO_DATE.new_from_index(0, len(on)))


def date_parts(
    on: npt.NDArray[np.integer],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Split days since 1970-01-01 into year, month and day."""
    days = on.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    month_number = months.astype(np.int64)
    day = (days - months).astype(np.int64) + 1
    return month_number // 12 + 1970, month_number % 12 + 1, day


def epoch_day(
    year: npt.NDArray[np.int64], month: npt.NDArray[np.int64], day: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return days since 1970-01-01 for parts that make a day."""
    months = (year - 1970) * 12 + month - 1
    first: npt.NDArray[np.int64] = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return first + day - 1


def read_dates(text: pl.Series, kind: npt.NDArray[np.uint8], *, today: date, with_place: bool = False) -> Dates:
    """Read a column of dates; `with_place`: a birthplace may stand before the date in the same cell."""
    bare = text.str.strip_chars(BLANKS)
    place: pl.Series | None = None
    if with_place:
        split = bare.to_frame("v").select(pl.col("v").str.extract_groups(_PLACE).alias("s")).unnest("s")
        place = without_blanks(split["1"])
        bare = pl.select(pl.coalesce(split["2"], bare)).to_series()
    on = _in_bulk(bare, kind)
    height = len(on)
    empty = ~holds(bare != "")
    known = on != NO_DAY
    dates = Dates(
        on,
        known.astype(np.int8) * DAY,
        np.full(height, None, dtype=object),
        np.zeros(height, dtype=bool),
        empty,
        place,
    )
    odd = np.flatnonzero(~known & ~empty)
    if odd.size:
        _read_odd(dates, odd, bare[odd].to_list(), kind, today, with_place=with_place)
    _judge(dates, today)
    return dates


def _in_bulk(bare: pl.Series, kind: npt.NDArray[np.uint8]) -> Days:
    """Read the forms that a sample of the column often has; NO_DAY for everything else."""
    sample = [cell for cell in bare.head(4 * _SAMPLE).to_list() if cell is not None][:_SAMPLE]
    sample = [cell for cell in sample if cell]
    days: pl.Series | None = None
    for shape, form in _SHAPES:
        often = sum(1 for cell in sample if shape.match(cell)) > _OFTEN * len(sample)
        if not often and not (form == "%Y-%m-%d" and (kind == CellKind.DATE).any()):
            continue
        cells, written = bare, form
        if form == "words":
            numbers = [f"{_MONTHS[name[:3]]:02d}" for name in _MONTH_NAMES]
            cells = bare.str.to_uppercase().str.replace_many(list(_MONTH_NAMES), numbers)
            written = "%d %m %Y"
        read = cells.str.to_date(written, strict=False)
        days = read if days is None else or_else(days, read)
        if not days.has_nulls():
            break
    if days is None:
        return np.full(len(bare), NO_DAY, dtype=np.int32)
    known = filled(days)
    on: Days = np.where(known, np.where(known, days.cast(pl.Int32).to_numpy(), 0), NO_DAY).astype(np.int32)
    on[(on != NO_DAY) & (on < (date(1800, 1, 1) - date(1970, 1, 1)).days)] = NO_DAY  # a year of two digits
    return on


def _read_odd(
    dates: Dates,
    odd: npt.NDArray[np.intp],
    cells: Sequence[str],
    kind: npt.NDArray[np.uint8],
    today: date,
    *,
    with_place: bool,
) -> None:
    numeric = (kind[odd] == CellKind.NUMBER).tolist()
    places: dict[int, str] = {}
    for i, cell, is_number in zip(odd.tolist(), cells, numeric, strict=True):
        text = _TIME.sub("", cell.upper())
        split = _PLACE_ONE.match(text)
        if split is not None and split[1] and (with_place or split[2]):
            if split[1] not in ("TH", "THN", "TAHUN"):
                places[i] = split[1].strip()
            text = split[2]
        day, precision, problem = read_odd_date(text, is_number=is_number, today=today)
        if problem == "empty":
            dates.empty[i] = True
        elif problem == "date_serial":
            dates.serial[i] = True
        else:
            dates.problem[i] = problem
        if day is not None:
            dates.on[i] = (day - date(1970, 1, 1)).days
            dates.precision[i] = precision
    if places:
        known = (
            dates.place if dates.place is not None else pl.Series([None], dtype=pl.String).new_from_index(0, len(kind))
        )
        dates.place = known.scatter(list(places), list(places.values()))


def read_odd_date(text: str, *, is_number: bool, today: date) -> tuple[date | None, int, str | None]:
    """Read one cell (upper case, without place or time): the day, its precision and what there is to tell.

    >>> read_odd_date("12-3-85", is_number=False, today=date(2026, 1, 31))
    (datetime.date(1985, 3, 12), 1, 'date_two_digit_year')
    >>> read_odd_date("00-00-1960", is_number=False, today=date(2026, 1, 31))
    (datetime.date(1960, 12, 31), 2, 'date_year_only')
    """
    if _NOTHING.match(text):
        return None, 0, "empty"
    year_alone = _YEAR_ALONE.match(text)
    if year_alone is not None:
        return date(int(year_alone[1]), 12, 31), YEAR, "date_year_only"
    figure = text.split(".")[0].split(",")[0]
    if (
        figure.isdigit()
        and len(figure) in (4, 5)
        and _SERIALS[0] <= int(figure) <= _SERIALS[1]
        and (is_number or len(figure) == 5)
    ):
        return _EPOCH + timedelta(days=int(figure)), DAY, "date_serial"
    found = _PARTS.match(text) or _WORDED.match(text) or _ISO_RUN.match(text) or _RUN.match(text)
    if found is None or not found[1]:
        return None, 0, "date_unreadable"
    return _of_parts(found[1], found[2], found[3], today)


def _of_parts(first: str, middle: str, last: str, today: date) -> tuple[date | None, int, str | None]:
    a, c = (int(part) if part.isdigit() else 0 for part in (first, last))
    if middle.isalpha() and len(middle) > 2:
        b = _MONTHS.get(middle[:3], -1)
        if b < 0:
            return None, 0, "date_unreadable"
    else:
        b = int(middle) if middle.isdigit() else 0
    short = len(first) <= 2 and len(last) <= 2
    year, month, day = (a, b, c) if len(first) == 4 else (c, b, a)
    if short:
        century = today.year // 100 * 100
        year += century if century + year <= today.year else century - 100
    elif not year >= 1000:
        return None, 0, "date_unreadable"
    turned = month > 12 and 1 <= day <= 12
    if turned:
        month, day = day, month
    try:
        return date(year, month, day), DAY, "date_swapped" if turned else "date_two_digit_year" if short else None
    except ValueError:
        if (month == 0 or day == 0) and year >= 1850 and not short:
            return date(year, 12, 31), YEAR, "date_year_only"
        return None, 0, "date_impossible"


def _judge(dates: Dates, today: date) -> None:
    """Name dates that have not come yet or lie before any living memory."""
    epoch = date(1970, 1, 1)
    known = dates.known
    dates.problem[known & (dates.on > (today - epoch).days)] = "date_future"
    dates.problem[known & (dates.on < (_FIRST_DAY - epoch).days)] = "date_too_early"
