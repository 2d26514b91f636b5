"""Scholarships: levels, years, two children, age, marriage, work, and the waiting period."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from semesta.law import Law, WrongQuestionError
from semesta.law.benefit import Child, scholarship_ceiling, scholarship_plan

DAY = date(2026, 1, 5)


def a_child(**given: Any) -> Child:
    return Child(**{"born_on": date(2020, 6, 1), "level": "primary", **given})


def by_level(law: Law, child: Child) -> dict[str, tuple[int, int]]:
    plan = scholarship_plan(law, on=DAY, cause="accident", children=[child])
    levels = dict.fromkeys(year.level for year in plan.years)
    return {
        level: (
            sum(1 for year in plan.years if year.level == level),
            sum(year.amount_rp for year in plan.years if year.level == level),
        )
        for level in levels
    }


def test_a_five_year_old_gets_every_level_up_to_the_age(law: Law) -> None:
    assert by_level(law, a_child()) == {
        "primary": (6, 9_000_000),
        "junior": (3, 6_000_000),
        "senior": (3, 9_000_000),
        "higher": (5, 60_000_000),
    }


def test_kindergarten_and_primary_school_pay_two_and_six_years(law: Law) -> None:
    years = by_level(law, a_child(born_on=date(2021, 6, 1), level="kindergarten"))

    assert (years["kindergarten"], years["primary"]) == ((2, 3_000_000), (6, 9_000_000))


@pytest.mark.parametrize(("children", "amount"), [(0, 0), (1, 87_000_000), (2, 174_000_000), (5, 174_000_000)])
def test_the_ceiling_is_87_million_a_child_for_two(law: Law, children: int, amount: int) -> None:
    assert scholarship_ceiling(law, on=DAY, cause="accident", children=children).total_rp == amount


def test_the_ceiling_by_level(law: Law) -> None:
    parts = scholarship_ceiling(law, on=DAY, cause="accident", children=1).parts

    assert [part.amount_rp for part in parts] == [3_000_000, 9_000_000, 6_000_000, 9_000_000, 60_000_000]


@pytest.mark.parametrize(("cause", "months", "amount"), [
    ("accident", 0, 174_000_000), ("other", 35, 0), ("other", 36, 174_000_000),
])  # fmt: skip
def test_only_other_deaths_wait_three_years(law: Law, cause: str, months: int, amount: int) -> None:
    answer = scholarship_ceiling(law, on=DAY, cause=cause, children=2, contribution_months=months)  # type: ignore[arg-type]

    assert answer.total_rp == amount


def test_the_third_child_is_refused_and_a_refused_child_frees_its_place(law: Law) -> None:
    children = [a_child(situation="married"), a_child(), a_child(), a_child()]

    plan = scholarship_plan(law, on=DAY, cause="accident", children=children)

    assert {year.child for year in plan.years} == {1, 2}
    assert [(child, why.en) for child, why in plan.refusals] == [
        (0, "the child is married"), (3, "the number of children is used up"),
    ]  # fmt: skip


@pytest.mark.parametrize(("given", "reason"), [
    ({"situation": "working"}, "the child is working"),
    ({"born_on": date(2003, 1, 5)}, "the child is above the age limit"),
])  # fmt: skip
def test_work_and_age_end_it(law: Law, given: dict[str, Any], reason: str) -> None:
    plan = scholarship_plan(law, on=DAY, cause="accident", children=[a_child(**given)])

    assert (plan.total_rp, plan.refusals[0][1].en) == (0, reason)


def test_the_day_before_the_23rd_birthday_still_pays_once(law: Law) -> None:
    child = a_child(born_on=date(2003, 1, 6), level="higher")

    plan = scholarship_plan(law, on=DAY, cause="accident", children=[child])

    assert [(year.on, year.amount_rp) for year in plan.years] == [(DAY, 12_000_000)]


def test_years_behind_are_not_paid_again(law: Law) -> None:
    assert by_level(law, a_child(years_done=5))["primary"] == (1, 1_500_000)


def test_a_child_with_no_years_left_takes_nobodys_place(law: Law) -> None:
    grown = a_child(born_on=date(2004, 1, 1), level="higher", years_done=5)

    plan = scholarship_plan(law, on=DAY, cause="accident", children=[grown, a_child(), a_child()])

    assert {year.child for year in plan.years} == {1, 2}
    assert [(child, why.en) for child, why in plan.refusals] == [(0, "no school years are left")]


@pytest.mark.parametrize("situation", ["studying_self_employed", "studying_short_employment", "studying_apprentice"])
def test_since_permenaker_1_2025_some_work_beside_school_does_not_end_it(law: Law, situation: str) -> None:
    child = a_child(born_on=date(2005, 1, 1), level="higher", situation=situation)

    plan = scholarship_plan(law, on=date(2025, 2, 24), cause="accident", children=[child])

    assert plan.total_rp > 0
    assert [question.key for question in plan.explanation.questions] == ["scholarship_recipients"]
    with pytest.raises(WrongQuestionError, match=r"children\.situation"):
        scholarship_plan(law, on=date(2025, 2, 23), cause="accident", children=[child])


def test_a_lapsed_member_leaves_no_scholarship(law: Law) -> None:
    plan = scholarship_plan(law, on=DAY, cause="accident", children=[a_child()], state="lapsed")

    assert (plan.total_rp, len(plan.refusals)) == (0, 1)


def test_a_child_too_young_is_paid_from_the_day_school_begins(law: Law) -> None:
    baby = a_child(born_on=date(2025, 6, 1), level="kindergarten", starts_on=date(2030, 7, 15))

    plan = scholarship_plan(law, on=DAY, cause="accident", children=[baby])

    assert [str(year.on) for year in plan.years[:2]] == ["2030-07-15", "2031-07-15"]


def test_the_steps_show_each_child_and_level(law: Law) -> None:
    steps = scholarship_plan(law, on=DAY, cause="accident", children=[a_child(level="senior")]).explanation.steps

    assert [(step.label.en, step.amount_rp) for step in steps] == [
        ("child 1: senior secondary", 9_000_000),
        ("child 1: higher education or training", 60_000_000), ("sum of scholarships", 69_000_000),
    ]  # fmt: skip


def test_an_event_on_a_leap_day_has_its_anniversaries(law: Law) -> None:
    plan = scholarship_plan(law, on=date(2024, 2, 29), cause="accident", children=[a_child()])

    assert [str(year.on) for year in plan.years[:5]] == [
        "2024-02-29", "2025-03-01", "2026-03-01", "2027-03-01", "2028-02-29",
    ]  # fmt: skip


@pytest.mark.parametrize(("children", "cause", "field"), [
    ([Child(DAY, "nursery")], "accident", r"children\.level"),
    ([Child(DAY, "primary", situation="asleep")], "accident", r"children\.situation"),  # type: ignore[arg-type]
    ([Child(DAY, "primary", years_done=-1)], "accident", r"children\.years_done"), ([], "flood", "cause"),
])  # fmt: skip
def test_wrong_questions_name_their_field(law: Law, children: list[Child], cause: str, field: str) -> None:
    with pytest.raises(WrongQuestionError, match=field):
        scholarship_plan(law, on=DAY, cause=cause, children=children)  # type: ignore[arg-type]
