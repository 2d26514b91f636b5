"""From a plan frame to the lines of a decree: checked person by person and month by month, priced, joined to ranges.

A plan has one line per person and month: person_id, month (first day), purse_id; optional segment_code, income_rp,
risk_class (wage earners), mustahik, reason. Pure frames; whoever calls has read the facts from the register.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from semesta.funding.law_terms import (
    PRICE_KEYS,
    breaking_gaps,
    class_of_segment,
    programme_income,
    with_prices,
    with_verdicts,
)
from semesta.funding.refusals import RefusedError, refusal, refuse
from semesta.kernel.finding import Finding, Place
from semesta.kernel.month import Month
from semesta.law import Law, UnanswerableError
from semesta.law.membership.eligibility_frames import eligibilities
from semesta.law.words import Words

PLAN_SCHEMA: dict[str, Any] = {
    "person_id": pl.Int64, "month": pl.Date, "purse_id": pl.Int64, "segment_code": pl.String, "income_rp": pl.Int64,
    "risk_class": pl.Int64, "mustahik": pl.Boolean, "reason": pl.String,
}  # fmt: skip
_REQUIRED = ("person_id", "month", "purse_id")
_PLACE = "rencana"
_LIMIT = 1_000
_VILLAGE_BUDGET = "village"
_RANGE_KEYS = (
    "person_id", "purse_id", "village_code", "segment_code", "membership_class", "income_rp", "risk_class",
    "monthly_rp",
)  # fmt: skip


def read_plan(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the plan with every column of PLAN_SCHEMA and `row` (its line, from 1). Errors: RefusedError."""
    missing = [name for name in _REQUIRED if name not in frame.columns]
    if missing:
        raise refuse("plan_unreadable", detail=", ".join(missing))
    if frame.is_empty():
        raise refuse("plan_empty")
    try:
        plan = frame.select(
            (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in PLAN_SCHEMA.items()
        )
    except pl.exceptions.PolarsError as problem:
        raise refuse("plan_unreadable", detail=str(problem).splitlines()[0]) from problem
    nulls = [name for name in _REQUIRED if plan[name].null_count()]
    not_first = plan.filter(pl.col("month").dt.day() != 1).height
    if nulls or not_first:
        raise refuse("plan_unreadable", detail=", ".join(nulls) or "month: YYYY-MM-01")
    return plan.with_columns(pl.col("mustahik").fill_null(False), pl.col("reason").fill_null("")).with_row_index(
        "row", offset=1
    )


def sha256_of(*frames: pl.DataFrame) -> str:
    """Return one checksum of plan frames whatever the order of their rows; it knows the same plan again."""
    digest = hashlib.sha256()
    for frame in frames:
        ordered = frame.drop("row").sort("person_id", "month")
        digest.update(ordered.write_csv().encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Asking:
    """Of which regency the decree is, its day, and why months before it may be given to new members (empty: not)."""

    regency_code: str
    dated_on: date
    past_months: str = ""


def decided_lines(
    law: Law, plan: pl.DataFrame, facts: pl.DataFrame, purses: list[dict[str, Any]], asking: Asking
) -> pl.DataFrame:
    """Return the ranges to decree: _RANGE_KEYS, start_month, end_month (not included), months, reason.

    `facts` has person_id, born_on, died_on, held_on (the last month held before the plan's first one of the person),
    village_code, place_kind, segments (list). Errors: RefusedError with every finding (at most a thousand), each at the
    plan's row.
    """
    known = plan.join(facts, on="person_id", how="left").join(_purse_frame(law, purses), on="purse_id", how="left")
    known = known.sort("row")
    findings = [*months_twice(plan), *_about_people(known), *_about_months(known)]
    if findings:
        raise RefusedError(findings)
    lawful = _with_membership(law, _lawful(law, known))
    findings = [*_about_the_law(law, lawful, asking), *_about_passed_months(lawful, asking)]
    if findings:
        raise RefusedError(findings)
    return _ranges(_priced(law, lawful))


def _purse_frame(law: Law, purses: list[dict[str, Any]]) -> pl.DataFrame:
    lines = [
        {
            "purse_id": purse["id"], "kind": purse["kind"], "fiscal_year": purse["fiscal_year"],
            "owner": purse["owner"],
            "calendar": purse["months"], "is_village": law.purses[purse["kind"]].budget == _VILLAGE_BUDGET,
            "purse_name": purse["name"],
        }
        for purse in purses
    ]  # fmt: skip
    schema: dict[str, Any] = {"fiscal_year": pl.Int64, "calendar": pl.List(pl.Int64), "purse_id": pl.Int64}
    return pl.DataFrame(lines, schema_overrides=schema)


def months_twice(plan: pl.DataFrame, *, place: str = _PLACE) -> Iterable[Finding]:
    """Return a finding for every row that names a person's month a second time; `place` is what the rows stand in."""
    again = plan.filter(~pl.struct("person_id", "month").is_first_distinct()).sort("row")
    return _found("month_twice", again, place=place)


def _about_people(known: pl.DataFrame) -> list[Finding]:
    unknown = pl.col("village_code").is_null()
    dead = pl.col("died_on") < pl.col("month")
    elsewhere = ~pl.col("village_code").fill_null("").str.starts_with(pl.col("owner"))
    return [
        *_found("person_unknown", known.filter(unknown)),
        *_found("person_dead", known.filter(dead), detail="died_on"),
        *_found("person_elsewhere", known.filter(~unknown & elsewhere & pl.col("is_village")), detail="owner"),
    ]


def _about_months(known: pl.DataFrame) -> list[Finding]:
    other_year = pl.col("month").dt.year() != pl.col("fiscal_year")
    off_calendar = ~pl.col("calendar").list.contains(pl.col("month").dt.month().cast(pl.Int64))
    return [
        *_found("month_outside_year", known.filter(other_year), detail="fiscal_year"),
        *_found("month_outside_calendar", known.filter(~other_year & off_calendar), detail="purse_name"),
    ]


def _lawful(law: Law, known: pl.DataFrame) -> pl.DataFrame:
    """Return each line with the segment it is paid for: the one named, else the first (by code) the purse may pay."""
    classes = class_of_segment(law)
    named = pl.concat_list("segment_code")
    tried = known.with_columns(
        pl.when(pl.col("segment_code").is_not_null()).then(named).otherwise("segments").alias("tried")
    ).drop("segment_code", "segments")
    tried = tried.explode("tried", empty_as_null=True).rename({"tried": "segment_code"}).sort("row", "segment_code")
    workless = tried.filter(~pl.col("segment_code").is_in(list(classes)).fill_null(False))
    tried = tried.filter(pl.col("segment_code").is_in(list(classes)))
    if tried.height < known.height:
        without = workless.filter(~pl.col("row").is_in(tried["row"].unique().implode()))
        if without.height:
            raise RefusedError(_found("segment_unknown", without.unique("row", keep="first", maintain_order=True)))
    tried = tried.with_columns(pl.col("segment_code").replace_strict(classes).alias("membership_class"))
    verdicts = with_verdicts(law, tried)
    judged = tried.join(
        verdicts, on=["kind", "segment_code", "place_kind", "fiscal_year", "mustahik"], how="left"
    ).sort("row", ~pl.col("is_lawful"), "segment_code")
    first = judged.unique("row", keep="first", maintain_order=True)
    refused = first.filter(~pl.col("is_lawful"))
    if refused.height:
        raise RefusedError(_found("pair_unlawful", refused, detail="why"))
    return first


def _with_membership(law: Law, lawful: pl.DataFrame) -> pl.DataFrame:
    """Add `goes_on`: the months held before are near enough that membership goes on, and is no new one."""
    first = pl.col("month").min().over("person_id")
    index = first.dt.year().cast(pl.Int64) * 12 + first.dt.month()
    held = pl.col("held_on").dt.year().cast(pl.Int64) * 12 + pl.col("held_on").dt.month()
    gaps = breaking_gaps(law, Month.of(lawful["month"].min())) if lawful.height else {}  # type: ignore[arg-type]
    gap = pl.col("membership_class").replace_strict(gaps, default=1, return_dtype=pl.Int64)
    return lawful.with_columns((index - held - 1 < gap).fill_null(False).alias("goes_on"))


def _about_the_law(law: Law, lawful: pl.DataFrame, asking: Asking) -> list[Finding]:
    """Find whom the law does not let join in the first month decreed. An unknown birth date is held against nobody:
    plans leave such people out, a decree by file may know better."""
    first = lawful.sort("person_id", "month").unique("person_id", keep="first", maintain_order=True)
    questions = first.select(
        "month", "born_on", "died_on", "membership_class", pl.col("segment_code").alias("segment"),
        pl.col("village_code").alias("region"), pl.lit(asking.regency_code).alias("purse_region"),
        pl.when("goes_on").then(pl.lit("renewal")).otherwise(pl.lit("new")).alias("enrolment"),
    )  # fmt: skip
    answers = pl.concat([first, eligibilities(law, questions).select("refusal")], how="horizontal")
    unknown = (pl.col("refusal") == "age") & pl.col("born_on").is_null()
    refused = answers.filter(pl.col("refusal").is_not_null() & ~unknown).sort("row")
    return _found("not_eligible", refused, detail="refusal")


def _about_passed_months(lawful: pl.DataFrame, asking: Asking) -> list[Finding]:
    """Find months before that of the decree for people whose membership does not go on: there is nothing to cover."""
    if asking.past_months.strip():
        return []
    passed = (pl.col("month") < asking.dated_on.replace(day=1)) & ~pl.col("goes_on")
    return _found("month_passed", lawful.filter(passed))


def _priced(law: Law, lawful: pl.DataFrame) -> pl.DataFrame:
    own_account = pl.col("membership_class") == "BPU"
    lacking = lawful.filter(~own_account & (pl.col("income_rp").is_null() | pl.col("risk_class").is_null()))
    lacking = lacking.filter((pl.col("membership_class") == "PU") | pl.col("income_rp").is_null())
    if lacking.height:
        raise RefusedError(_found("wage_missing", lacking, detail="membership_class"))
    try:
        incomes = {month: programme_income(law, month) for month in lawful["month"].unique()}
        asked = lawful.with_columns(
            pl.coalesce("income_rp", pl.col("month").replace_strict(incomes, return_dtype=pl.Int64)).alias("income_rp")
        )
        prices = with_prices(law, asked)
    except UnanswerableError as problem:
        raise refuse("law_silent", detail=problem.words) from problem
    return asked.join(prices, on=list(PRICE_KEYS), how="left", nulls_equal=True)


def _ranges(priced: pl.DataFrame) -> pl.DataFrame:
    """Join months of one person at one price that follow each other without a gap."""
    index = pl.col("month").dt.year().cast(pl.Int64) * 12 + pl.col("month").dt.month()
    ordered = priced.with_columns(index.alias("index")).sort("person_id", "month")
    starts = pl.col("index").diff() != 1
    for key in _RANGE_KEYS:
        starts |= pl.col(key).ne_missing(pl.col(key).shift(1))
    return (
        ordered.with_columns(starts.fill_null(True).cum_sum().alias("run"))
        .group_by("run", maintain_order=True)
        .agg(
            *(pl.col(key).first() for key in _RANGE_KEYS),
            pl.col("month").min().alias("start_month"),
            pl.col("month").max().dt.offset_by("1mo").alias("end_month"),
            pl.len().cast(pl.Int64).alias("months"),
            pl.col("reason").first(),
            pl.col("row").min(),
        )
        .drop("run")
    )


def _found(code: str, lines: pl.DataFrame, *, detail: str = "", place: str = _PLACE) -> list[Finding]:
    told: list[Finding] = []
    for line in lines.head(_LIMIT).iter_rows(named=True):
        about = line[detail] if detail else ""
        if f"{detail}_en" in line:
            about = Words(about, line[f"{detail}_en"])
        month = f"{line['month']:%Y-%m}"
        told.append(
            refusal(code, before=line["person_id"], after=month, detail=about, place=Place(place, row=line["row"]))
        )
    return told
