"""What a plan may spend and what its decree then commits: ceilings by the days of their papers, one set of prices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from semesta.bulk import read_lines
from semesta.funding.actions import compute_plan, freeze_plan, make_plan, revise_ceiling
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.plans import PlanTerms
from semesta.funding.queries.plans import plan_numbered, plans_of
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from tests.funding.builders import (
    DAY,
    MINIMUM,
    YEAR,
    a_house,
    a_purse,
    balance,
    decreed,
    grown_up_workers,
    months_of,
    states,
)
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house() -> None:
    a_house()


def computed(*, start: int = 1, end: int = 13, **more: Any) -> int:
    terms = PlanTerms(f"{start}-{end}", YEAR, DAY, Month(YEAR, start), Month(YEAR, 1).plus(end - 1), **more)
    plan = make_plan(CONSOLE, LOTIM, terms)
    assert compute_plan(CONSOLE, LOTIM, plan) == "computed"
    return plan


def frozen(plan: int, number: str = "SK-1") -> int:
    return freeze_plan(CONSOLE, LOTIM, plan, DecreeHead(number, DAY, "Penerima iuran"))


def revised(purse: int, *papers: tuple[int, date]) -> None:
    """Let papers change a ceiling by so many months, entered in this order."""
    for number, (months, day) in enumerate(papers):
        revise_ceiling(
            CONSOLE, LOTIM, purse, change_rp=months * MINIMUM, dated_on=day, document=f"P-{number}", reason="uji"
        )


def months_planned(plan: int) -> int:
    return int(plan_numbered(LOTIM, plan)["totals"]["public_rp"]) // MINIMUM


@pytest.mark.parametrize(
    ("papers", "most"),
    [
        ([(50, date(YEAR, 7, 1)), (-60, date(YEAR, 5, 1))], 90),
        ([(50, date(YEAR, 1, 10)), (-100, date(YEAR, 1, 10))], 50),
    ],
)
def test_revisions_count_by_their_days_in_whatever_order_they_were_entered(
    papers: list[tuple[int, date]], most: int
) -> None:
    purse = a_purse("apbd_regency", ceiling_rp=100 * MINIMUM)
    revised(purse, *papers)
    grown_up_workers(15)
    plan = computed()
    assert most - 8 <= months_planned(plan) <= most
    frozen(plan)
    assert balance("available", purse) == (most - months_planned(plan)) * MINIMUM


def test_a_plan_of_the_first_months_leaves_what_a_later_cut_takes() -> None:
    purse = a_purse("apbd_regency", ceiling_rp=100 * MINIMUM)
    revised(purse, (-60, date(YEAR, 9, 1)))
    grown_up_workers(20)
    plan = computed(end=7)
    assert 35 <= months_planned(plan) <= 40
    frozen(plan)
    assert balance("committed", purse) == months_planned(plan) * MINIMUM


def test_a_plan_under_another_reading_is_not_decreed_at_the_regency_s_prices() -> None:
    a_purse("add", owner=VILLAGE, ceiling_rp=10**6)
    grown_up_workers(1)
    plan = computed(readings={"village_budget_relief": "allowed"})
    with pytest.raises(RefusedError, match=r"other readings.*village_budget_relief=allowed"):
        frozen(plan)
    assert (states(), plans_of(LOTIM)[0]["state"]) == ({}, "computed")
    own = computed(start=2, readings={"village_budget_relief": "excluded"})
    assert frozen(own)


def test_the_tobacco_programme_s_months_of_a_year_hold_across_plans_and_purses() -> None:
    purse = a_purse("dbhcht", ceiling_rp=10**7)
    a_purse("dbhcht", ceiling_rp=10**7, name="DBHCHT kedua")
    people = grown_up_workers(1)
    frozen(computed(end=7))
    frozen(computed(start=7), "SK-2")
    assert states() == {"decreed": 9}
    (last,) = read_lines("SELECT max(month) AS month FROM membership_coveredmonth")
    rest = months_of(people, range(last["month"].month + 1, 13), purse)
    with pytest.raises(RefusedError, match="at most 9"), transaction.atomic():
        decreed(rest if rest.height else months_of(people, range(1, 4), purse), number="SK-3")
