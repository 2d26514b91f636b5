"""The relief of PP 50/2025: months, sectors and payers, each boundary month from both sides."""

from __future__ import annotations

import pytest

from semesta.kernel.month import Month
from semesta.law import Law
from semesta.law.contribution import contribution


def monthly(law: Law, month: str, segment: str, purse: str = "self", **readings: str) -> int:
    return contribution(
        law, month=Month.parse(month), segment=segment, income_rp=0, purse=purse, readings=readings
    ).total_rp


@pytest.mark.parametrize(("month", "transport", "farmer"), [
    ("2025-12", 16_800, 16_800), ("2026-01", 8_400, 16_800), ("2026-03", 8_400, 16_800), ("2026-04", 8_400, 8_400),
    ("2026-12", 8_400, 8_400), ("2027-01", 8_400, 16_800), ("2027-03", 8_400, 16_800), ("2027-04", 16_800, 16_800),
])  # fmt: skip
def test_relief_begins_and_ends_by_sector(law: Law, month: str, transport: int, farmer: int) -> None:
    assert (monthly(law, month, "transport"), monthly(law, month, "farmer")) == (transport, farmer)


def test_transport_gets_fifteen_months_and_others_nine(law: Law) -> None:
    months = [str(Month(2025, 1).plus(n)) for n in range(48)]

    assert sum(monthly(law, month, "transport") == 8_400 for month in months) == 15
    assert sum(monthly(law, month, "farmer") == 8_400 for month in months) == 9


@pytest.mark.parametrize("purse", ["apbd_regency", "apbd_province", "dbhcht"])
def test_budgets_of_the_state_pay_the_full_price_under_every_reading(law: Law, purse: str) -> None:
    assert monthly(law, "2026-05", "farmer", purse) == 16_800
    assert monthly(law, "2026-05", "farmer", purse, village_budget_relief="allowed") == 16_800


@pytest.mark.parametrize("purse", ["self", "baznas", "csr"])
def test_private_payers_get_the_relief(law: Law, purse: str) -> None:
    assert monthly(law, "2026-05", "farmer", purse) == 8_400


@pytest.mark.parametrize("purse", ["add", "dd"])
def test_village_budgets_follow_the_chosen_reading_and_say_so(law: Law, purse: str) -> None:
    assert monthly(law, "2026-05", "farmer", purse) == 16_800
    assert monthly(law, "2026-05", "farmer", purse, village_budget_relief="allowed") == 8_400
    answer = contribution(law, month=Month(2026, 5), segment="farmer", income_rp=0, purse=purse)
    assert [(q.key, chosen) for q, chosen in answer.explanation.readings] == [("village_budget_relief", "excluded")]


@pytest.mark.parametrize(
    ("month", "due"), [("2020-07", 16_800), ("2020-08", 168), ("2021-01", 168), ("2021-02", 16_800)]
)
def test_the_pandemic_left_one_percent_where_its_conditions_are_taken_as_met(law: Law, month: str, due: int) -> None:
    assert monthly(law, month, "farmer", pandemic_relief_2020="met") == due
    assert monthly(law, month, "farmer") == 16_800
