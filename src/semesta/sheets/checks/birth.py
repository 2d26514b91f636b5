"""Read birthplace and birth date, whether in two columns or one, and hold the date against the NIK and the age.

The NIK settles swapped day and month, and fills an empty date; where the two contradict one another, both stay as they
are and a person is asked. Precision: `day`, `heaped` (31 December, 1 January: often only the year is known) or `year`.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from semesta.sheets.desk import Desk
from semesta.sheets.normalise.dates import epoch_day, read_dates
from semesta.sheets.normalise.text import tidy
from semesta.sheets.workbook import CellKind

_SURE_SWAPS: Final = 5
_LOCALE_CELLS: Final = 10
_AGE_SLACK: Final = (-2, 3)
"""An age may be up to 3 years behind the birth date (old list) or 2 ahead (counted upwards)."""


def read_births(desk: Desk) -> pl.DataFrame:
    """Read the birth columns: on, precision, problem, noted, empty, written, kind, and the field they came from."""
    today = desk.context.today
    parts: list[pl.DataFrame] = []
    for name in ("birth_on", "birth"):
        text = desk.text(name)
        if text is not None:
            dates = read_dates(text, desk.kind(name), today=today, with_place=name == "birth")
            parts.append(
                dates.with_columns(text.alias("written"), desk.kind(name).alias("kind"), pl.lit(name).alias("field"))
            )
    if not parts:
        empty = read_dates(desk.nothing(pl.String()), desk.kind(""), today=today)
        parts = [
            empty.with_columns(
                desk.nothing(pl.String()).alias("written"),
                desk.kind("").alias("kind"),
                pl.lit("birth_on").alias("field"),
            )
        ]
    births = parts[0]
    if len(parts) == 2:
        births = _either(*parts)
    place = desk.text("birth_place")
    tidied = tidy(place) if place is not None else desk.nothing(pl.String())
    desk.put(birth_place=pl.select(pl.coalesce(tidied, tidy(births["place"]))).to_series())
    return births


def _either(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Take each line from the first frame unless it is empty there."""
    use = first["empty"] & ~second["empty"]
    return pl.DataFrame([second[name].zip_with(use, first[name]) for name in first.columns])


def hold_against_nik(births: pl.DataFrame, niks: pl.DataFrame, today: date) -> pl.DataFrame:
    """Add nik_on (the date the NIK encodes), same, swapped and differs, null where either is unknown."""
    sound = (niks["problem"].is_null() | (niks["problem"] == "maybe_rounded")) & niks["digits"].is_not_null()
    day, month, year = (niks[n].fill_null(0).cast(pl.Int64).to_numpy() for n in ("day", "month", "year"))
    full = np.where(
        year + today.year // 100 * 100 > today.year,
        year + today.year // 100 * 100 - 100,
        year + today.year // 100 * 100,
    )
    nik_on = pl.Series("nik_on", epoch_day(full, month, day)).cast(pl.Int32).cast(pl.Date)
    frame = births.with_columns(
        nik_on, sound.alias("sound"), niks["day"].alias("nd"), niks["month"].alias("nm"), niks["year"].alias("ny")
    )
    on = pl.col("on")
    known = (
        pl.col("sound")
        & on.is_not_null()
        & ~pl.col("problem").is_in(["date_future", "date_too_early"]).fill_null(False)
    )
    same_year = on.dt.year() % 100 == pl.col("ny")
    exact = same_year & (on.dt.day() == pl.col("nd")) & (on.dt.month() == pl.col("nm"))
    turned = same_year & (on.dt.day() == pl.col("nm")) & (on.dt.month() == pl.col("nd")) & ~exact
    only_year = pl.col("precision") == "year"
    same = pl.when(only_year).then(same_year).otherwise(exact)
    return frame.with_columns(
        nik_on=pl.when("sound").then("nik_on"),
        same=pl.when(known).then(same),
        turned=(known & ~only_year & turned).fill_null(False),
    ).with_columns(differs=(~pl.col("same") & ~pl.col("turned")).fill_null(False))


def settle_births(desk: Desk, births: pl.DataFrame, usable_nik: pl.Series) -> None:
    """Repair, fill, and tell; `usable_nik`: lines whose NIK may speak for the person.

    Puts birth_on and birth_precision.
    """
    has_column = desk.in_tables_with("birth_on") | desk.in_tables_with("birth")
    frame = births.with_columns(
        desk.raw["t"], desk.raw["row"], usable_nik.alias("usable"), has_column.alias("has_column")
    )
    frame = frame.with_columns(
        turned=pl.col("turned") & pl.col("usable"),
        filled=pl.col("empty") & pl.col("usable") & pl.col("nik_on").is_not_null(),
    )
    # pl.date raises on parts that make no day, so only turned lines may reach it
    turned = frame["turned"]
    if turned.any():
        at = turned.arg_true()
        part = frame.filter(pl.col("turned")).select(
            pl.date(pl.col("on").dt.year(), pl.col("nm"), pl.col("nd")).alias("v")
        )
        frame = frame.with_columns(frame["on"].scatter(at, part["v"]).alias("mended"))
    else:
        frame = frame.with_columns(mended=pl.col("on"))
    frame = frame.with_columns(final=pl.when("filled").then("nik_on").otherwise("mended"))
    heaped = ((pl.col("final").dt.month() == 12) & (pl.col("final").dt.day() == 31)) | (
        (pl.col("final").dt.month() == 1) & (pl.col("final").dt.day() == 1)
    )
    precision = (
        pl.when(pl.col("final").is_null())
        .then(None)
        .when(pl.col("precision") == "year")
        .then(pl.lit("year"))
        .when(heaped)
        .then(pl.lit("heaped"))
        .otherwise(pl.lit("day"))
    )
    frame = frame.with_columns(birth_precision=precision)
    desk.put(birth_on=frame["final"], birth_precision=frame["birth_precision"])
    _tell(desk, frame)
    _tell_suspected_swaps(desk, frame)
    _tell_ages(desk, frame)


