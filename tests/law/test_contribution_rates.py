"""Wage earners, construction and migrant workers, against tables transcribed from the sources."""

from __future__ import annotations

from datetime import date

import pytest

from semesta.kernel.month import Month
from semesta.law import Law, LawGapError, WrongQuestionError
from semesta.law.contribution import Contribution, construction_contribution, contribution

WAGE = 10_000_000


def a_wage_earner(
    law: Law, month: str, *, wage: int = WAGE, risk: int = 1, extra: tuple[str, ...] = ()
) -> Contribution:
    return contribution(
        law, month=Month.parse(month), segment="wage_earner", income_rp=wage, risk_class=risk, extra=extra
    )


@pytest.mark.parametrize(("risk", "paid", "kept"), [
    (1, 24_000, 10_000), (2, 54_000, 40_000), (3, 89_000, 75_000), (4, 127_000, 113_000), (5, 174_000, 160_000),
])  # fmt: skip
def test_each_risk_class_pays_its_rate_and_keeps_the_rest_when_in_jkp(
    law: Law, risk: int, paid: int, kept: int
) -> None:
    ceiling = 5_000_000

    plain = a_wage_earner(law, "2025-06", risk=risk)
    with_jkp = a_wage_earner(law, "2025-06", wage=ceiling, risk=risk, extra=("jkp",))

    assert (plain.jkk_rp, plain.jkm_rp) == (paid, 30_000)
    assert with_jkp.jkk_rp == kept // 2
    assert with_jkp.jkp_rp == 7_000 + 11_000


def test_joining_jkp_changes_nothing_for_the_employer(law: Law) -> None:
    for month in ("2021-02", "2021-03", "2025-02", "2025-03"):
        if month != "2021-02":
            assert a_wage_earner(law, month, extra=("jkp",)).payer_rp == a_wage_earner(law, month).payer_rp


@pytest.mark.parametrize(("month", "jkm", "jkp"), [
    ("2021-03", 10_000, 23_000), ("2025-02", 10_000, 23_000), ("2025-03", 15_000, 18_000),
])  # fmt: skip
def test_jkp_takes_from_jkm_until_february_2025_only(law: Law, month: str, jkm: int, jkp: int) -> None:
    answer = a_wage_earner(law, month, wage=5_000_000, extra=("jkp",))

    assert (answer.jkm_rp, answer.jkp_rp) == (jkm, jkp)


def test_jkp_counts_wages_up_to_five_million(law: Law) -> None:
    answer = a_wage_earner(law, "2025-06", wage=20_000_000, extra=("jkp",))

    assert (answer.state_rp, answer.jkp_rp) == (11_000, 18_000)


def test_jkp_before_it_existed_names_the_law_file(law: Law) -> None:
    with pytest.raises(LawGapError, match="law/parameters/contribution/pu/jkp"):
        a_wage_earner(law, "2021-01", extra=("jkp",))


def test_savings_and_pension_split_between_employer_and_worker(law: Law) -> None:
    answer = a_wage_earner(law, "2025-06", extra=("jht", "jp"))

    assert (answer.jht_rp, answer.jp_rp) == (570_000, 300_000)
    assert (answer.payer_rp, answer.worker_rp) == (54_000 + 370_000 + 200_000, 200_000 + 100_000)


@pytest.mark.parametrize(("last_month", "ceiling", "first_month", "raised"), [
    ("2016-02", 7_000_000, "2016-03", 7_335_300), ("2017-02", 7_335_300, "2017-03", 7_703_500),
    ("2018-02", 7_703_500, "2018-03", 8_094_000), ("2019-02", 8_094_000, "2019-03", 8_512_400),
    ("2020-02", 8_512_400, "2020-03", 8_939_700), ("2021-02", 8_939_700, "2021-03", 8_754_600),
    ("2022-02", 8_754_600, "2022-03", 9_077_600), ("2023-02", 9_077_600, "2023-03", 9_559_600),
    ("2024-02", 9_559_600, "2024-03", 10_042_300), ("2025-02", 10_042_300, "2025-03", 10_547_400),
    ("2026-02", 10_547_400, "2026-03", 11_086_300),
])  # fmt: skip
def test_the_pension_ceiling_moves_every_march(
    law: Law, last_month: str, ceiling: int, first_month: str, raised: int
) -> None:
    for month, counted in ((last_month, ceiling), (first_month, raised)):
        assert a_wage_earner(law, month, wage=50_000_000, extra=("jp",)).jp_rp == counted // 100 * 3


