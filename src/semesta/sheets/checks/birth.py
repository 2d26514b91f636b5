"""Read birthplace and birth date, whether in two columns or one, and hold the date against the NIK and the age.

The NIK settles swapped day and month, and fills an empty date; where the two contradict one another, both stay as they
are and a person is asked. Precision: `day`, `heaped` (31 December, 1 January: often only the year is known) or `year`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.desk import Desk, Mask
from semesta.sheets.normalise.dates import DAY, NO_DAY, YEAR, Dates, date_parts, day_column, epoch_day, read_dates
from semesta.sheets.normalise.gaps import or_else
from semesta.sheets.normalise.numbers import Numbers
from semesta.sheets.normalise.text import tidy
from semesta.sheets.workbook import CellKind

_SURE_SWAPS: Final = 5
_LOCALE_CELLS: Final = 10
_AGE_SLACK: Final = (-2, 3)
"""An age may be up to 3 years behind the birth date (old list) or 2 ahead (counted upwards)."""
_UNUSABLE: Final = ("date_future", "date_too_early")


@dataclass
class Births:
    """Birth dates with what the NIK says of them; one entry per line.

    differs: date and NIK contradict; same: they agree; turned: they agree once day and month are swapped. None of the
    three where either is unknown. `nik_on`: the date in the NIK, `NO_DAY` where the NIK is not sound.
    """

    dates: Dates
    written: pl.Series
    kind: npt.NDArray[np.uint8]
    combined: Mask  # read from a column of place and date
    year: npt.NDArray[np.int64]
    month: npt.NDArray[np.int64]
    day: npt.NDArray[np.int64]
    nik_on: npt.NDArray[np.int32]
    same: Mask
    turned: Mask
    differs: Mask


def read_births(desk: Desk, niks: Numbers) -> Births:
    """Read the birth columns, put birth_place, and hold the dates against the NIK."""
    today = desk.context.today
    text, both = desk.text("birth_on"), desk.text("birth")
    combined = np.zeros(len(desk), dtype=bool)
    if both is None:
        written = text if text is not None else desk.nothing(pl.String())
        kind = desk.kind("birth_on")
        dates = read_dates(written, kind, today=today)
    else:
        written, kind = both, desk.kind("birth")
        dates = read_dates(both, kind, today=today, with_place=True)
        combined[:] = True
        if text is not None:
            plain = read_dates(text, desk.kind("birth_on"), today=today)
            combined = plain.empty & ~dates.empty
            dates = _either(combined, dates, plain)
            written = both.zip_with(pl.Series(combined), text)
            kind = np.where(combined, kind, desk.kind("birth_on"))
    _put_place(desk, dates)
    return _held(dates, written, kind, combined, niks, today)


def _either(first: Mask, one: Dates, other: Dates) -> Dates:
    place = one.place if other.place is None else other.place
    return Dates(
        np.where(first, one.on, other.on),
        np.where(first, one.precision, other.precision),
        np.where(first, one.problem, other.problem),
        np.where(first, one.serial, other.serial),
        np.where(first, one.empty, other.empty),
        place,
    )


def _put_place(desk: Desk, dates: Dates) -> None:
    column = desk.text("birth_place")
    place = tidy(column) if column is not None else None
    if dates.place is not None:
        beside = tidy(dates.place)
        place = beside if place is None else or_else(place, beside)
    desk.put(birth_place=place if place is not None else desk.nothing(pl.String()))


def _held(
    dates: Dates, written: pl.Series, kind: npt.NDArray[np.uint8], combined: Mask, niks: Numbers, today: date
) -> Births:
    """Compare the birth dates with those in the NIK."""
    sound = niks.sound
    century = today.year // 100 * 100
    full = np.where(niks.year + century > today.year, niks.year + century - 100, niks.year + century)
    nik_on = np.full(len(sound), NO_DAY, dtype=np.int32)
    nik_on[sound] = epoch_day(full[sound], niks.month[sound], niks.day[sound])
    year, month, day = dates.parts()
    unusable = (
        np.isin(dates.problem.astype(str), _UNUSABLE) if dates.problem.any() else np.zeros(len(sound), dtype=bool)
    )
    known = sound & dates.known & ~unusable
    same_year = year % 100 == niks.year
    exact = same_year & (day == niks.day) & (month == niks.month)
    by_day = dates.precision == DAY
    same = known & np.where(by_day, exact, same_year)
    turned = known & by_day & same_year & (day == niks.month) & (month == niks.day) & ~exact
    differs = known & ~same & ~turned
    return Births(dates, written, kind, combined, year, month, day, nik_on, same, turned, differs)


def settle_births(desk: Desk, births: Births, usable: Mask) -> None:
    """Repair, fill, and tell; `usable`: lines whose NIK may speak for the person. Puts birth_on and birth_precision."""
    dates = births.dates
    turned = births.turned & usable
    filled = dates.empty & usable & (births.nik_on != NO_DAY)
    final = dates.on.copy()
    final[turned] = epoch_day(births.year[turned], births.day[turned], births.month[turned])
    final[filled] = births.nik_on[filled]
    known = final != NO_DAY
    _, month, day = date_parts(np.where(known, final, 0))
    heaped = known & (((month == 12) & (day == 31)) | ((month == 1) & (day == 1))) & (dates.precision != YEAR)
    precision = np.select([~known, dates.precision == YEAR, heaped], [0, 3, 2], 1)
    words = pl.Series([None, "day", "heaped", "year"], dtype=pl.String)
    column = day_column(final)
    desk.put(birth_on=column, birth_precision=words[precision])
    has_column = desk.in_tables_with("birth_on", "birth")
    for name, mine in (("birth", births.combined), ("birth_on", ~births.combined)):
        if mine.any():
            _tell(desk, births, name, mine, column, turned, usable)
            desk.found.once(heaped & mine, name, "birth_heaped", before=births.written, after=column)
            desk.found.cells(filled & mine & has_column, name, "birth_from_nik", before=births.written, after=column)
            empty = dates.empty & ~filled & mine & has_column
            desk.found.cells(empty, name, "birth_missing", before=births.written)
    desk.found.once(filled & ~has_column, "birth_on", "birth_column_from_nik")
    _tell_suspected_swaps(desk, births, usable)
    _tell_ages(desk, final, known)


def _tell(desk: Desk, births: Births, name: str, mine: Mask, final: pl.Series, turned: Mask, usable: Mask) -> None:
    found, written, dates = desk.found, births.written, births.dates
    found.cells(turned & mine, name, "date_swapped", before=written, after=final, detail="NIK")
    if dates.problem.any():
        wrong = np.flatnonzero((dates.problem != None) & mine & ~turned)  # noqa: E711 - an array of objects
        codes = dates.problem[wrong].tolist()
        hints = day_column(np.where(usable[wrong], births.nik_on[wrong], NO_DAY)).to_list()
        days = final[wrong].to_list()
        after = [_suggestion(c, d, h) for c, d, h in zip(codes, days, hints, strict=True)]
        detail = ["> 12" if c == "date_swapped" else "" for c in codes]
        found.cells(wrong, name, codes, before=written, after=after, detail=detail)
    found.once(dates.serial & mine, name, "date_serial", before=written, after=final)


def _suggestion(code: str, day: date | None, hint: date | None) -> str:
    if code in ("date_swapped", "date_two_digit_year"):
        return str(day)
    if code == "date_year_only" and day is not None:
        return str(day.year)
    return str(hint) if hint is not None else ""


def _tell_suspected_swaps(desk: Desk, births: Births, usable: Mask) -> None:
    """Where a column was turned on the rows the NIK can judge, doubt the rows it cannot."""
    known = births.dates.known & (births.dates.precision == DAY)
    low = known & (births.day <= 12) & (births.day != births.month)
    dated = births.kind == CellKind.DATE
    if births.turned.sum() < _SURE_SWAPS and not (dated.any() and (known & ~dated).any()):
        return
    tables = desk.found.tables
    count = len(desk.tables)

    def per_table(lines: Mask) -> npt.NDArray[np.int64]:
        return np.bincount(tables[lines], minlength=count)

    turned, right = per_table(births.turned), per_table(low & births.same)
    by_nik = (turned >= _SURE_SWAPS) & (turned > right)
    high = births.day > 12
    by_kind = (
        (per_table(known & dated & ~high) >= _LOCALE_CELLS)
        & (per_table(known & ~dated & high) >= _LOCALE_CELLS)
        & (per_table(known & dated & high) == 0)
        & (per_table(known & ~dated & ~high) == 0)
    )
    judged = (births.same | births.turned | births.differs) & usable
    suspected = np.flatnonzero((by_nik | by_kind)[tables] & low & ~judged)
    if suspected.size:
        swapped = day_column(
            epoch_day(births.year[suspected], births.day[suspected], births.month[suspected]).astype(np.int32)
        )
        column = births.dates.column()
        desk.found.cells(suspected, "birth_on", "date_swap_suspected", before=column, after=swapped.to_list())


def _tell_ages(desk: Desk, final: npt.NDArray[np.int32], known: Mask) -> None:
    text = desk.text("age")
    if text is None:
        return
    today = desk.context.today
    years = text.str.extract(r"^\s*([0-9]{1,3})(?:[.,]0+)?\s*(?i:TH|THN|TAHUN)?\.?\s*$", 1).cast(pl.Int64)
    written = years.fill_null(-1).to_numpy()
    year, month, day = date_parts(np.where(known, final, 0))
    age = today.year - year - (month * 100 + day > today.month * 100 + today.day)
    apart = age - written
    wrong = np.flatnonzero(known & (written >= 0) & ((apart < _AGE_SLACK[0]) | (apart > _AGE_SLACK[1])))
    desk.found.cells(wrong, "age", "age_mismatch", before=text, after=age[wrong].tolist())
