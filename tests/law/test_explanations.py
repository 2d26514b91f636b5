"""Every answer can explain itself: steps add up, every value has its article, doubt is shown where it is used."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from semesta.kernel.month import Month
from semesta.law import ASKS, Law, WrongQuestionError, ask
from semesta.law.contribution import contribution

QUESTIONS: dict[str, dict[str, Any]] = {
    "contribution": {"month": "2026-05", "segment": "farmer", "income_rp": "4.000.000", "purse": "add", "extra": "jht"},
    "construction": {"on": "2026-01-05", "contract_value_rp": 700_000_000},
    "accident_death": {"on": "2026-01-05", "wage_rp": 1_000_000},
    "total_disability": {"on": "2026-01-05", "wage_rp": 1_000_000},
    "partial_disability": {"on": "2026-01-05", "wage_rp": 1_000_000, "losses": "thumb_right,eye_one"},
    "temporary_incapacity": {"on": "2026-01-05", "wage_rp": 1_000_000, "months": 13, "days": 4},
    "transport": {"on": "2026-01-05", "spent_rp": "land:1000000,sea:9000000"},
    "rehabilitation_item": {"on": "2026-01-05", "item": "denture", "spent_rp": 1},
    "prosthesis": {"on": "2026-01-05", "hospital_price_rp": 1_000_000},
    "home_care": {"on": "2026-01-05", "spent_rp": 1, "months": 3},
    "medical_care": {"on": "2026-01-05"},
    "other_death": {"on": "2026-01-05", "membership_class": "BPU", "membership_months": 5},
    "scholarship_ceiling": {"on": "2026-01-05", "cause": "accident", "children": 2},
    "scholarship": {"on": "2026-01-05", "cause": "accident", "children": "2018-01-01:primary:2,2010-01-01:senior"},
    "clock": {"on": "2026-01-05", "paid_months": "2025-01..2025-09,2026-01"},
    "claim": {"on": "2026-01-05", "kind": "accident", "circumstances": "traffic"},
    "eligibility": {"month": "2026-03", "segment": "farmer", "born_on": "1961-03-01", "region": "52.03"},
    "purse": {"purse": "dd", "segment": "farmer", "place_kind": "desa", "fiscal_year": 2026},
}


def test_every_kind_of_question_is_tried_here() -> None:
    assert set(QUESTIONS) == set(ASKS)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_is_plain_and_every_basis_has_its_article(law: Law, name: str, language: Any) -> None:
    page = ask(law, name, QUESTIONS[name]).page(language)

    assert json.loads(json.dumps(page)) == page
    assert page["parameters"] or page["rules"]
    for basis in (*page["parameters"], *page["rules"]):
        assert basis["regulation"]
        assert basis["article_says"]
        assert basis["confidence"] in "ABCDM"
        assert (law.folder.parent / "data" / basis["file"].removeprefix("law/")).is_file()
        assert basis["unverified"] == (basis["question"] is not None)


@pytest.mark.parametrize("name", QUESTIONS)
def test_indonesian_and_english_say_the_same_numbers(law: Law, name: str) -> None:
    answer = ask(law, name, QUESTIONS[name])
    indonesian, english = answer.page("id"), answer.page("en")

    assert indonesian["title"] != english["title"]
    assert [step["amount_rp"] for step in indonesian["steps"]] == [step["amount_rp"] for step in english["steps"]]


SUMS = (
    "construction", "accident_death", "total_disability", "partial_disability", "temporary_incapacity", "transport",
    "other_death", "scholarship_ceiling",
)  # fmt: skip


@pytest.mark.parametrize("name", SUMS)
def test_the_steps_add_up_to_the_total(law: Law, name: str) -> None:
    *lines, total = ask(law, name, QUESTIONS[name]).page("en")["steps"]

    assert total["is_total"]
    assert sum(line["amount_rp"] for line in lines) == total["amount_rp"] > 0


def test_a_value_shows_when_it_began_and_when_it_ends(law: Law) -> None:
    answer = contribution(law, month=Month(2026, 5), segment="farmer", income_rp=0)

    page = {used["path"]: used for used in answer.page("en")["parameters"]}
    relief = page["contribution/bpu/payable_share_other"]
    assert (relief["since"], relief["until"], relief["value"]) == ("2026-04-01", "2027-01-01", "50%")
    assert relief["regulation"] == "PP 50/2025"


def test_a_row_from_memory_marks_the_answer_and_a_verified_row_does_not(law: Law) -> None:
    def is_unverified(income: int) -> bool:
        return contribution(law, month=Month(2025, 5), segment="farmer", income_rp=income).explanation.unverified

    assert [is_unverified(income) for income in (0, 1_200_000, 1_400_000, 30_000_000)] == [False, False, True, False]


def test_the_working_shows_rate_times_basis(law: Law) -> None:
    steps = contribution(law, month=Month(2025, 5), segment="farmer", income_rp=0).page("id")["steps"]

    assert steps[0]["working"] == "1 % × Rp1.000.000"
    assert steps[0]["amount"] == "Rp10.000"


def test_rounding_is_cited_only_where_it_happened(law: Law) -> None:
    def cites(wage: int) -> bool:
        answer = contribution(law, month=Month(2025, 5), segment="wage_earner", income_rp=wage, risk_class=1)
        return "contribution/rounding" in {used.dated.path for used in answer.explanation.used}

    assert (cites(1_000_000), cites(1_000_001)) == (False, True)


@pytest.mark.parametrize(("name", "given", "field"), [
    ("flying", {}, "ask"), ("contribution", {"month": "2026-13"}, "segment"),
    ("contribution", {"month": "2026-13", "segment": "farmer", "income_rp": 0}, "month"),
    ("contribution", {"month": "2026-01", "segment": "farmer", "income_rp": "much"}, "income_rp"),
    ("contribution", {"month": "2026-01", "segment": "farmer", "income_rp": 0, "colour": 1}, "colour"),
    ("medical_care", {"on": "2026-02-30"}, "on"), ("eligibility", {"month": "2026-01"}, "segment"),
])  # fmt: skip
def test_unreadable_fields_are_named(law: Law, name: str, given: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongQuestionError, match=field):
        ask(law, name, given)


def test_the_day_of_an_explanation_is_the_first_of_the_month(law: Law) -> None:
    answer = contribution(law, month=Month(2025, 2), segment="farmer", income_rp=0)

    assert answer.explanation.day == date(2025, 2, 1)
