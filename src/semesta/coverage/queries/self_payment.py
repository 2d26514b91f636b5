"""What it costs an owner of a micro-enterprise to pay for himself, month by month, as the law answers it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from semesta.coverage.queries.micro_enterprise import SEGMENT
from semesta.funding.law_terms import the_law
from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.law import ask

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Price:
    """JKK and JKM of months that cost the same: first and last, rupiah a month, and the law's answer for the first."""

    first: Month
    last: Month
    monthly_rp: int
    page: dict[str, Any]


def self_payment(
    regency_code: str, from_month: Month, *, income_rp: int | str, language: Language, months: int = MONTHS
) -> list[Price]:
    """Return what a month costs, paid by the owner, in the `months` from `from_month` on; months that cost the same are
    one price. `income_rp` is the income the owner declares.

    Errors: UnanswerableError and its kinds for an income that is none, and for a month without law.
    """
    law = the_law(regency_code)
    pages = []
    for month in (from_month.plus(step) for step in range(months)):
        asked = {"month": str(month), "segment": SEGMENT, "income_rp": income_rp, "purse": "self"}
        pages.append((month, ask(law, "contribution", asked).page(language)))
    prices = []
    for cost, alike in groupby(pages, key=lambda one: int(one[1]["amounts"]["total_rp"])):
        run = list(alike)
        prices.append(Price(run[0][0], run[-1][0], cost, run[0][1]))
    return prices
