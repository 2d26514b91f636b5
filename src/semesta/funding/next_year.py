"""What a plan asks of the year after it: the same people, all twelve months, at that year's law.

Who counts: everybody a purse pays for in the plan, and everybody whose months of this year are paid by a purse already.
Those who pay for themselves cost no purse anything.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from semesta.allocation import Plan as Answer
from semesta.funding.law_terms import programme_income, with_prices
from semesta.funding.plan_purses import SELF_KIND, PlanMoney
from semesta.kernel.month import Month
from semesta.law import Law, UnanswerableError

_BY_MONTH_AT_A_PROGRAMME_S_INCOME: Final = "BPU"


def next_year_of(
    law: Law, answer: Answer, people: pl.DataFrame, money: PlanMoney, *, fiscal_year: int
) -> dict[str, Any]:
    """Return year, people, public_rp (what it costs to keep them for all of it) and ceiling_rp (of this year's purses,
    as the plan has them). Empty where the law says nothing of that year yet.

    `people` are the candidates the answer is about. Wage earners are left out: their price hangs on a wage.
    """
    year = fiscal_year + 1
    kept = _kept(answer, people, money).group_by("segment_code", "kind").len("number")
    months = pl.DataFrame({"month": [Month(year, number).first_day() for number in range(1, 13)]})
    asked = kept.join(months, how="cross").with_columns(
        pl.lit(_BY_MONTH_AT_A_PROGRAMME_S_INCOME).alias("membership_class"), pl.lit(None, pl.Int64).alias("risk_class")
    )
    if kept.is_empty():
        return {"year": year, "people": 0, "public_rp": 0, "ceiling_rp": _ceilings(money)}
    try:
        incomes = {month: programme_income(law, month) for month in months["month"]}
        asked = asked.with_columns(pl.col("month").replace_strict(incomes, return_dtype=pl.Int64).alias("income_rp"))
        prices = with_prices(law, asked)
    except UnanswerableError:
        return {}
    cost = asked.join(prices, on=("month", "segment_code", "kind")).select(pl.col("number") * pl.col("monthly_rp"))
    return {
        "year": year, "people": int(kept["number"].sum()), "public_rp": int(cost.to_series().sum()),
        "ceiling_rp": _ceilings(money),
    }  # fmt: skip


def _ceilings(money: PlanMoney) -> int:
    return sum(purse["ceiling_rp"] for purse in money.by_key.values() if purse["ceiling_rp"] is not None)


def _kept(answer: Answer, people: pl.DataFrame, money: PlanMoney) -> pl.DataFrame:
    """Return person, segment_code and the kind of purse that pays last, of everybody a purse keeps covered."""
    kinds = {purse["payer"]: purse["kind"] for purse in money.by_key.values() if "payer" in purse}
    bought = answer.assignments.filter(pl.col("kind") != SELF_KIND).sort("person", "month")
    by_plan = bought.group_by("person").agg(pl.col("kind").last())
    already = (
        answer.people.filter(pl.col("reason") == "covered")
        .join(people.select("person", "payer"), on="person")
        .filter(pl.col("payer").is_in(list(kinds)))
        .select("person", pl.col("payer").replace_strict(kinds, return_dtype=pl.String).alias("kind"))
    )
    paid = pl.concat([by_plan, already]).join(
        answer.people.select("person", "segment", "membership_class"), on="person"
    )
    of_class = paid.filter(pl.col("membership_class") == _BY_MONTH_AT_A_PROGRAMME_S_INCOME)
    return of_class.select("person", pl.col("segment").alias("segment_code"), "kind")
