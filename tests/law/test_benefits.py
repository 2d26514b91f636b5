"""Benefits by date of event, against the published amounts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from semesta.law import Law, LawGapError, WrongQuestionError
from semesta.law.benefit import (
    Loss,
    accident_death,
    benefit_wage,
    home_care,
    medical_care,
    other_death,
    partial_disability,
    prosthesis,
    rehabilitation_item,
    temporary_incapacity,
    total_disability,
    transport,
)

DAY = date(2026, 1, 5)
WAGE = 1_000_000


@pytest.mark.parametrize("wage", [1_000_000, 1_200_000, 2_950_000, 20_700_000])
def test_death_is_48_wages_and_total_disability_56(law: Law, wage: int) -> None:
    assert accident_death(law, on=DAY, wage_rp=wage).amount_rp("death") == 48 * wage
    assert total_disability(law, on=DAY, wage_rp=wage).amount_rp("disability") == 56 * wage


def test_the_published_example_of_the_lowest_bracket(law: Law) -> None:
    assert accident_death(law, on=DAY, wage_rp=WAGE).total_rp == 70_000_000
    assert total_disability(law, on=DAY, wage_rp=WAGE).total_rp == 68_000_000


@pytest.mark.parametrize(("months", "days", "amount"), [
    (1, 0, 1_000_000), (12, 0, 12_000_000), (13, 0, 12_500_000), (20, 0, 16_000_000), (0, 15, 500_000),
    (11, 15, 11_500_000), (12, 15, 12_250_000), (0, 1, 33_333), (0, 0, 0),
])  # fmt: skip
def test_incapacity_pays_twelve_whole_months_then_half(law: Law, months: int, days: int, amount: int) -> None:
    assert temporary_incapacity(law, on=DAY, wage_rp=WAGE, months=months, days=days).total_rp == amount


@pytest.mark.parametrize(("mode", "cap"), [
    ("land", 5_000_000), ("water", 5_000_000), ("sea", 2_000_000), ("air", 10_000_000),
])  # fmt: skip
def test_transport_is_repaid_up_to_the_cap_of_its_mode(law: Law, mode: str, cap: int) -> None:
    for spent, repaid in ((cap - 1, cap - 1), (cap, cap), (cap + 1, cap)):
        assert transport(law, on=DAY, spent_rp={mode: spent}).total_rp == repaid


def test_modes_combine_and_say_that_this_is_unverified(law: Law) -> None:
    benefit = transport(law, on=DAY, spent_rp={"land": 9_000_000, "air": 9_000_000})

    assert benefit.total_rp == 14_000_000
    assert {question.key for question in benefit.explanation.questions} == {"transport_mixed"}


@pytest.mark.parametrize(("item", "cap", "unverified"), [
    ("hearing_aid", 2_500_000, False), ("eyeglasses", 1_000_000, False), ("denture", 5_000_000, True),
])  # fmt: skip
def test_aids_are_repaid_up_to_their_cap(law: Law, item: str, cap: int, unverified: bool) -> None:
    benefit = rehabilitation_item(law, on=DAY, item=item, spent_rp=cap + 1)

    assert (benefit.total_rp, benefit.explanation.unverified) == (cap, unverified)


def test_what_is_not_repaid_is_said(law: Law) -> None:
    above, within = (transport(law, on=DAY, spent_rp={"land": spent}).explanation for spent in (6_000_000, 5_000_000))

    assert [note.id for note in above.notes] == ["darat: dibayar paling banyak Rp5.000.000"]
    assert within.notes == ()


@pytest.mark.parametrize("asked", [
    lambda law: rehabilitation_item(law, on=DAY, item="eyeglasses", spent_rp=9, state="lapsed"),
    lambda law: prosthesis(law, on=DAY, hospital_price_rp=9, state="lapsed"),
    lambda law: home_care(law, on=DAY, spent_rp=9, months=1, state="lapsed"),
    lambda law: medical_care(law, on=DAY, state="lapsed"),
    lambda law: transport(law, on=DAY, spent_rp={"land": 9}, state="lapsed"),
    lambda law: partial_disability(law, on=DAY, wage_rp=9, losses=[Loss("eye_one")], state="lapsed"),
])  # fmt: skip
def test_a_lapsed_member_gets_nothing_and_no_line_of_the_sum_says_otherwise(law: Law, asked: object) -> None:
    assert callable(asked)
    benefit = asked(law)

    assert (benefit.parts, benefit.total_rp) == ((), 0)
    assert "benefit/cover_required" in {used.dated.path for used in benefit.explanation.used}
    assert [step.amount_rp for step in benefit.explanation.steps] == [0]


def test_a_prosthesis_ceiling_is_the_hospital_price_plus_two_fifths_and_no_cash(law: Law) -> None:
    benefit = prosthesis(law, on=DAY, hospital_price_rp=7_000_000)

    assert (benefit.amount_rp("prosthesis"), benefit.total_rp) == (9_800_000, 0)


def test_home_care_is_capped_and_notes_what_lasts_too_long(law: Law) -> None:
    assert home_care(law, on=DAY, spent_rp=20_000_001, months=12).total_rp == 20_000_000
    assert home_care(law, on=DAY, spent_rp=1, months=12).explanation.notes == ()
    assert "12" in home_care(law, on=DAY, spent_rp=1, months=13).explanation.notes[0].en


def test_medical_care_is_a_service_without_ceiling(law: Law) -> None:
    assert [(part.kind, part.amount_rp) for part in medical_care(law, on=DAY).parts] == [("service", 0)]


def test_functional_loss_is_the_lost_share_of_the_table_percentage(law: Law) -> None:
    loss = Loss("hand_right", function_lost=Fraction(1, 4))

    benefit = partial_disability(law, on=DAY, wage_rp=WAGE, losses=[loss])

    assert benefit.total_rp == 32 * 80 * 10_000 // 4
    assert "functional_formula" in {question.key for question in benefit.explanation.questions}


@pytest.mark.parametrize(("on", "months", "amount"), [
    (date(2025, 2, 23), 0, 42_000_000), (date(2025, 2, 24), 0, 10_000_000), (date(2025, 2, 24), 2, 10_000_000),
    (date(2025, 2, 24), 3, 42_000_000), (date(2019, 12, 2), 0, 42_000_000),
])  # fmt: skip
def test_the_death_benefit_by_date_and_length_of_membership(law: Law, on: date, months: int, amount: int) -> None:
    assert other_death(law, on=on, membership_class="BPU", membership_months=months).total_rp == amount


def test_the_full_death_benefit_has_its_three_parts(law: Law) -> None:
    benefit = other_death(law, on=DAY, membership_class="BPU", membership_months=12)

    parts = [(part.code, part.amount_rp) for part in benefit.parts]
    assert parts == [("lump_sum", 20_000_000), ("periodic", 12_000_000), ("funeral", 10_000_000)]


@pytest.mark.parametrize(("days", "amount"), [(89, 10_000_000), (90, 42_000_000)])
def test_the_reading_by_days(law: Law, days: int, amount: int) -> None:
    readings = {"three_months_counted": "ninety_days"}

    benefit = other_death(
        law, on=DAY, membership_class="BPU", membership_months=0, membership_days=days, readings=readings
    )

    assert benefit.total_rp == amount


def test_the_reading_by_days_asks_for_days(law: Law) -> None:
    with pytest.raises(WrongQuestionError, match="membership_days"):
        other_death(law, on=DAY, membership_class="BPU", membership_months=9,
                    readings={"three_months_counted": "ninety_days"})  # fmt: skip


@pytest.mark.parametrize(("state", "honoured", "total"), [
    ("active", "refused", 70_000_000), ("grace", "refused", 0), ("grace", "honoured", 70_000_000),
    ("lapsed", "honoured", 0),
])  # fmt: skip
def test_cover_decides_whether_anything_is_due(law: Law, state: str, honoured: str, total: int) -> None:
    benefit = accident_death(law, on=DAY, wage_rp=WAGE, state=state, readings={"grace_claims": honoured})

    assert benefit.total_rp == total


def test_an_event_before_the_values_begin_names_the_law_file(law: Law) -> None:
    with pytest.raises(LawGapError, match=r"law/parameters/benefit/jkk/funeral\.yaml"):
        accident_death(law, on=date(2019, 12, 1), wage_rp=WAGE)


def test_the_wage_of_a_bpu_is_the_basis_of_the_bracket(law: Law) -> None:
    assert benefit_wage(law, on=DAY, membership_class="BPU", income_rp=1_250_000) == 1_200_000
    assert benefit_wage(law, on=DAY, membership_class="PU", income_rp=1_250_000) == 1_250_000


@pytest.mark.parametrize("wage", [-1, -1_000_000])
def test_a_negative_wage_is_refused(law: Law, wage: int) -> None:
    with pytest.raises(WrongQuestionError, match="wage_rp"):
        accident_death(law, on=DAY, wage_rp=wage)


@pytest.mark.parametrize(("asked", "field"), [
    (lambda law: transport(law, on=DAY, spent_rp={"rocket": 1}), "spent_rp"),
    (lambda law: transport(law, on=DAY, spent_rp={"land": -1}), "spent_rp"),
    (lambda law: rehabilitation_item(law, on=DAY, item="wig", spent_rp=1), "item"),
    (lambda law: other_death(law, on=DAY, membership_class="X", membership_months=1), "membership_class"),
    (lambda law: accident_death(law, on=DAY, wage_rp=1, state="asleep"), "state"),
    (lambda law: temporary_incapacity(law, on=DAY, wage_rp=1, months=-1), "months"),
    (lambda law: temporary_incapacity(law, on=DAY, wage_rp=1, months=0, days=30), "days"),
    (lambda law: temporary_incapacity(law, on=DAY, wage_rp=1, months=0, days=-1), "days"),
    (lambda law: prosthesis(law, on=DAY, hospital_price_rp=-1), "hospital_price_rp"),
    (lambda law: home_care(law, on=DAY, spent_rp=1, months=-1), "months"),
    (lambda law: other_death(law, on=DAY, membership_class="PMI", membership_months=9), "migrant_benefits"),
    (lambda law: benefit_wage(law, on=DAY, membership_class="PMI", income_rp=9), "migrant_benefits"),
])  # fmt: skip
def test_wrong_questions_name_their_field(law: Law, asked: object, field: str) -> None:
    assert callable(asked)
    with pytest.raises(WrongQuestionError, match=field):
        asked(law)
