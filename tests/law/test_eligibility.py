"""Eligibility: each criterion from both sides, and the frame against one by one."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl
import pytest

from semesta.kernel.month import Month
from semesta.law import Law, WrongQuestionError
from semesta.law.membership import CRITERIA, Eligibility, eligibilities, eligibility


def a_farmer(law: Law, **given: Any) -> Eligibility:
    fields = {
        "month": Month(2026, 3), "segment": "farmer", "born_on": date(1980, 5, 5), "region": "52.03.05.2001",
        "purse_region": "52.03", **given,
    }  # fmt: skip
    return eligibility(law, **fields)


def test_an_ordinary_farmer_is_eligible(law: Law) -> None:
    assert a_farmer(law).is_eligible
    assert [criterion.code for criterion in a_farmer(law).criteria] == list(CRITERIA)


@pytest.mark.parametrize(("given", "criterion"), [
    ({"segment": "not_working"}, "worker"), ({"died_on": date(2026, 2, 28)}, "alive"),
    ({"born_on": date(1961, 3, 1)}, "age"), ({"born_on": None}, "age"), ({"born_on": date(2026, 3, 2)}, "age"),
    ({"region": "52.02.01.2001"}, "residence"), ({"region": "52.031"}, "region"),
    ({"insured_elsewhere": True}, "single_membership"),
])  # fmt: skip
def test_each_criterion_refuses_alone(law: Law, given: dict[str, Any], criterion: str) -> None:
    if criterion == "region":
        with pytest.raises(WrongQuestionError, match="region"):
            a_farmer(law, **given)
        return
    answer = a_farmer(law, **given)

    assert not answer.is_eligible
    assert [failed.code for failed in answer.criteria if not failed.is_met] == [criterion]
    assert answer.refusal is not None
    assert answer.refusal.reason.id != answer.refusal.reason.en


@pytest.mark.parametrize("given", [
    {"died_on": date(2026, 3, 1)}, {"born_on": date(1961, 3, 2)}, {"region": "52.03"}, {"purse_region": ""},
    {"born_on": date(1961, 3, 1), "enrolment": "renewal"}, {"born_on": date(1950, 1, 1), "membership_class": "PU"},
])  # fmt: skip
def test_just_inside_every_limit_is_eligible(law: Law, given: dict[str, Any]) -> None:
    assert a_farmer(law, **given).is_eligible


@pytest.mark.parametrize(("born", "eligible"), [(date(1972, 3, 1), False), (date(1972, 3, 2), True)])
def test_joining_jkp_has_its_own_age_limit(law: Law, born: date, eligible: bool) -> None:
    assert a_farmer(law, segment="wage_earner", born_on=born, extra=["jkp"]).is_eligible == eligible
    assert a_farmer(law, segment="wage_earner", born_on=born).is_eligible


@pytest.mark.parametrize(("month", "born", "eligible"), [
    (Month(2021, 3), date(1965, 3, 1), False), (Month(2021, 3), date(1965, 3, 2), True),
    (Month(2021, 4), date(1956, 4, 1), False), (Month(2021, 4), date(1956, 4, 2), True),
])  # fmt: skip
def test_the_age_limit_was_56_before_permenaker_5_2021(law: Law, month: Month, born: date, eligible: bool) -> None:
    assert a_farmer(law, month=month, born_on=born).is_eligible == eligible


@pytest.mark.parametrize("column", ["region", "purse_region"])
def test_a_frame_with_a_region_code_without_dots_is_refused(law: Law, column: str) -> None:
    row = {"month": date(2026, 3, 1), "segment": "farmer", "region": "52.03", "purse_region": "52.03", column: "5203"}

    with pytest.raises(WrongQuestionError, match=column):
        eligibilities(law, pl.DataFrame([row]))


def test_double_membership_follows_the_reading(law: Law) -> None:
    readings = {"second_membership": "allowed"}

    assert a_farmer(law, insured_elsewhere=True, readings=readings).is_eligible
    assert a_farmer(law, insured_elsewhere=True).explanation.unverified


@pytest.mark.parametrize("readings", [{}, {"second_membership": "allowed"}])
def test_a_frame_of_people_gets_the_answers_of_each(law: Law, readings: dict[str, str]) -> None:
    draw = random.Random(5)
    rows = [
        {
            "month": draw.choice((date(2020, 1, 1), date(2026, 3, 1), date(2026, 12, 1))),
            "segment": draw.choice(list(law.segments)),
            "born_on": draw.choice(
                (None, date(draw.randint(1930, 2026), draw.randint(1, 12), draw.choice((1, 2, 28))))
            ),
            "region": draw.choice(("52.03.05.2001", "52.03.07.1001", "52.02.01.2001", "52.03")),
            "purse_region": draw.choice(("52.03", "52", "")),
            "insured_elsewhere": draw.random() < 0.2,
            "died_on": draw.choice((None, None, date(2026, 2, 28), date(2026, 3, 1))),
            "enrolment": draw.choice(("new", "renewal")),
            "jkp": draw.random() < 0.5,
        }
        for _ in range(3_000)
    ]

    frame = eligibilities(law, pl.DataFrame(rows), readings=readings)

    for row, answers in zip(rows, frame.iter_rows(named=True), strict=True):
        asked = {key: value for key, value in row.items() if key != "jkp"} | {"month": Month.of(row["month"])}
        one = eligibility(law, **asked, extra=["jkp"] if row["jkp"] else [], readings=readings)  # type: ignore[arg-type]
        assert [answers[f"meets_{c.code}"] for c in one.criteria] == [c.is_met for c in one.criteria], row
        assert answers["is_eligible"] == one.is_eligible
        assert answers["refusal"] == (one.refusal.code if one.refusal else None)
