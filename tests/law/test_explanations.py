"""Every answer can explain itself: steps add up, every value has its article, doubt is shown where it is used."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from semesta.kernel.month import Month
from semesta.kernel.rupiah import rupiah_text
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
    "value": {"path": "benefit/jkk/disability_table", "on": "2026-01-05"},
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
    "other_death", "scholarship_ceiling", "scholarship",
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
    ("medical_care", {"on": "2026-02-30"}, "on"), ("value", {"path": "no/such", "on": "2026-01-01"}, "no/such"),
    ("eligibility", {"month": "2026-01"}, "segment"),
])  # fmt: skip
def test_unreadable_fields_are_named(law: Law, name: str, given: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongQuestionError, match=field):
        ask(law, name, given)


WHOLES = [("900000", 900_000), ("900.000", 900_000), ("900_000", 900_000), (900_000, 900_000), ("1.100.000", 1_100_000)]


@pytest.mark.parametrize(("written", "read"), WHOLES)
def test_whole_numbers_may_be_grouped_in_thousands(law: Law, written: Any, read: int) -> None:
    given = {"month": "2025-05", "segment": "wage_earner", "income_rp": written, "risk_class": 1}

    assert ask(law, "contribution", given).page("en")["steps"][1]["working"] == f"0.3% × {rupiah_text(read)}"


@pytest.mark.parametrize("written", ["1.5", "1000000.50", 16_800.0, "16800.0", "1.0000", "90_00", "", "1,000", "Rp900"])
def test_a_fraction_is_refused_and_never_read_as_thousands(law: Law, written: Any) -> None:
    with pytest.raises(WrongQuestionError, match="income_rp"):
        ask(law, "contribution", {"month": "2025-05", "segment": "farmer", "income_rp": written})


@pytest.mark.parametrize(("losses", "amount"), [
    ("scalp:assessed=20%", 16_000_000), ("hearing_drop_both:2", 9_600_000), ("hearing_drop_both:units=2", 9_600_000),
    ("leg_one:function_lost=50%, thumb_right", 26_000_000), ("vision_part:eyes=80%/40%", 16_800_000),
    ([{"code": "scalp", "assessed": "20%"}], 16_000_000),
])  # fmt: skip
def test_losses_can_be_written_on_one_line(law: Law, losses: Any, amount: int) -> None:
    answer = ask(law, "partial_disability", {"on": "2026-01-05", "wage_rp": 1_000_000, "losses": losses})

    assert answer.page("en")["total_rp"] == amount


@pytest.mark.parametrize(("name", "given", "field"), [
    ("partial_disability", {"wage_rp": 1, "losses": [{"code": "scalp", "assesed": "20%"}]}, "assesed"),
    ("partial_disability", {"wage_rp": 1, "losses": "scalp:1:2:3:4:5"}, "losses"),
    ("partial_disability", {"wage_rp": 1, "losses": "vision_part:eyes=80%"}, "losses.eyes"),
    ("scholarship", {"cause": "accident", "children": [{"born_on": "2015-01-01", "levels": "primary"}]}, "levels"),
    ("transport", {"spent_rp": "land:1,land:2"}, "land"),
])  # fmt: skip
def test_a_part_that_is_not_known_is_refused_and_never_left_out(
    law: Law, name: str, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(WrongQuestionError, match=field):
        ask(law, name, {"on": "2026-01-05", **given})


def test_all_missing_fields_are_named_at_once(law: Law) -> None:
    with pytest.raises(WrongQuestionError, match=r"month .*, segment .*, income_rp.*You may add: purse"):
        ask(law, "contribution", {})


def test_a_table_is_shown_row_by_row_without_codes(law: Law) -> None:
    page = ask(law, "value", {"path": "contribution/bpu/jkk_basis", "on": "2026-01-05"}).page("id")

    assert page["rows"][0] == "golongan 1; dari Rp0; sampai Rp1.099.000; dasar Rp1.000.000"
    assert len(page["rows"]) == 33


def test_codes_are_written_in_words(law: Law) -> None:
    def value(path: str, language: Any) -> str:
        return str(ask(law, "value", {"path": path, "on": "2026-01-05"}).page(language)["value"])

    assert value("benefit/jkk/care_class", "id") == "kelas satu rumah sakit pemerintah atau setara"
    assert value("contribution/rounding", "en") == "half up"


def test_the_payer_is_named_because_it_decides_on_relief(law: Law) -> None:
    answer = contribution(law, month=Month(2026, 5), segment="farmer", income_rp=0)

    assert [note.en for note in answer.explanation.notes] == ["paid by: Self-paid"]


def test_the_day_of_an_explanation_is_the_first_of_the_month(law: Law) -> None:
    answer = contribution(law, month=Month(2025, 2), segment="farmer", income_rp=0)

    assert answer.explanation.day == date(2025, 2, 1)
