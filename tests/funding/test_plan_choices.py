"""What is kept with a plan: its totals, next year's need, and so the choices of the regent."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from semesta.bulk import execute, read_lines
from semesta.funding.actions import compute_plan, freeze_plan, make_plan
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.queries.plan_comparison import compare_plans
from semesta.funding.queries.plans import person_of_plan, plan_choices, plan_numbered, plan_totals
from tests.funding.builders import (
    DAY,
    MINIMUM,
    OTHER_VILLAGE,
    YEAR,
    a_house,
    a_purse,
    decreed,
    months_of,
)
from tests.funding.test_plans import computed, grown_up_workers, insured, terms
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
REGENCY = "apbd_regency"
_OF_PEOPLE = """
SELECT count(*) AS people, count(*) FILTER (WHERE months > 0) AS protected,
       count(*) FILTER (WHERE kept IS NOT NULL) AS covered_before, count(*) FILTER (WHERE kept) AS kept,
       sum(months)::bigint AS months, sum(public_rp)::bigint AS public_rp, sum(self_rp)::bigint AS self_rp
  FROM funding_planperson WHERE plan_id = %s
"""


@pytest.fixture
def purse() -> int:
    """Return a purse for one of two farmers and a trader of another village, one of whom is covered."""
    a_house()
    number = a_purse(REGENCY, ceiling_rp=14 * MINIMUM)
    grown_up_workers(2)
    grown_up_workers(1, village=OTHER_VILLAGE, segment="trader", first=3)
    insured(1, 12, year=YEAR - 1)
    return number


def test_the_totals_kept_with_a_plan_are_those_of_its_people(purse: int) -> None:
    plan = computed()
    (counted,) = read_lines(_OF_PEOPLE, [plan])
    assert plan_numbered(LOTIM, plan)["totals"] == counted
    for by in ("village", "segment", "reason"):
        lines = plan_totals(LOTIM, plan, by=by)  # type: ignore[arg-type]
        assert {name: sum(line[name] for line in lines) for name in counted} == counted
    assert [line["code"][-4:] for line in plan_totals(LOTIM, plan, by="village")] == ["2001", "2002"]


def test_no_reading_of_a_plan_adds_up_its_people(purse: int) -> None:
    plan, other = computed(), computed("lain", ceilings={purse: 24 * MINIMUM})
    with CaptureQueriesContext(connection) as asked:
        plan_numbered(LOTIM, plan)
        plan_choices(LOTIM, YEAR)
    assert len(asked) == 6
    assert not [query["sql"] for query in asked if "funding_planperson" in query["sql"]]
    with CaptureQueriesContext(connection) as asked:
        compare_plans(LOTIM, plan, other)
    assert sum("funding_planperson" in query["sql"] for query in asked) == 1


def test_totals_of_a_frozen_plan_are_frozen(purse: int) -> None:
    plan = computed()
    freeze_plan(CONSOLE, LOTIM, plan, DecreeHead("SK-1", DAY, "uji"))
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        execute("UPDATE funding_plantotal SET people = 0")


def test_choices_are_the_computed_plans_the_decreed_one_first(purse: int) -> None:
    computed("ditambah", ceilings={purse: 36 * MINIMUM})
    base = computed("dasar")
    computed("tanpa keringanan", relief="none")
    make_plan(CONSOLE, LOTIM, terms("belum dihitung"))
    freeze_plan(CONSOLE, LOTIM, base, DecreeHead("SK-1", DAY, "uji"))
    choices = plan_choices(LOTIM, YEAR)
    assert [(one["name"], one["decree"], one["tries"]) for one in choices] == [
        ("dasar", "SK-1", 0),
        ("ditambah", None, 1),
    ]
    assert [one["protected"] for one in choices] == [2, 3]
    assert [line["key"] for line in choices[0]["purses"]] == [REGENCY, "self"]
    assert choices[0]["one_more"][0]["people"] > 0
    assert plan_choices(LOTIM, YEAR + 1) == []


def test_next_year_costs_twelve_months_of_everybody_a_purse_keeps(purse: int) -> None:
    plan = computed("cukup", ceilings={purse: 36 * MINIMUM})
    (choice,) = plan_choices(LOTIM, YEAR)
    assert plan_numbered(LOTIM, plan)["totals"]["protected"] == 3
    following = choice["next_year"]
    assert (following["year"], following["people"], following["ceiling_rp"]) == (YEAR + 1, 3, 36 * MINIMUM)
    assert following["public_rp"] == 3 * 12 * MINIMUM


def test_whoever_is_decreed_from_a_later_month_is_not_said_to_be_covered_before_it() -> None:
    a_house()
    purse = a_purse(REGENCY, ceiling_rp=10**7)
    (person,) = grown_up_workers(1)
    decreed(months_of([person], range(9, 13), purse))
    plan = computed(start=2)
    told = person_of_plan(LOTIM, plan, person, language="id")
    assert (told["reason"], told["kept"], told["months"]) == ("decreed_later", None, 0)
    assert "baru mulai 2026-09" in told["sentence"]
    assert plan_numbered(LOTIM, plan)["certificate"]["covered_before"] == 0


def test_a_member_in_grace_whose_next_months_are_decreed_is_kept() -> None:
    a_house()
    purse = a_purse(REGENCY, ceiling_rp=10**7)
    (person,) = grown_up_workers(1)
    insured(person, 12, year=YEAR - 1)
    decreed(months_of([person], range(3, 13), purse))
    told = person_of_plan(LOTIM, computed(start=2), person, language="id")
    assert (told["reason"], told["kept"]) == ("covered", True)


def test_a_wage_earner_whom_no_purse_may_pay_for_is_told_so_and_not_that_a_wage_is_missing() -> None:
    a_house()
    a_purse("dbhcht", ceiling_rp=10**7)
    grown_up_workers(1, segment="contract_staff")
    plan = make_plan(CONSOLE, LOTIM, terms())
    compute_plan(CONSOLE, LOTIM, plan)
    assert person_of_plan(LOTIM, plan, 1, language="id")["reason"] == "no_purse"
