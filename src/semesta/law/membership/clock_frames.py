"""Clocks of a frame of members: the same counts as `clock`, from a frame of paid months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from semesta.law.asking import WrongQuestionError
from semesta.law.benefit.scholarship import MONTHS_OF_YEAR
from semesta.law.book import Law, Readings
from semesta.law.columns import known, vetted
from semesta.law.explanation import Inquiry
from semesta.law.membership.clock_scalar import breaking_gap, grace_months, months_of_credit
from semesta.law.parameter import CLASSES
from semesta.law.words import Words

_CLOCK_TYPES: dict[str, pl.DataType] = {
    "state": pl.String(), "first_paid": pl.Date(), "last_paid": pl.Date(), "unpaid_months": pl.Int64(),
    "lapses_in": pl.Date(), "membership_months": pl.Int64(), "membership_days": pl.Int64(),
    "contribution_months": pl.Int64(), "is_full_jkm": pl.Boolean(), "is_scholarship_due": pl.Boolean(),
}  # fmt: skip
CLOCK_COLUMNS = tuple(_CLOCK_TYPES)
_ROW = "__row"
_PEOPLE: dict[str, tuple[pl.DataType, Any]] = {
    "membership_class": (pl.String(), "BPU"),
    "started_on": (pl.Date(), None),
}


@dataclass(frozen=True)
class _Terms:
    grace: tuple[tuple[str, int, int, int], ...]
    due_day: int
    own_due_day: int | None
    full_after: int | None
    full_after_days: int
    waiting_months: int | None


def clocks(
    law: Law, people: pl.DataFrame, paid: pl.DataFrame, *, readings: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """Return `people` with CLOCK_COLUMNS appended, rows in the same order.

    `people`: person (unique, any type), on (Date), optional membership_class (default BPU) and started_on. `paid`:
    person, month (Date, first of the month); further rows for the same month count once. Months come back as Date.
    """
    chosen = law.readings(readings)
    if "person" not in people.columns or "person" not in paid.columns:
        raise WrongQuestionError("person", "-", must=Words("kolom ini wajib ada", "this column is required"))
    if people["person"].n_unique() != people.height:
        raise WrongQuestionError("person", "-", must=Words("setiap orang satu baris", "one row per person"))
    frame = pl.concat(
        [people.select("person"), vetted(people, required={"on": pl.Date()}, optional=_PEOPLE)], how="horizontal"
    ).with_row_index(_ROW)
    known(frame["membership_class"], CLASSES)
    by_terms: dict[_Terms, list[date]] = {}
    for day in frame["on"].unique().to_list():
        by_terms.setdefault(_terms(law, day, chosen), []).append(day)
    pieces = [_worked(frame.filter(pl.col("on").is_in(days)), paid, terms, chosen) for terms, days in by_terms.items()]
    if not pieces:
        return people.with_columns(pl.Series(name, [], dtype) for name, dtype in _CLOCK_TYPES.items())
    return pl.concat([people, pl.concat(pieces).sort(_ROW).select(CLOCK_COLUMNS)], how="horizontal")


def _terms(law: Law, day: date, readings: Readings) -> _Terms:
    inquiry = Inquiry(law, day, readings)
    graces = [(name, grace_months(inquiry, name)) for name in CLASSES]
    waiting = inquiry.whole_or_none("benefit/scholarship/jkm_waiting_years")
    return _Terms(
        tuple((name, grace, breaking_gap(inquiry, grace), months_of_credit(name)) for name, grace in graces),
        inquiry.whole("contribution/pu/due_day"),
        inquiry.whole("contribution/bpu/due_day") if readings["running_month"] == "until_due_day" else None,
        inquiry.whole_or_none("benefit/jkm/full_after_months"),
        inquiry.whole_or_none("benefit/jkm/full_after_days") or 0,
        None if waiting is None else waiting * MONTHS_OF_YEAR,
    )


def _index(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int32) * MONTHS_OF_YEAR + day.dt.month().cast(pl.Int32) - 1


def _first_day(index: pl.Expr) -> pl.Expr:
    return pl.date(index // MONTHS_OF_YEAR, index % MONTHS_OF_YEAR + 1, 1)


def _worked(frame: pl.DataFrame, paid: pl.DataFrame, terms: _Terms, readings: Readings) -> pl.DataFrame:
    col = pl.col
    grace = pl.DataFrame(terms.grace, schema=["membership_class", "__grace", "__gap", "__credit"], orient="row")
    before_due = 1 + (col("on").dt.day() <= terms.due_day).cast(pl.Int32)
    frame = frame.join(grace, on="membership_class", how="left", maintain_order="left").with_columns(
        _index(col("on")).alias("__event")
    )
    before_own_due = pl.lit(0, pl.Int32)
    if terms.own_due_day is not None:
        before_own_due = (col("on").dt.day() <= terms.own_due_day).cast(pl.Int32)
    through = (
        pl.when(col("membership_class") == "PU").then(col("__event") - before_due)
        .when(col("membership_class") == "BPU").then(col("__event") - before_own_due)
        .otherwise(col("__event"))
    )  # fmt: skip
    frame = frame.with_columns(through.alias("__through"))
    months = (
        paid.lazy()
        .select("person", _index(col("month")).alias("__month"))
        .join(frame.lazy().select("person", _ROW, "__event", "__gap"), on="person")
        .filter(col("__month") <= col("__event"))
        .sort(_ROW, "__month")
        .with_columns((col(_ROW) == col(_ROW).shift(1)).fill_null(False).alias("__same"))
        .filter(~(col("__same") & (col("__month") == col("__month").shift(1))))
        .with_columns((col("__month") - col("__month").shift(1) - 1 >= col("__gap")).fill_null(False).alias("__cut"))
        .with_columns((~col("__same") | col("__cut")).alias("__starts"))
        .with_row_index("__place")
    )
    place = col("__place").cast(pl.Int64)
    counted = (
        months.group_by(_ROW)
        .agg(
            col("__month").min().alias("__first"),
            col("__month").max().alias("__last"),
            (col("__month") < col("__event")).sum().cast(pl.Int64).alias("__paid_all"),
            col("__month").filter(col("__starts")).max().alias("__start"),
            (place.filter(col("__starts")).max() - place.min()).alias("__earlier"),
        )
        # rows stand in order, so those before the last spell's first one are the months of earlier spells
        .with_columns(pl.max_horizontal(col("__paid_all") - col("__earlier"), 0).alias("__paid_spell"))
        .collect()
    )
    frame = frame.join(counted, on=_ROW, how="left", maintain_order="left")
    return _columns(frame, terms, readings)


def _columns(frame: pl.DataFrame, terms: _Terms, readings: Readings) -> pl.DataFrame:
    col = pl.col

    def since(name: str) -> tuple[pl.Expr, pl.Expr]:
        resets = readings[name] == "resets"
        return (col("__start"), col("__paid_spell")) if resets else (col("__first"), col("__paid_all"))

    start, by_paid = since("lapse_resets_three_months")
    years_start, years_paid = since("lapse_resets_three_years")
    calendar = (col("__event") - start).cast(pl.Int64)
    months = by_paid if readings["three_months_counted"] == "paid_months" else calendar
    years_calendar = (col("__event") - years_start).cast(pl.Int64)
    contributed = years_paid if readings["three_years_counted"] == "paid_months" else years_calendar
    own_start = col("started_on").is_not_null() & (_index(col("started_on")) == start)
    day_one = pl.when(own_start).then(col("started_on")).otherwise(_first_day(start))
    unpaid = pl.max_horizontal((col("__through") - col("__last")).cast(pl.Int64), pl.lit(0, pl.Int64))
    frame = frame.with_columns(
        unpaid.alias("unpaid_months"),
        months.fill_null(0).alias("membership_months"),
        pl.max_horizontal((col("on") - day_one).dt.total_days(), pl.lit(0, pl.Int64))
        .fill_null(0)
        .alias("membership_days"),
        contributed.fill_null(0).alias("contribution_months"),
        _first_day(col("__first")).alias("first_paid"),
        _first_day(col("__last")).alias("last_paid"),
        _first_day(col("__last") + col("__grace") + 1 + col("__credit")).cast(pl.Date).alias("lapses_in"),
    )
    never = col("__last").is_null()
    state = (
        pl.when(never | (col("unpaid_months") > col("__grace"))).then(pl.lit("lapsed"))
        .when(col("unpaid_months") == 0).then(pl.lit("active"))
        .otherwise(pl.lit("grace"))
    )  # fmt: skip
    full = _is_full(terms, readings) & ~never
    long_enough = pl.lit(False) if terms.waiting_months is None else col("contribution_months") >= terms.waiting_months
    return frame.with_columns(
        pl.when(never).then(0).otherwise("unpaid_months").cast(pl.Int64).alias("unpaid_months"),
        state.alias("state"),
        full.alias("is_full_jkm"),
        (long_enough & ~never).alias("is_scholarship_due"),
    ).select(_ROW, *CLOCK_COLUMNS)


def _is_full(terms: _Terms, readings: Readings) -> pl.Expr:
    if terms.full_after is None:
        return pl.lit(False)
    if terms.full_after == 0:
        return pl.lit(True)
    if readings["three_months_counted"] == "ninety_days":
        enough = pl.col("membership_days") >= terms.full_after_days
    else:
        enough = pl.col("membership_months") >= terms.full_after
    if readings["three_months_scope"] == "bpu_only":
        return enough | (pl.col("membership_class") != "BPU")
    return enough