def _tell(desk: Desk, frame: pl.DataFrame) -> None:
    found, written, final = desk.found, pl.col("written"), pl.col("final")
    for name in frame["field"].unique().sort():
        part = frame if frame["field"].n_unique() == 1 else frame.filter(pl.col("field") == name)
        masks = part.select(
            turned=pl.col("turned").any(),
            problem=pl.col("problem").is_not_null().any(),
            noted=pl.col("noted").is_not_null().any(),
        ).row(0)
        if masks[0]:
            turned = part.filter(pl.col("turned"))
            found.cells(turned, name, "date_swapped", before=written, after=final, detail=pl.lit("NIK"))
        if masks[1]:
            wrong = part.filter(pl.col("problem").is_not_null() & ~pl.col("turned"))
            after = (
                pl.when(pl.col("problem").is_in(["date_swapped", "date_two_digit_year"]))
                .then(final.cast(pl.String))
                .when(pl.col("problem") == "date_year_only")
                .then(final.dt.year().cast(pl.String))
                .otherwise(pl.when("usable").then(pl.col("nik_on")).cast(pl.String))
            )
            detail = pl.when(pl.col("problem") == "date_swapped").then(pl.lit("> 12"))
            found.cells(wrong, name, pl.col("problem"), before=written, after=after, detail=detail)
        if masks[2]:
            found.once(part.filter(pl.col("noted") == "date_serial"), name, "date_serial", before=written, after=final)
        found.once(
            part.filter(pl.col("birth_precision") == "heaped"), name, "birth_heaped", before=written, after=final
        )
        empty = part.filter(pl.col("empty") & pl.col("has_column"))
        if empty.height:
            found.cells(empty.filter(pl.col("filled")), name, "birth_from_nik", before=written, after=final)
            found.cells(empty.filter(~pl.col("filled")), name, "birth_missing", before=written)
    found.once(frame.filter(pl.col("filled") & ~pl.col("has_column")), "birth_on", "birth_column_from_nik")


def _tell_suspected_swaps(desk: Desk, frame: pl.DataFrame) -> None:
    """Where a column was turned on the rows the NIK can judge, doubt the rows it cannot."""
    low = (
        (pl.col("on").dt.day() <= 12)
        & (pl.col("on").dt.day() != pl.col("on").dt.month())
        & (pl.col("precision") == "day")
    )
    dates = pl.col("kind") == CellKind.DATE
    counts = frame.group_by("t").agg(
        turned=pl.col("turned").sum(),
        right=(low & pl.col("same").fill_null(False)).sum(),
        low_dates=(dates & (pl.col("on").dt.day() <= 12)).sum(),
        high_dates=(dates & (pl.col("on").dt.day() > 12)).sum(),
        low_texts=(~dates & (pl.col("on").dt.day() <= 12)).sum(),
        high_texts=(~dates & (pl.col("on").dt.day() > 12)).sum(),
    )
    by_nik = (pl.col("turned") >= _SURE_SWAPS) & (pl.col("turned") > pl.col("right"))
    by_kind = (
        (pl.col("low_dates") >= _LOCALE_CELLS)
        & (pl.col("high_texts") >= _LOCALE_CELLS)
        & (pl.col("high_dates") == 0)
        & (pl.col("low_texts") == 0)
    )
    suspected = counts.filter(by_nik | by_kind)["t"]
    if not suspected.len():
        return
    unjudged = pl.col("same").is_null() | ~pl.col("usable")
    rows = frame.filter(pl.col("t").is_in(suspected.to_list()) & low & unjudged & pl.col("on").is_not_null())
    swapped = pl.date(pl.col("on").dt.year(), pl.col("on").dt.day(), pl.col("on").dt.month())
    desk.found.cells(rows, "birth_on", "date_swap_suspected", before=pl.col("on"), after=swapped)


def _tell_ages(desk: Desk, frame: pl.DataFrame) -> None:
    text = desk.text("age")
    if text is None:
        return
    today = desk.context.today
    years = text.str.extract(r"^\s*([0-9]{1,3})(?:[.,]0+)?\s*(?i:TH|THN|TAHUN)?\.?\s*$", 1).cast(pl.Int32)
    had_birthday = (pl.col("final").dt.month() * 100 + pl.col("final").dt.day()) <= today.month * 100 + today.day
    age = today.year - pl.col("final").dt.year() - pl.when(had_birthday).then(0).otherwise(1)
    held = frame.select("t", "row", "final").with_columns(text.alias("written"), years.alias("years"), age=age)
    apart = pl.col("age") - pl.col("years")
    wrong = held.filter((apart < _AGE_SLACK[0]) | (apart > _AGE_SLACK[1]))
    desk.found.cells(wrong, "age", "age_mismatch", before=pl.col("written"), after=pl.col("age"))