@pytest.mark.parametrize(("value", "jkk", "jkm"), [
    (0, 0, 0), (1_000_000, 2_100, 300), (100_000_000, 210_000, 30_000), (100_000_001, 210_000, 30_000),
    (200_000_000, 380_000, 50_000), (500_000_000, 890_000, 110_000), (501_000_000, 891_300, 110_200),
    (1_000_000_000, 1_540_000, 210_000), (1_100_000_000, 1_650_000, 220_000),
    (5_000_000_000, 5_940_000, 610_000), (6_000_000_000, 6_840_000, 710_000),
])  # fmt: skip
def test_a_project_pays_marginal_rates(law: Law, value: int, jkk: int, jkm: int) -> None:
    answer = construction_contribution(law, on=date(2025, 1, 10), contract_value_rp=value)

    assert (answer.jkk_rp, answer.jkm_rp) == (jkk, jkm)
    assert "construction_tax" in {question.key for question in answer.explanation.questions}


@pytest.mark.parametrize(("months", "individual"), [
    (1, 108_000), (6, 108_000), (7, 121_500), (11, 175_500), (12, 189_000), (13, 202_500), (23, 337_500),
    (24, 332_500), (25, 346_000), (36, 494_500),
])  # fmt: skip
def test_migrant_packages_and_extra_months(law: Law, months: int, individual: int) -> None:
    def paid(placement: str) -> int:
        return contribution(
            law, month=Month(2025, 6), segment="migrant", income_rp=0, contract_months=months, placement=placement  # type: ignore[arg-type]
        ).total_rp  # fmt: skip

    assert (paid("individual"), paid("agency")) == (individual, individual + 37_500)


def test_a_contract_that_is_no_package_is_marked_as_open(law: Law) -> None:
    def questions(months: int) -> set[str]:
        answer = contribution(law, month=Month(2025, 6), segment="migrant", income_rp=0, contract_months=months)
        return {question.key for question in answer.explanation.questions}

    assert "migrant_between_packages" in questions(18)
    assert "migrant_between_packages" not in questions(24)


@pytest.mark.parametrize(("asked", "field"), [
    ({"segment": "astronaut"}, "segment"), ({"income_rp": -1}, "income_rp"), ({"purse": "bank"}, "purse"),
    ({"membership_class": "XYZ"}, "membership_class"), ({"extra": ("jp",)}, "extra"),
    ({"extra": ("pension",)}, "extra"), ({"segment": "construction", "extra": ("jht",)}, "extra"),
    ({"segment": "migrant", "contract_months": 6, "extra": ("jht",)}, "extra"),
    ({"readings": {"no_such": "x"}}, "readings"),
    ({"readings": {"lapse_gap": "never"}}, r"readings\.lapse_gap"),
    ({"segment": "wage_earner", "risk_class": 1, "purse": "bank"}, "purse"),
    ({"segment": "wage_earner"}, "risk_class"), ({"segment": "wage_earner", "risk_class": 6}, "risk_class"),
    ({"segment": "migrant"}, "contract_months"),
    ({"segment": "migrant", "contract_months": 6, "placement": "friend"}, "placement"),
])  # fmt: skip
def test_a_wrong_question_names_its_field(law: Law, asked: dict[str, object], field: str) -> None:
    fields = {"month": Month(2025, 6), "segment": "farmer", "income_rp": 0, **asked}

    with pytest.raises(WrongQuestionError, match=field) as caught:
        contribution(law, **fields)  # type: ignore[arg-type]
    assert caught.value.said("id") != caught.value.said("en")


def test_a_month_before_the_law_names_day_and_file(law: Law) -> None:
    with pytest.raises(LawGapError, match=r"2015-06-01.*law/parameters/contribution/bpu/jkk_basis\.yaml"):
        contribution(law, month=Month(2015, 6), segment="farmer", income_rp=0)
