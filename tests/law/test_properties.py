"""What holds for every amount: more income never costs less, parts sum, rounding neither makes nor loses a rupiah."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.kernel.month import Month
from semesta.law import default_law_folder, load_law
from semesta.law.benefit import Child, Loss, partial_disability, scholarship_plan, temporary_incapacity
from semesta.law.benefit.scholarship import age_on
from semesta.law.contribution import CONTRIBUTION_COLUMNS, Contribution, construction_contribution, contribution

LAW = load_law(default_law_folder())
DAY = date(2026, 1, 5)
months = st.integers(0, 150).map(Month(2015, 7).plus)
wages = st.integers(0, 50_000_000)
births = st.dates(date(1995, 1, 1), date(2025, 12, 31))
levels = st.sampled_from(["kindergarten", "primary", "junior", "senior", "higher"])
some = settings(max_examples=60, deadline=None)


def of(month: Month, segment: str, income: int, extra: tuple[str, ...] = ()) -> Contribution:
    readings = {"pandemic_relief_2020": "met"}
    return contribution(
        LAW, month=month, segment=segment, income_rp=income, risk_class=3, extra=extra, readings=readings
    )


@some
@given(months, st.sampled_from(["farmer", "transport", "wage_earner", "construction"]), wages, wages)
def test_more_income_never_costs_less(month: Month, segment: str, one: int, other: int) -> None:
    less, more = sorted((one, other))
    cheap, dear = of(month, segment, less), of(month, segment, more)

    assert all(getattr(cheap, name) <= getattr(dear, name) for name in CONTRIBUTION_COLUMNS)


@some
@given(st.integers(76, 150).map(Month(2015, 7).plus), wages)
def test_programmes_and_payers_each_sum_to_the_whole(month: Month, wage: int) -> None:
    answer = of(month, "wage_earner", wage, ("jht", "jp", "jkp"))

    by_programme = answer.jkk_rp + answer.jkm_rp + answer.jht_rp + answer.jp_rp + answer.jkp_rp
    assert by_programme == answer.payer_rp + answer.worker_rp + answer.state_rp == answer.total_rp


@some
@given(months, wages)
def test_rounding_stays_within_half_a_rupiah(month: Month, wage: int) -> None:
    answer = contribution(LAW, month=month, segment="wage_earner", income_rp=wage, risk_class=3)

    assert abs(answer.jkk_rp - Fraction(89, 10_000) * wage) <= Fraction(1, 2)
    assert abs(answer.jkm_rp - Fraction(3, 1_000) * wage) <= Fraction(1, 2)


@some
@given(st.integers(0, 10**11), st.integers(0, 10**9))
def test_a_larger_project_never_pays_less_and_has_no_jump(value: int, more: int) -> None:
    small, large = (construction_contribution(LAW, on=DAY, contract_value_rp=v).total_rp for v in (value, value + more))

    assert 0 <= large - small <= Fraction(24, 10_000) * more + 10


@some
@given(months, wages)
def test_relief_and_what_is_due_make_the_full_price(month: Month, income: int) -> None:
    answer = of(month, "farmer", income)
    full = contribution(LAW, month=month, segment="farmer", income_rp=income, purse="apbd_regency")

    assert answer.total_rp + answer.relief_rp == full.total_rp + full.relief_rp


@some
@given(wages, st.integers(0, 40), st.integers(0, 29))
def test_a_longer_incapacity_never_pays_less(wage: int, whole: int, days: int) -> None:
    def paid(months: int, days: int) -> int:
        return temporary_incapacity(LAW, on=DAY, wage_rp=wage, months=months, days=days).total_rp

    assert paid(whole, 0) <= paid(whole, days) <= paid(whole + 1, 0)


@some
@given(wages, st.lists(st.sampled_from(["thumb_right", "eye_one", "toe_big", "index_joint_left"]), max_size=4))
def test_several_losses_pay_the_sum_of_each(wage: int, losses: list[str]) -> None:
    together = partial_disability(LAW, on=DAY, wage_rp=wage, losses=[Loss(code) for code in losses]).total_rp
    apart = sum(partial_disability(LAW, on=DAY, wage_rp=wage, losses=[Loss(code)]).total_rp for code in losses)

    assert together == apart


@some
@given(st.lists(st.tuples(births, levels, st.integers(0, 3)), max_size=4))
def test_scholarships_stay_below_the_ceiling_and_stop_before_the_age(children: list[tuple[date, str, int]]) -> None:
    family = [Child(born, level, done) for born, level, done in children]

    plan = scholarship_plan(LAW, on=DAY, cause="accident", children=family)

    assert plan.total_rp <= 174_000_000
    assert len({year.child for year in plan.years}) <= 2
    assert all(age_on(family[year.child].born_on, year.on) < 23 for year in plan.years)
