"""A plan is asked for, computed from register, law and purses, kept with its reasons, compared, and frozen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.bulk import execute, read_lines
from semesta.funding.actions import compute_plan, freeze_plan, make_plan, release_money
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.plans import PlanTerms
from semesta.funding.queries.plan_comparison import changed_people, compare_plans
from semesta.funding.queries.plans import people_of_plan, person_of_plan, plan_numbered, plan_totals, plans_of
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from tests.funding.builders import (
    DAY,
    MINIMUM,
    OTHER_VILLAGE,
    YEAR,
    a_house,
    a_purse,
    balance,
    decreed,
    died,
    merged,
    months_of,
    some_workers,
    states,
)
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE

pytestmark = pytest.mark.django_db
REGENCY = "apbd_regency"


@pytest.fixture(autouse=True)
def _house() -> None:
    a_house()


def grown_up_workers(count: int, **values: Any) -> list[int]:
    people = some_workers(count, **values)
    execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L'")
    return people


def terms(name: str = "Rencana", *, start: int = 1, end: int = 13, **more: Any) -> PlanTerms:
    return PlanTerms(name, YEAR, DAY, Month(YEAR, start), Month(YEAR, 1).plus(end - 1), **more)


def computed(name: str = "Rencana", **more: Any) -> int:
    number = make_plan(CONSOLE, LOTIM, terms(name, **more))
    assert compute_plan(CONSOLE, LOTIM, number) == "computed"
    return number


def reasons(plan: int) -> dict[int, str]:
    return {one["person_id"]: one["reason"] for one in people_of_plan(LOTIM, plan, language="id")}


def insured(person: int, *months: int, payer: str = "DBHCHT", membership_class: str = "BPU", year: int = YEAR) -> None:
    """Let the insurer recognise months of a person."""
    for month in months:
        for programme in ("jkk", "jkm"):
            execute(
                "INSERT INTO membership_coveredmonth VALUES (%s, %s, %s, %s, %s, %s, 'recognised', 9)",
                [LOTIM, date(year, month, 1), person, programme, membership_class, payer],
            )


def refused(terms: PlanTerms) -> list[str]:
    with pytest.raises(RefusedError) as error, transaction.atomic():
        make_plan(CONSOLE, LOTIM, terms)
    return [finding.kind.code for finding in error.value.findings]


def test_money_for_one_protects_one_and_tells_the_other_why() -> None:
    purse = a_purse(REGENCY, ceiling_rp=12 * MINIMUM)
    grown_up_workers(2)
    plan = computed()
    told = people_of_plan(LOTIM, plan, language="en")
    assert sorted(one["months"] for one in told) == [0, 12]
    (chosen,) = people_of_plan(LOTIM, plan, language="en", is_chosen=True)
    (other,) = people_of_plan(LOTIM, plan, language="id", is_chosen=False)
    assert chosen["sentence"].startswith("Enrolled from 2026-01: 12 months are paid (Regency budget 12)")
    assert (other["reason"], "undian" in other["sentence"]) == ("drawn_behind", True)
    page = plan_numbered(LOTIM, plan)
    assert page["certificate"]["reached"][1]["gap"] == "0"
    assert (page["totals"]["protected"], page["totals"]["public_rp"]) == (1, 12 * MINIMUM)
    assert {line["purse_id"]: line["left_rp"] for line in page["purses"]} == {purse: 0, 0: None}
    assert states() == {}  # a plan decides nothing


def test_who_pays_from_month_to_month_is_kept_for_each_person() -> None:
    tobacco = a_purse("dbhcht", ceiling_rp=9 * MINIMUM, months=tuple(range(4, 13)))
    regency = a_purse(REGENCY, ceiling_rp=3 * MINIMUM)
    (person,) = grown_up_workers(1)
    insured(person, 12, year=YEAR - 1)
    lines = person_of_plan(LOTIM, computed(), person, language="id")["lines"]
    assert [(line["purse_id"], line["start_month"].month, line["months"]) for line in lines] == [
        (regency, 1, 3),
        (tobacco, 4, 9),
    ]


def test_the_register_s_facts_reach_the_plan() -> None:
    a_purse(REGENCY, ceiling_rp=10**7)
    grown_up_workers(8)
    insured(1, *range(1, 13))
    insured(2, 1, membership_class="PU", payer="PEMBERI KERJA")
    died(3, date(2025, 12, 1))
    execute("UPDATE people_person SET birth_on = NULL WHERE id = 4")
    merged(6, into=5)
    execute("DELETE FROM people_livelihood WHERE person_id IN (7, 8)")
    insured(7, 12, year=YEAR - 1)
    assert reasons(computed(start=2)) == {
        1: "covered", 2: "not_eligible", 4: "not_eligible", 5: "enrolled", 7: "kept_paid",
    }  # fmt: skip
    plan = plans_of(LOTIM)[0]["id"]
    assert "tanggal lahir belum diketahui" in person_of_plan(LOTIM, plan, 4, language="id")["sentence"]
    assert "insured elsewhere" in person_of_plan(LOTIM, plan, 2, language="en")["sentence"]


def test_the_poorest_come_first() -> None:
    a_purse(REGENCY, ceiling_rp=12 * MINIMUM)
    grown_up_workers(5)
    execute("INSERT INTO people_welfarerank VALUES (%s, 4, 'dinas-sosial', '2026-01-01', 1, 1, 1)", [LOTIM])
    execute("INSERT INTO people_welfarerank VALUES (%s, 3, 'dinas-sosial', '2026-02-01', 1, 1, 2)", [LOTIM])
    told = {one["person_id"]: one for one in people_of_plan(LOTIM, computed(), language="id")}
    assert [person for person, one in told.items() if one["is_chosen"]] == [4]
    assert (told[4]["decile"], told[3]["decile"]) == (1, None)  # February's is told after the day of the plan
    assert told[3]["reason"] == "outranked"


def test_months_decreed_already_are_not_planned_again() -> None:
    purse = a_purse(REGENCY, ceiling_rp=10**7)
    people = grown_up_workers(1)
    decreed(months_of(people, range(1, 7), purse))
    (line,) = person_of_plan(LOTIM, computed(), 1, language="id")["lines"]
    assert (line["start_month"].month, line["months"]) == (7, 6)


def test_self_payers_go_on_and_a_drawn_share_begins() -> None:
    a_purse(REGENCY, ceiling_rp=MINIMUM - 1)
    grown_up_workers(40)
    insured(1, 12, payer="MANDIRI", year=YEAR - 1)
    nobody, half = computed("tanpa"), computed("separuh", take_up_percent=50)
    totals = plan_numbered(LOTIM, nobody)["totals"]
    assert (totals["protected"], totals["kept"], totals["months"], totals["public_rp"]) == (1, 1, 12, 0)
    assert 10 < plan_numbered(LOTIM, half)["totals"]["protected"] < 30
    assert compare_plans(LOTIM, nobody, half)["whole"]["public_rp_more"] == 0


def test_a_tried_ceiling_shows_who_gains_by_village_and_segment() -> None:
    purse = a_purse(REGENCY, ceiling_rp=12 * MINIMUM)
    grown_up_workers(1)
    grown_up_workers(1, village=OTHER_VILLAGE, segment="trader", first=2)
    now, more = computed("sekarang"), computed("ditambah", ceilings={purse: 24 * MINIMUM})
    page = compare_plans(LOTIM, now, more)
    assert (page["gain"], page["lose"]) == (1, 0)
    assert sum(line["protected_more"] for line in page["by_village"]) == 1
    assert sum(line["public_rp_more"] for line in page["by_segment"]) == 12 * MINIMUM
    (gains,) = changed_people(LOTIM, now, more, who="gain")
    assert (gains["months_a"], gains["months_b"]) == (0, 12)
    assert changed_people(LOTIM, now, more, who="lose") == []
    (tried,) = [line for line in plan_numbered(LOTIM, more)["purses"] if line["is_tried"]]
    assert tried["ceiling_rp"] == 24 * MINIMUM


def test_a_plan_that_was_not_computed_is_compared_with_nothing() -> None:
    a_purse(REGENCY, ceiling_rp=12 * MINIMUM)
    grown_up_workers(1)
    terms = PlanTerms("belum", YEAR, DAY, Month(YEAR, 1), Month(YEAR + 1, 1))
    draft = make_plan(CONSOLE, LOTIM, terms)
    with pytest.raises(RefusedError, match="belum is not computed"):
        compare_plans(LOTIM, computed(), draft)


def test_the_relief_off_costs_more() -> None:
    a_purse(REGENCY, ceiling_rp=MINIMUM - 1)
    grown_up_workers(1)
    insured(1, 12, payer="MANDIRI", year=YEAR - 1)
    law, none = computed("hukum"), computed("tanpa keringanan", relief="none")
    whole = compare_plans(LOTIM, law, none)["whole"]
    assert (whole["self_rp_b"], whole["self_rp_more"] > 0) == (12 * MINIMUM, True)
    with pytest.raises(RefusedError, match="for comparison only"):
        freeze_plan(CONSOLE, LOTIM, none, DecreeHead("SK-1", DAY, "uji"))


def test_where_nobody_may_lapse_and_money_is_short_the_rule_to_relax_is_named() -> None:
    purse = a_purse(REGENCY, ceiling_rp=MINIMUM)
    people = grown_up_workers(1)
    for person in people:
        insured(person, 10, year=YEAR - 1)
    strict = plan_numbered(LOTIM, computed())["policy_text"].replace("continuity: first", "continuity: demanded")
    plan = make_plan(CONSOLE, LOTIM, terms("ketat", policy_text=strict))
    assert compute_plan(CONSOLE, LOTIM, plan) == "infeasible"
    (rule,) = plan_numbered(LOTIM, plan)["certificate"]["relaxations"]
    assert (rule["rule"], rule["purse_id"], rule["by_rp"] > 0, "naikkan" in rule["id"]) == (
        "ceiling",
        purse,
        True,
        True,
    )
    with pytest.raises(RefusedError, match="not computed"):
        freeze_plan(CONSOLE, LOTIM, plan, DecreeHead("SK-1", DAY, "uji"))


def test_a_frozen_plan_is_its_decree_and_stays_as_it_is() -> None:
    purse = a_purse(REGENCY, ceiling_rp=12 * MINIMUM)
    grown_up_workers(2)
    plan = computed()
    head = DecreeHead("SK-1", DAY, "Penerima iuran")
    assert freeze_plan(CONSOLE, LOTIM, plan, head) == freeze_plan(CONSOLE, LOTIM, plan, head)
    assert (states(), balance("available", purse)) == ({"decreed": 12}, 0)
    (line,) = read_lines("SELECT months, reason FROM funding_decreeline")
    assert (line["months"], line["reason"].startswith("Didaftarkan mulai 2026-01")) == (12, True)
    assert plans_of(LOTIM)[0]["decree"] == "SK-1"
    with pytest.raises(RefusedError, match="frozen"):
        compute_plan(CONSOLE, LOTIM, plan)
    for table in ("plan", "planperson", "planline", "planpurse"):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            execute(f"DELETE FROM funding_{table}")


def test_a_decree_that_the_real_ceiling_does_not_bear_leaves_the_plan_open() -> None:
    purse = a_purse(REGENCY, ceiling_rp=MINIMUM)
    grown_up_workers(1)
    plan = computed(ceilings={purse: 12 * MINIMUM})
    with pytest.raises(RefusedError, match="short by"), transaction.atomic():
        freeze_plan(CONSOLE, LOTIM, plan, DecreeHead("SK-1", DAY, "uji"))
    assert (plans_of(LOTIM)[0]["state"], states()) == ("computed", {})


def test_computing_again_changes_nothing_until_the_register_changes() -> None:
    a_purse(REGENCY, ceiling_rp=10**7)
    grown_up_workers(1)
    plan = computed()
    first = plans_of(LOTIM)[0]["computed_at"]
    assert (compute_plan(CONSOLE, LOTIM, plan), plans_of(LOTIM)[0]["computed_at"]) == ("computed", first)
    grown_up_workers(1, first=2)
    compute_plan(CONSOLE, LOTIM, plan)
    assert plan_numbered(LOTIM, plan)["totals"]["protected"] == 2


def test_money_released_later_is_spent_later() -> None:
    purse = a_purse(REGENCY, ceiling_rp=12 * MINIMUM)
    for _ in range(2):
        release_money(CONSOLE, LOTIM, purse, month=Month(YEAR, 1), through_rp=0, document="SPD-1", dated_on=DAY)
    release_money(CONSOLE, LOTIM, purse, month=Month(YEAR, 4), through_rp=12 * MINIMUM, document="SPD-2", dated_on=DAY)
    (person,) = grown_up_workers(1)
    (line,) = person_of_plan(LOTIM, computed(), person, language="id")["lines"]
    assert (line["start_month"].month, line["months"]) == (4, 9)


def test_totals_and_pages_add_up() -> None:
    a_purse(REGENCY, ceiling_rp=30 * MINIMUM)
    grown_up_workers(3)
    grown_up_workers(2, village=OTHER_VILLAGE, first=4)
    plan = computed()
    whole = plan_numbered(LOTIM, plan)["totals"]
    for by in ("village", "segment", "reason"):
        lines = plan_totals(LOTIM, plan, by=by)  # type: ignore[arg-type]
        assert {name: sum(line[name] for line in lines) for name in whole} == whole
    first = people_of_plan(LOTIM, plan, language="id", most=2)
    rest = people_of_plan(LOTIM, plan, language="id", after=first[-1]["person_id"])
    assert [one["person_id"] for one in first + rest] == [1, 2, 3, 4, 5]
    assert [one["person_id"] for one in people_of_plan(LOTIM, plan, language="id", village=VILLAGE)] == [1, 2, 3]


def test_what_cannot_be_asked_is_refused_with_its_reason() -> None:
    purse = a_purse(REGENCY, ceiling_rp=MINIMUM)
    assert refused(terms(policy_text="name: {id: a, en: b}\n"))[0] == "law_missing_key"
    assert refused(terms(ceilings={purse: -1})) == ["not_whole"]
    assert refused(terms(ceilings={purse + 99: 1})) == ["purse_unknown"]
    assert refused(terms(take_up_percent=101)) == ["plan_terms_unfit"]
    assert refused(terms(end=14)) == ["plan_months_unfit"]
    assert refused(terms(readings={"no_such": "x"})) == ["law_silent"]
    assert refused(PlanTerms("x", 2031, DAY, Month(2031, 1), Month(2032, 1))) == ["year_unknown"]
    make_plan(CONSOLE, LOTIM, terms())
    assert refused(terms(seed="other")) == ["plan_name_taken"]
    with pytest.raises(NotPermittedError):
        make_plan(Actor("desa", Role.VILLAGE_OPERATOR, VILLAGE), LOTIM, terms("lain"))
