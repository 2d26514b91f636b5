"""What funding asks of the law: prices of a month, lawful pairs, due days, grace; one folder per version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import polars as pl

from semesta.kernel.month import Month
from semesta.law import Law, default_law_folder, load_law, purse_answers
from semesta.law.contribution import contributions
from semesta.law.explanation import Inquiry
from semesta.law.membership.clock_scalar import breaking_gap, grace_months
from semesta.law.parameter import CLASSES
from semesta.law.purse import Rule
from semesta.law.words import Words

_LATE_CLASSES = ("PU", "JK")
CAPPED_KIND = "dbhcht"
"""The kind of purse whose programme pays only some months of a year for one person."""
PRICE_KEYS = ("month", "segment_code", "membership_class", "income_rp", "risk_class", "kind")


@cache
def the_law(regency_code: str) -> Law:
    """Return the law as it holds in a regency; the files change with a new version of the program only."""
    return load_law(default_law_folder()).for_region(regency_code)


def usual_payer(kind: str) -> str:
    """Return what the insurer calls the payer of a kind of purse where the purse says nothing else."""
    return kind.upper().replace("_", " ")


def class_of_segment(law: Law) -> dict[str, str]:
    """Return the usual membership class of every segment that has one."""
    return {code: kind.membership_class for code, kind in law.segments.items() if kind.membership_class}


def programme_income(law: Law, month: date) -> int:
    """Return the income at which programmes enrol vulnerable workers (law: practice/programme_income)."""
    return Inquiry(law, month, law.readings()).whole("practice/programme_income")


def with_prices(law: Law, asked: pl.DataFrame) -> pl.DataFrame:
    """Return the distinct PRICE_KEYS of `asked` with jkk_rp, jkm_rp and monthly_rp (whole rupiah, what the payer pays).

    Errors: those of `contributions` (LawGapError, WrongQuestionError).
    """
    distinct = asked.select(PRICE_KEYS).unique()
    priced = contributions(law, distinct.rename({"segment_code": "segment", "kind": "purse"}))
    return priced.select(
        "month", pl.col("segment").alias("segment_code"), "membership_class", "income_rp", "risk_class",
        pl.col("purse").alias("kind"), "jkk_rp", "jkm_rp", (pl.col("jkk_rp") + pl.col("jkm_rp")).alias("monthly_rp"),
    )  # fmt: skip


def with_verdicts(law: Law, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs (kind, segment_code, place_kind, fiscal_year, mustahik) with is_lawful and the rule's reason
    in both languages (`why`, `why_en`)."""
    distinct = pairs.select("kind", "segment_code", "place_kind", "fiscal_year", "mustahik").unique()
    answers = purse_answers(law, distinct.rename({"segment_code": "segment"}).drop("kind"))
    told = []
    for kind, answer in zip(distinct["kind"], answers.iter_rows(named=True), strict=True):
        rule = answer[f"rule_{kind}"]
        why = _reason(law, kind, rule)
        told.append((answer[f"may_{kind}"], why.id, why.en))
    verdicts = pl.DataFrame(told, schema={"is_lawful": pl.Boolean, "why": pl.String, "why_en": pl.String}, orient="row")
    return pl.concat([distinct, verdicts], how="horizontal")


def rules_used(law: Law, pairs: pl.DataFrame) -> list[Rule]:
    """Return the rules that allow pairs (kind, segment_code, place_kind, fiscal_year, mustahik), each once, by kind and
    in the order of the law."""
    distinct = pairs.select("kind", "segment_code", "place_kind", "fiscal_year", "mustahik").unique()
    answers = purse_answers(law, distinct.rename({"segment_code": "segment"}).drop("kind"))
    names = {(kind, line[f"rule_{kind}"]) for kind, line in zip(distinct["kind"], answers.to_dicts(), strict=True)}
    kinds = sorted(set(distinct["kind"]))
    return [
        rule
        for kind in kinds
        for rule in law.purses[kind].rules
        if rule.verdict == "allowed" and (kind, rule.name) in names
    ]


def _reason(law: Law, kind: str, rule_name: str) -> Words:
    purse = law.purses[kind]
    found = next((rule.reason for rule in purse.rules if rule.name == rule_name), None)
    if found is None:
        found = Words(f"tidak ada aturan yang membolehkan ({rule_name})", f"no rule allows it ({rule_name})")
    return Words(f"{purse.name.id}: {found.id}", f"{purse.name.en}: {found.en}")


def due_on(law: Law, membership_class: str, month: Month) -> date:
    """Return the day a month's contributions are due: own month for BPU, the following one for wage earners."""
    inquiry = Inquiry(law, month.first_day(), law.readings())
    if membership_class in _LATE_CLASSES:
        following = month.plus(1)
        return date(following.year, following.number, inquiry.whole("contribution/pu/due_day"))
    return date(month.year, month.number, inquiry.whole("contribution/bpu/due_day"))


def breaking_gaps(law: Law, month: Month, readings: Mapping[str, str] | None = None) -> dict[str, int]:
    """Return how many unpaid months in a row break membership of each class (grace months and reading `lapse_gap`)."""
    inquiry = Inquiry(law, month.first_day(), law.readings(readings))
    return {name: breaking_gap(inquiry, grace_months(inquiry, name)) for name in CLASSES}


def programme_months(law: Law, fiscal_year: int) -> int | None:
    """Return how many months a year purses of CAPPED_KIND pay for one person (practice/programme_months_per_year)."""
    inquiry = Inquiry(law, Month(fiscal_year, 1).first_day(), law.readings())
    return inquiry.whole_or_none("practice/programme_months_per_year")


def village_plan_rp(regency_code: str, month: Month) -> int:
    """Return the yearly budget a regency plans for each village (law: practice/village_plan_per_village)."""
    law = the_law(regency_code)
    return Inquiry(law, month.first_day(), law.readings()).whole("practice/village_plan_per_village")
