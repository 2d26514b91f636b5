"""What a month of somebody costs from each kind of purse: the law's contributions, once per different situation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import polars as pl

from semesta.allocation.problem import Whole
from semesta.kernel.month import Month
from semesta.law import Law
from semesta.law.contribution import contributions
from semesta.law.explanation import Inquiry

Relief = Literal["as_law", "none"]
MONTHLY_CLASSES = ("BPU", "PU")
"""Classes whose cover is bought by the month; construction is insured by project, migrants by contract."""
SITUATION = ("segment", "membership_class", "income_rp", "wage_risk")


def with_income(law: Law, people: pl.DataFrame, first: Month) -> pl.DataFrame:
    """Return people with the membership class of their segment and the programme's income where none is given.

    Members without wage are enrolled at the programme's income (practice/programme_income); a wage is never guessed.
    """
    usual = [segment.membership_class for segment in law.segments.values()]
    segment = pl.col("segment").replace_strict(list(law.segments), usual, return_dtype=pl.String)
    income = Inquiry(law, first.first_day(), law.readings()).whole("practice/programme_income")
    without_wage = pl.col("membership_class") == "BPU"
    return people.with_columns(pl.coalesce("membership_class", segment).alias("membership_class")).with_columns(
        pl.when(without_wage).then(pl.coalesce("income_rp", pl.lit(income))).otherwise("income_rp").alias("income_rp"),
        pl.when(without_wage).then(None).otherwise("risk_class").alias("wage_risk"),
    )


def is_priced() -> pl.Expr:
    """Return whether a situation has a monthly price."""
    wage = pl.col("income_rp").is_not_null() & pl.col("wage_risk").is_not_null()
    return (pl.col("membership_class") == "BPU") | ((pl.col("membership_class") == "PU") & wage)


def prices_rp(
    law: Law,
    situations: pl.DataFrame,
    kinds: Sequence[str],
    months: Sequence[Month],
    *,
    relief: Relief,
    readings: Mapping[str, str] | None,
) -> Whole:
    """Return rupiah by (situation, kind, month); -1 where there is no monthly price.

    `relief`: as_law, or none for what it would cost had the state given no relief.
    """
    table = np.full((situations.height, len(kinds), len(months)), -1, np.int64)
    priced = situations.with_row_index("row").filter(is_priced())
    if priced.is_empty():
        return table
    asked = priced.join(pl.DataFrame({"purse": list(kinds)}).with_row_index("kind"), how="cross").join(
        pl.DataFrame({"month": [month.first_day() for month in months]}).with_row_index("place"), how="cross"
    )
    asked = asked.rename({"wage_risk": "risk_class"})
    answered = contributions(law, asked, readings=readings)
    paid = answered["payer_rp"] + (answered["relief_rp"] if relief == "none" else 0)
    table[answered["row"].to_numpy(), answered["kind"].to_numpy(), answered["place"].to_numpy()] = paid.to_numpy()
    return table
