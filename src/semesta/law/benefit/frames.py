"""What a frame of events costs the insurer: the same sums as the scalar benefits, on columns of whole rupiah."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from semesta.law.asking import LawGapError, WrongQuestionError
from semesta.law.benefit.answer import COVER_STATES, known_benefits
from semesta.law.benefit.scholarship import MONTHS_OF_YEAR
from semesta.law.book import Law, Readings
from semesta.law.columns import known, looked_up, rounded_share, vetted
from semesta.law.explanation import Inquiry
from semesta.law.words import Words

EVENTS = ("accident_death", "total_disability", "partial_disability", "temporary_incapacity", "other_death")
BENEFIT_COLUMNS = ("cash_rp", "funeral_rp", "periodic_rp", "total_rp", "scholarship_ceiling_rp")
SHARE_UNIT = 100_000
"""Disability shares come as whole numbers of one per 100,000 (4.5 % is 4500)."""
_REQUIRED: dict[str, pl.DataType] = {"event": pl.String(), "on": pl.Date(), "wage_rp": pl.Int64()}
_OPTIONAL: dict[str, tuple[pl.DataType, Any]] = {
    "membership_class": (pl.String(), "BPU"),
    "state": (pl.String(), "active"),
    "membership_months": (pl.Int64(), 0),
    "membership_days": (pl.Int64(), 0),
    "contribution_months": (pl.Int64(), 0),
    "children": (pl.Int64(), 0),
    "months_off": (pl.Int64(), 0),
    "days_off": (pl.Int64(), 0),
    "disability_share": (pl.Int64(), 0),
}
_AMOUNTS = (
    "wage_rp",
    "membership_months",
    "contribution_months",
    "children",
    "months_off",
    "days_off",
    "disability_share",
)
_ROW = "__row"
_ZERO = pl.lit(0, pl.Int64)


@dataclass(frozen=True)
class _Terms:
    """The law on a day, comparable so that days alike are worked together."""

    shares: tuple[tuple[str, Fraction], ...]
    wholes: tuple[tuple[str, int], ...]
    incapacity: tuple[tuple[int, Fraction], ...]
    ceiling_per_child: int


def benefits(law: Law, events: pl.DataFrame, *, readings: Mapping[str, str] | None = None) -> pl.DataFrame:
    """Return `events` with BENEFIT_COLUMNS (Int64 rupiah) appended, rows in the same order.

    Columns in: event (EVENTS), on (Date), wage_rp (see `benefit_wages`); optional: membership_class, state,
    membership_months, membership_days, contribution_months, children, months_off, days_off, disability_share (per
    100,000). `total_rp` is cash + funeral + periodic; the scholarship ceiling stands apart, as it is claimed by year.
    """
    chosen = law.readings(readings)
    frame = vetted(events, required=_REQUIRED, optional=_OPTIONAL, not_negative=_AMOUNTS).with_row_index(_ROW)
    known(frame["event"], EVENTS)
    known(frame["state"], COVER_STATES)
    _with_known_benefits(frame)
    by_terms: dict[_Terms, list[date]] = {}
    for day in frame["on"].unique().to_list():
        by_terms.setdefault(_terms(law, day, chosen), []).append(day)
    worked = [_worked(frame.filter(pl.col("on").is_in(days)), terms, chosen) for terms, days in by_terms.items()]
    if not worked:
        return events.with_columns(pl.Series(name, [], pl.Int64) for name in BENEFIT_COLUMNS)
    return pl.concat([events, pl.concat(worked).sort(_ROW).select(BENEFIT_COLUMNS)], how="horizontal")


def _with_known_benefits(frame: pl.DataFrame) -> None:
    for membership_class in frame["membership_class"].unique().to_list():
        known_benefits(membership_class)


def benefit_wages(law: Law, people: pl.DataFrame) -> pl.DataFrame:
    """Return `people` (on, membership_class, income_rp) with `wage_rp`, the monthly wage benefits are counted on."""
    required = {"on": pl.Date(), "membership_class": pl.String(), "income_rp": pl.Int64()}
    frame = vetted(people, required=required, optional={}, not_negative=("income_rp",)).with_row_index(_ROW)
    _with_known_benefits(frame)
    months = pl.col("on").dt.month_start()
    by_table: dict[tuple[tuple[int, int], ...], list[date]] = {}
    for day in frame.select(months)["on"].unique().to_list():
        rows = Inquiry(law, day, law.readings()).rows("contribution/bpu/jkk_basis")
        by_table.setdefault(tuple((row.rupiah("from"), row.rupiah("basis")) for row in rows), []).append(day)
    pieces = []
    for table, days in by_table.items():
        piece = frame.filter(months.is_in(days))
        basis = looked_up(piece["income_rp"], table, 1)
        wage = pl.when(pl.col("membership_class") == "BPU").then(basis).otherwise("income_rp")
        pieces.append(piece.select(_ROW, wage.alias("wage_rp")))
    wages = pl.concat(pieces).sort(_ROW)["wage_rp"] if pieces else pl.Series("wage_rp", [], pl.Int64)
    return people.with_columns(wages)


def _terms(law: Law, day: date, readings: Readings) -> _Terms:
    inquiry = Inquiry(law, day, readings)
    jkk, jkm, school = "benefit/jkk/", "benefit/jkm/", "benefit/scholarship/"
    wholes = {
        "times": jkk + "wage_months", "jkk_funeral": jkk + "funeral", "jkk_each": jkk + "periodic_month",
        "jkk_months": jkk + "periodic_months", "days": jkk + "temporary_incapacity_days_per_month",
        "lump": jkm + "lump_sum", "jkm_each": jkm + "periodic_month", "jkm_months": jkm + "periodic_months",
        "jkm_funeral": jkm + "funeral", "needed": jkm + "full_after_months", "needed_days": jkm + "full_after_days",
        "most": school + "max_children",
        "jkk_wait": school + "jkk_waiting_years", "jkm_wait": school + "jkm_waiting_years",
    }  # fmt: skip
    found = {name: inquiry.whole(path) for name, path in wholes.items()}
    short = inquiry.whole_or_none(jkm + "short_membership_amount")
    if short is None and found["needed"]:
        raise LawGapError(law.parameter(jkm + "short_membership_amount"), day)
    found["short"] = short or 0
    found["cover_required"] = int(inquiry.yes("benefit/cover_required"))
    ceiling = sum(row.rupiah("amount") * row.rupiah("years") for row in inquiry.rows(school + "levels"))
    shares = {"death": inquiry.share(jkk + "death_share"), "total": inquiry.share(jkk + "total_disability_share")}
    steps = tuple(
        (row.rupiah("from_month"), row.share("share")) for row in inquiry.rows(jkk + "temporary_incapacity_shares")
    )
    return _Terms(tuple(shares.items()), tuple(found.items()), steps, ceiling)


def _worked(frame: pl.DataFrame, terms: _Terms, readings: Readings) -> pl.DataFrame:
    whole, share = dict(terms.wholes), dict(terms.shares)
    too_many = frame["days_off"].max()
    if isinstance(too_many, int) and too_many >= whole["days"]:
        must = Words(f"kurang dari {whole['days']} hari", f"less than {whole['days']} days")
        raise WrongQuestionError("days_off", too_many, must=must)
    wage, event = pl.col("wage_rp"), pl.col("event")
    holds = (pl.col("state") == "active") | pl.lit(not whole["cover_required"])
    if readings["grace_claims"] == "honoured":
        holds = holds | (pl.col("state") == "grace")
    full = _is_full(whole, readings)
    per_table = (wage * whole["times"] * pl.col("disability_share") * 2 + SHARE_UNIT) // (2 * SHARE_UNIT)
    cash = (
        pl.when(event == "accident_death").then(rounded_share(wage * whole["times"], share["death"], "half_up"))
        .when(event == "total_disability").then(rounded_share(wage * whole["times"], share["total"], "half_up"))
        .when(event == "partial_disability").then(per_table)
        .when(event == "temporary_incapacity").then(_incapacity(terms, whole["days"]))
        .when(full).then(pl.lit(whole["lump"], pl.Int64))
        .otherwise(_ZERO)
    )  # fmt: skip
    dies = event == "other_death"
    funeral = (
        pl.when(event == "accident_death").then(pl.lit(whole["jkk_funeral"], pl.Int64))
        .when(dies & full).then(pl.lit(whole["jkm_funeral"], pl.Int64))
        .when(dies).then(pl.lit(whole["short"], pl.Int64))
        .otherwise(_ZERO)
    )  # fmt: skip
    periodic = (
        pl.when(event.is_in(["accident_death", "total_disability"]))
        .then(pl.lit(whole["jkk_each"] * whole["jkk_months"], pl.Int64))
        .when(dies & full).then(pl.lit(whole["jkm_each"] * whole["jkm_months"], pl.Int64))
        .otherwise(_ZERO)
    )  # fmt: skip
    counted = pl.min_horizontal("children", pl.lit(whole["most"], pl.Int64)) * terms.ceiling_per_child
    waited = pl.col("contribution_months") >= pl.when(dies).then(whole["jkm_wait"] * MONTHS_OF_YEAR).otherwise(
        whole["jkk_wait"] * MONTHS_OF_YEAR
    )
    school = (
        pl.when(event.is_in(["accident_death", "total_disability", "other_death"]) & waited)
        .then(counted)
        .otherwise(_ZERO)
    )
    parts = {"cash_rp": cash, "funeral_rp": funeral, "periodic_rp": periodic, "scholarship_ceiling_rp": school}
    frame = frame.with_columns(
        pl.when(holds).then(expr).otherwise(_ZERO).cast(pl.Int64).alias(name) for name, expr in parts.items()
    )
    total = pl.col("cash_rp") + pl.col("funeral_rp") + pl.col("periodic_rp")
    return frame.with_columns(total.alias("total_rp")).select(_ROW, *BENEFIT_COLUMNS)


def _is_full(whole: Mapping[str, int], readings: Readings) -> pl.Expr:
    if whole["needed"] == 0:
        return pl.lit(True)
    by_days = readings["three_months_counted"] == "ninety_days"
    long_enough = (
        pl.col("membership_days") >= whole["needed_days"] if by_days else pl.col("membership_months") >= whole["needed"]
    )
    if readings["three_months_scope"] == "bpu_only":
        return long_enough | (pl.col("membership_class") != "BPU")
    return long_enough


def _incapacity(terms: _Terms, days_per_month: int) -> pl.Expr:
    """Sum the whole months at each share, then the days at the share of the month they fall in."""
    wage, months, days = pl.col("wage_rp"), pl.col("months_off"), pl.col("days_off")
    total: pl.Expr = _ZERO
    of_days: pl.Expr = _ZERO
    for place, (since, share) in enumerate(terms.incapacity):
        until = terms.incapacity[place + 1][0] - 1 if place + 1 < len(terms.incapacity) else None
        last = months if until is None else pl.min_horizontal(months, pl.lit(until, pl.Int64))
        counted = pl.max_horizontal(last - (since - 1), _ZERO)
        total = total + counted * rounded_share(wage, share, "half_up")
        daily = (wage * days * (2 * share.numerator) + share.denominator * days_per_month) // (
            2 * share.denominator * days_per_month
        )
        of_days = pl.when(months + 1 >= since).then(daily).otherwise(of_days)
    return total + of_days
