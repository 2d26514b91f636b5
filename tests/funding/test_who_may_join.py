"""Who may be planned for and decreed: of an age, a member of nobody else, and never for months that have passed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from semesta.allocation import default_policy_file
from semesta.bulk import execute
from semesta.funding.actions import compute_plan, issue_decree, make_plan
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.plans import PlanTerms
from semesta.funding.annex_pdf import annex_of
from semesta.funding.queries.bills import arrears
from semesta.funding.queries.decrees import decree_named
from semesta.funding.queries.plans import people_of_plan, plan_numbered
from semesta.funding.queries.purses import purses_of
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from tests.funding.builders import (
    DAY,
    OTHER_VILLAGE,
    YEAR,
    a_house,
    a_purse,
    grown_up_workers,
    months_of,
    states,
)
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE

pytestmark = pytest.mark.django_db
AUTUMN = date(YEAR, 9, 20)


@pytest.fixture(autouse=True)
def _house() -> None:
    a_house()


def insured(person: int, last: date, *, payer: str) -> None:
    """Let the insurer recognise a month of a person."""
    for programme in ("jkk", "jkm"):
        execute(
            "INSERT INTO membership_coveredmonth VALUES (%s, %s, %s, %s, 'BPU', %s, 'recognised', 9)",
            [LOTIM, last, person, programme, payer],
        )


def born(person: int, on: date) -> None:
    execute("UPDATE people_person SET birth_on = %s WHERE id = %s", [on, person])


def told(*, on: date = DAY, start: int = 1, **more: Any) -> dict[int, tuple[str, str | None]]:
    """Return reason and refusal of everybody in a plan."""
    plan = make_plan(CONSOLE, LOTIM, PlanTerms("x", YEAR, on, Month(YEAR, start), Month(YEAR + 1, 1), **more))
    compute_plan(CONSOLE, LOTIM, plan)
    return {one["person_id"]: (one["reason"], one["refusal"]) for one in people_of_plan(LOTIM, plan, language="en")}


def issued(people: list[int], months: range, purse: int, *, on: date = DAY, **more: str) -> int:
    return issue_decree(CONSOLE, LOTIM, DecreeHead("SK-1", on, "uji", **more), plan=months_of(people, months, purse))


def test_members_of_a_donor_are_not_bought_a_second_time_and_those_of_last_year_s_purse_go_on() -> None:
    a_purse("apbd_regency", ceiling_rp=10**7)
    grown_up_workers(2)
    insured(1, date(YEAR - 1, 12, 1), payer="BANK NTB (CSR)")
    insured(2, date(YEAR - 1, 12, 1), payer="Dbhcht")
    assert told() == {1: ("not_eligible", "single_membership"), 2: ("kept_paid", None)}


def test_three_unpaid_months_make_a_new_member_to_the_planner_as_to_the_engine() -> None:
    a_purse("apbd_regency", ceiling_rp=10**7)
    grown_up_workers(2)
    for person, last in ((1, date(YEAR - 1, 9, 1)), (2, date(YEAR - 1, 10, 1))):
        born(person, date(YEAR - 67, 6, 1))
        insured(person, last, payer="DBHCHT")
    assert told() == {1: ("not_eligible", "age"), 2: ("kept_paid", None)}


def test_a_decree_refuses_whom_the_law_does_not_let_join() -> None:
    purse = a_purse()
    people = grown_up_workers(4)
    execute("UPDATE people_person SET village_code = '52.71.01.1001' WHERE id = 1")
    born(2, date(YEAR - 86, 1, 1))
    born(3, date(YEAR - 67, 1, 1))
    insured(3, date(YEAR - 1, 12, 1), payer="DBHCHT")
    execute("UPDATE people_person SET birth_on = NULL WHERE id = 4")
    with pytest.raises(RefusedError) as refused:
        issued(people, range(1, 3), purse)
    found = [(one.kind.code, one.before, one.detail) for one in refused.value.findings]
    assert found == [("not_eligible", "1", "residence"), ("not_eligible", "2", "age")]


def test_months_that_have_passed_are_not_planned_without_a_reason() -> None:
    a_purse("apbd_regency", ceiling_rp=10**7)
    grown_up_workers(1)
    with pytest.raises(RefusedError, match="2026-09"):
        told(on=AUTUMN)
    assert told(on=AUTUMN, start=9) == {1: ("enrolled", None)}
    with pytest.raises(RefusedError, match="exists with other terms"):
        told(on=AUTUMN, past_months="uji")


def test_months_that_have_passed_are_decreed_for_members_who_go_on_only() -> None:
    purse = a_purse("apbd_regency", ceiling_rp=10**7)
    people = grown_up_workers(2)
    insured(2, date(YEAR, 6, 1), payer="DBHCHT")
    with pytest.raises(RefusedError) as refused:
        issued(people, range(8, 11), purse, on=AUTUMN)
    assert [(one.kind.code, one.before, one.after) for one in refused.value.findings] == [
        ("month_passed", "1", "2026-08")
    ]
    issued(people, range(8, 11), purse, on=AUTUMN, past_months="surat BPJS 12")
    assert states()["decreed"] == 6


def test_a_decree_is_no_older_than_its_purse() -> None:
    purse = a_purse()
    with pytest.raises(RefusedError, match="was opened on 2026-01-02 only"):
        issued(grown_up_workers(1), range(1, 3), purse, on=date(YEAR - 1, 12, 1))


def test_the_assumed_risk_of_the_work_moves_points() -> None:
    a_purse("apbd_regency", ceiling_rp=10**7)
    grown_up_workers(1, segment="transport")
    risky = default_policy_file().read_text().replace("{4: 1, 5: 2}", "{4: 31}")
    points = []
    for name, text in (("a", ""), ("b", risky)):
        plan = make_plan(CONSOLE, LOTIM, PlanTerms(name, YEAR, DAY, Month(YEAR, 1), Month(YEAR + 1, 1), text))
        compute_plan(CONSOLE, LOTIM, plan)
        points += [one["points"] for one in people_of_plan(LOTIM, plan, language="en")]
    assert points[1] - points[0] == 30


def test_a_village_whose_purse_has_another_calendar_stops_no_plan() -> None:
    for village, months in ((VILLAGE, range(1, 13)), (OTHER_VILLAGE, range(7, 13))):
        a_purse("add", owner=village, months=tuple(months), ceiling_rp=10**6)
    grown_up_workers(1)
    grown_up_workers(1, village=OTHER_VILLAGE, first=2)
    policy = default_policy_file().read_text().replace("new_member_months_unpaid: 3", "new_member_months_unpaid: 6")
    plan = make_plan(CONSOLE, LOTIM, PlanTerms("x", YEAR, DAY, Month(YEAR, 1), Month(YEAR + 1, 1), policy))
    assert compute_plan(CONSOLE, LOTIM, plan) == "computed"
    assert [one["months"] for one in people_of_plan(LOTIM, plan, language="en")] == [12, 6]
    assert plan_numbered(LOTIM, plan)["certificate"]["is_verified"]
    with pytest.raises(RefusedError, match="has a purse of this kind"):
        a_purse("add", owner=VILLAGE, name="ADD kedua")


def test_a_membership_is_warned_of_before_it_ends_whoever_should_have_been_billed() -> None:
    tobacco = a_purse(months=tuple(range(3, 13)))
    one, other, paid_later = grown_up_workers(3)
    for person in (one, other):
        insured(person, date(YEAR - 1, 12, 1), payer="DBHCHT")
    insured(paid_later, date(YEAR, 1, 1), payer="DBHCHT")
    issued([one], range(3, 4), tobacco)
    (warned,) = arrears(LOTIM, on=date(YEAR, 2, 20))["warnings"]
    assert (warned["people"], warned["person_ids"], warned["first_unpaid"]) == (2, [one, other], date(YEAR, 1, 1))


def test_the_annex_cites_the_rules_by_which_its_lines_are_paid() -> None:
    issued(grown_up_workers(1), range(1, 3), a_purse())
    annex = annex_of(
        decree_named(LOTIM, "SK-1"), purses_of(LOTIM), regency_code=LOTIM, issuer="B", place="S", signatory=""
    )
    cited = "; ".join(annex.legal_basis)
    assert ("72" in cited, "215" in cited, "DPA uji" in cited) == (True, False, True)
