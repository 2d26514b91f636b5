"""Plans small enough to be worked out by hand: a month of the smallest package costs Rp16,800."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from semesta.allocation import Infeasible
from tests.allocation.builders import (
    DESA,
    OTHER_DESA,
    a_person,
    a_policy,
    a_purse,
    months,
    months_of,
    planned,
    reached,
    tried,
)

MONTH = 16_800
LAST_YEAR = date(2025, 12, 1)


def test_money_for_a_year_pays_a_year() -> None:
    made = planned([a_person("ani")], [a_purse(ceiling_rp=12 * MONTH)])
    assert months_of(made, "ani") == [f"{month:02d} apbd_regency" for month in range(1, 13)]
    assert reached(made) == (0, 12 * 4, 12 * MONTH)


def test_a_rupiah_short_of_nine_months_enrols_nobody() -> None:
    made = planned([a_person("ani")], [a_purse(ceiling_rp=9 * MONTH - 1)])
    assert made.assignments.is_empty()
    assert made.people["reason"].to_list() == ["money_spent"]


def test_the_tobacco_purse_pays_its_nine_months_within_the_grace() -> None:
    covered = a_person("ani", by=("dbhcht",), segment="tobacco_farmer", paid_until=LAST_YEAR)
    made = planned([covered], [a_purse("dbhcht", 10**9, months_per_person=9)])
    paid = [int(month[:2]) for month in months_of(made, "ani")]
    gaps = [after - before - 1 for before, after in zip([0, *paid], [*paid, 13], strict=True)]
    assert (len(paid), max(gaps)) == (9, 2)
    assert made.certificate.kept == 1


def test_months_the_tobacco_purse_does_not_pay_are_bridged_by_another_purse() -> None:
    covered = a_person("ani", by=("dbhcht", "add"), paid_until=LAST_YEAR)
    purses = [a_purse("dbhcht", 10**9, months=list(range(4, 13)), months_per_person=9), a_purse("add", MONTH)]
    made = planned([covered], purses)
    bridging = [month for month in months_of(made, "ani") if month.endswith("add")]
    assert len(bridging) == 1
    assert bridging[0][:2] in ("01", "02", "03")
    assert made.certificate.kept == 1


def test_without_a_bridge_three_unpaid_months_break_membership() -> None:
    covered = a_person("ani", by=("dbhcht",), paid_until=LAST_YEAR)
    made = planned([covered], [a_purse("dbhcht", 10**9, months=list(range(4, 13)))])
    assert made.people["reason"].to_list() == ["restarted"]
    assert made.certificate.kept == 0


def test_a_reading_of_the_law_moves_the_grace() -> None:
    covered = a_person("ani", by=("dbhcht",), paid_until=LAST_YEAR)
    purses = [a_purse("dbhcht", 10**9, months=list(range(4, 13)))]
    made = planned([covered], purses, readings={"lapse_gap": "fourth_unpaid_month"})
    assert made.certificate.kept == 1


def test_keeping_one_who_is_covered_comes_before_enrolling_many() -> None:
    people = [a_person("zul", paid_until=LAST_YEAR, decile=10), a_person("ani", decile=1), a_person("budi", decile=1)]
    made = planned(people, [a_purse(ceiling_rp=12 * MONTH)])
    assert made.certificate.kept == 1
    assert months_of(made, "zul")


def test_the_poorer_comes_first_and_the_other_hears_why() -> None:
    made = planned([a_person("ani", decile=9), a_person("budi", decile=1)], [a_purse(ceiling_rp=12 * MONTH)])
    reasons = dict(made.people["person", "reason"].rows())
    assert reasons == {"ani": "outranked", "budi": "enrolled"}
    assert made.people.filter(person="ani")["least_points"].item() == 12


def test_earlier_registration_breaks_a_tie() -> None:
    late = a_person("ani", registered_on=date(2025, 6, 1))
    made = planned([late, a_person("budi", registered_on=date(2025, 2, 1))], [a_purse(ceiling_rp=9 * MONTH)])
    assert dict(made.people["person", "reason"].rows()) == {"ani": "drawn_behind", "budi": "enrolled"}


def test_another_seed_may_draw_another_person() -> None:
    people = [a_person(f"p{number}") for number in range(6)]
    drawn = {
        planned(people, [a_purse(ceiling_rp=9 * MONTH)], seed=str(year)).assignments["person"][0] for year in range(12)
    }
    assert len(drawn) > 1


def test_a_village_purse_pays_its_own_village_only() -> None:
    people = [a_person("ani", by=("add",)), a_person("budi", by=("add",), village=OTHER_DESA)]
    made = planned(people, [a_purse("add", 10**9)])
    assert dict(made.people["person", "reason"].rows()) == {"ani": "enrolled", "budi": "no_purse"}


def test_who_wishes_to_pay_himself_leaves_the_money_to_others() -> None:
    people = [a_person("ani", by=("apbd_regency", "self")), a_person("budi")]
    made = planned(people, [a_purse(ceiling_rp=12 * MONTH), a_purse("self", None)])
    assert {purse for _, purse in made.assignments["person", "purse"].rows()} == {"self", "apbd_regency"}
    assert reached(made) == (0, 2 * 12 * 4, 12 * MONTH)


def test_relief_halves_a_donors_months_from_april_to_december() -> None:
    donors = [a_purse("csr", 10**9)]
    made = planned([a_person("ani", by=("csr",))], donors)
    dear = planned([a_person("ani", by=("csr",))], donors, relief="none")
    assert (reached(made)[2], reached(dear)[2]) == (3 * MONTH + 9 * MONTH // 2, 12 * MONTH)


def test_the_cheaper_of_two_purses_pays_when_both_could() -> None:
    made = planned([a_person("ani", by=("csr", "apbd_regency"))], [a_purse("csr", 10**9), a_purse(ceiling_rp=10**9)])
    assert reached(made)[2] == 3 * MONTH + 9 * MONTH // 2


def test_money_released_by_quarter_is_not_spent_before() -> None:
    released = pl.DataFrame({"purse": ["apbd_regency"], "month": [date(2026, 4, 1)], "through_rp": [10**9]})
    made = planned([a_person("ani")], [a_purse(ceiling_rp=10**9)], releases=released)
    assert [month[:2] for month in months_of(made, "ani")] == [f"{month:02d}" for month in range(4, 13)]


def test_a_cut_in_july_binds_the_months_before_it() -> None:
    cut = pl.DataFrame({"purse": ["apbd_regency"], "on": [date(2026, 7, 1)], "change_rp": [-15 * MONTH]})
    made = planned([a_person("ani"), a_person("budi")], [a_purse(ceiling_rp=24 * MONTH)], revisions=cut)
    assert reached(made)[2] == 9 * MONTH


def test_commitments_above_the_ceiling_are_named_with_the_amount() -> None:
    made = tried([a_person("ani")], [a_purse(ceiling_rp=100, committed_rp=250)])
    assert isinstance(made, Infeasible)
    assert [(one.rule, one.purse, one.by_rp) for one in made.relaxations] == [("commitments", "apbd_regency", 150)]


def test_demanded_continuity_names_the_missing_rupiah() -> None:
    people = [a_person(name, paid_until=LAST_YEAR) for name in ("ani", "budi")]  # four months each, every third
    made = tried(people, [a_purse(ceiling_rp=5 * MONTH)], policy=a_policy(continuity="demanded"))
    assert isinstance(made, Infeasible)
    assert [(one.rule, one.by_rp) for one in made.relaxations] == [("ceiling", 3 * MONTH)]


def test_demanded_continuity_names_those_whom_no_purse_may_keep() -> None:
    people = [a_person("ani", by=(), paid_until=LAST_YEAR)]
    made = tried(people, [a_purse(ceiling_rp=10**9)], policy=a_policy(continuity="demanded"))
    assert isinstance(made, Infeasible)
    assert [(one.rule, one.people) for one in made.relaxations] == [("continuity", 1)]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"paid_until": date(2027, 3, 1)}, "covered"),
        ({"paid_until": date(2026, 10, 1), "by": ()}, "kept_unpaid"),
        ({"is_eligible": False, "refusal": "age"}, "not_eligible"),
        ({"segment": "construction"}, "not_monthly"),
        ({"segment": "contract_staff"}, "no_wage"),
        ({"by": ()}, "no_purse"),
        ({"paid_until": date(2025, 6, 1)}, "enrolled"),
        ({"paid_until": LAST_YEAR, "clock_state": "lapsed"}, "enrolled"),
    ],
)
def test_everybody_gets_a_reason(facts: dict[str, object], reason: str) -> None:
    by = facts.pop("by", ("apbd_regency",))
    made = planned([a_person("ani", by=by, **facts)], [a_purse(ceiling_rp=12 * MONTH)])  # type: ignore[arg-type]
    assert made.people["reason"].to_list() == [reason]


def test_the_certificate_says_what_one_more_million_buys() -> None:
    people = [a_person(f"p{number}") for number in range(20)]
    made = planned(people, [a_purse(ceiling_rp=12 * MONTH)])
    (more,) = made.certificate.one_more
    assert (more.method, more.points) == ("resolved", pytest.approx(4 * (10**6 // MONTH)))
    assert [binding.purse for binding in made.certificate.binding] == ["apbd_regency"]
    assert DESA in made.people["village"].to_list()


def test_one_more_million_is_told_per_purse_as_a_plan_with_it_comes_out() -> None:
    people = [a_person(f"p{number}") for number in range(20)]
    idle = a_purse("csr", 10**9)
    made = planned(people, [a_purse(ceiling_rp=12 * MONTH), idle])
    richer = planned(people, [a_purse(ceiling_rp=12 * MONTH + 10**6), idle])
    told = {one.purse: one for one in made.certificate.one_more}
    assert told["apbd_regency"].months == pytest.approx(
        richer.certificate.months_paid - made.certificate.months_paid, abs=1
    )
    assert (told["csr"].points, told["csr"].months) == (0, 0)


def test_nobody_is_kept_by_halves_where_continuity_is_demanded() -> None:
    people = [
        a_person("ani", by=("csr",), paid_until=LAST_YEAR),
        a_person("driver", by=("csr",), segment="transport"),
    ]
    purses = [a_purse("csr", 8_400, purse="csr A"), a_purse("csr", 8_400, purse="csr B")]
    asked = {"period": months(3), "policy": a_policy(continuity="demanded")}
    made = tried(people, purses, **asked)  # type: ignore[arg-type]
    assert isinstance(made, Infeasible)
    more = {one.purse: one.by_rp for one in made.relaxations}
    raised = [purse | {"ceiling_rp": 8_400 + more.get(purse["purse"], 0)} for purse in purses]
    enough = tried(people, raised, **asked)  # type: ignore[arg-type]
    assert not isinstance(enough, Infeasible)
    assert enough.people.filter(person="ani")["kept"].to_list() == [True]


@pytest.mark.parametrize(("held", "paid"), [(0, 6), (6, 3), (9, 0)])
def test_months_held_already_count_towards_the_months_of_the_programme(held: int, paid: int) -> None:
    person = a_person("ani", by=("dbhcht",), months_capped=held)
    purses = [a_purse("dbhcht", 10**9, purse=name, months_per_person=9) for name in ("tobacco A", "tobacco B")]
    made = planned([person], purses, period=months(6))
    assert made.assignments.height == paid


@pytest.mark.parametrize("early", ["ani", "budi"])
def test_a_tie_between_people_of_different_purses_is_broken_by_the_published_rule(early: str) -> None:
    people = [
        a_person(name, by=by, registered_on=date(2025, 1 if name == early else 6, 1))
        for name, by in (("ani", ("apbd_regency",)), ("budi", ("apbd_regency", "csr")))
    ]
    made = planned(people, [a_purse(ceiling_rp=12 * MONTH), a_purse("csr", 0)])
    late = "budi" if early == "ani" else "ani"
    assert dict(made.people["person", "reason"].rows()) == {early: "enrolled", late: "drawn_behind"}


def test_nobody_is_told_of_a_draw_for_months_that_only_another_village_had() -> None:
    people = [a_person("ani", by=("add",)), a_person("budi", by=("add",), village=OTHER_DESA)]
    made = planned(people, [a_purse("add", 12 * MONTH), a_purse("add", 0, purse="add other", owner=OTHER_DESA)])
    assert dict(made.people["person", "reason"].rows()) == {"ani": "enrolled", "budi": "money_spent"}
