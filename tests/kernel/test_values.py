"""The values everybody speaks in: what they promise, for any input."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from semesta.kernel.gazetteer import Gazetteer, Region, region_key
from semesta.kernel.month import Month, Period
from semesta.kernel.nik import Nik, make_nik, nik_problem
from semesta.kernel.region_code import level_of, parent_of, regency_of, village_kind
from semesta.kernel.rupiah import rupiah_text, share_of, split
from semesta.kernel.segment import shipped_segments

months = some.builds(Month, some.integers(1950, 2100), some.integers(1, 12))
amounts = some.integers(0, 10**12)


@given(amounts, some.lists(some.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_splitting_neither_makes_nor_loses_a_rupiah(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)
    assert all(abs(part * sum(weights) - amount * w) < sum(weights) for part, w in zip(parts, weights, strict=True))


@given(amounts, some.fractions(0, 1, max_denominator=10**5))
def test_a_share_is_rounded_by_less_than_a_rupiah(amount: int, rate: Fraction) -> None:
    down, half, up = (share_of(amount, rate, rounding=rounding) for rounding in ("down", "half_up", "up"))  # type: ignore[arg-type]
    assert down <= half <= up <= down + 1
    assert abs(half - amount * rate) <= Fraction(1, 2)


@pytest.mark.parametrize("amount", [-1, -(10**9)])
def test_a_share_of_a_debt_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        share_of(amount, Fraction(1, 2))


def test_rupiah_are_written_with_points() -> None:
    assert [rupiah_text(amount) for amount in (0, 16_800, -2_630_124_000)] == ["Rp0", "Rp16.800", "-Rp2.630.124.000"]


@given(months, some.integers(-600, 600))
def test_going_forth_and_back_leads_to_the_same_month(month: Month, steps: int) -> None:
    assert month.plus(steps).plus(-steps) == month
    assert month.months_until(month.plus(steps)) == steps
    assert Month.parse(str(month)) == month
    assert Month.of(month.last_day()) == month == Month.of(month.first_day())


@given(months, some.integers(0, 40), months, some.integers(0, 40))
def test_periods_overlap_when_they_share_a_month(a: Month, length_a: int, b: Month, length_b: int) -> None:
    first, second = Period(a, a.plus(length_a)), Period(b, b.plus(length_b))
    assert first.overlaps(second) == bool(set(first) & set(second)) or not (length_a and length_b)
    assert len(first) == length_a
    assert all(month in first for month in first)
    assert first.end not in first


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(Month(2026, 2), Month(2026, 1))


births = some.dates(date(1930, 1, 1), date(2025, 12, 31))


@given(births, some.sampled_from(["L", "P"]), some.integers(9001, 9999))
def test_a_nik_tells_birth_and_sex_again(born_on: date, sex: str, serial: int) -> None:
    nik = Nik.parse(make_nik(region="520305", born_on=born_on, sex=sex, serial=serial))  # type: ignore[arg-type]
    assert (nik.born_on(century_of=date(2026, 1, 1)), nik.sex, nik.serial) == (born_on, sex, serial)
    assert nik.digits[6:14] not in nik.masked()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("5203053002909001", "impossible_date"),
        ("5203057202909001", "impossible_date"),
        ("5203050100909001", "impossible_date"),
        ("5203052902959001", "impossible_date"),
        ("5203052902969001", None),
        ("5203050101900000", "serial_zero"),
        ("520305010190900", "not_16_digits"),
        ("52030501019090011", "not_16_digits"),
        ("５203050101909001", "not_16_digits"),
        ("", "not_16_digits"),
    ],
)
def test_every_rule_of_a_nik_has_its_name(text: str, problem: str | None) -> None:
    assert nik_problem(text) == problem


@pytest.mark.parametrize("code", ["5203", "52.3", "52.03.05.201", "52.03.05.20011", "", "aa"])
def test_what_is_no_region_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a region code"):
        level_of(code)


def test_a_code_tells_its_level_parents_and_kind() -> None:
    assert [parent_of(code) for code in ("52", "52.03", "52.03.07.1001")] == [None, "52", "52.03.07"]
    assert regency_of("52.03.07.1001") == "52.03"
    assert [village_kind(f"52.03.07.{n}001") for n in (1, 2, 3)] == ["kelurahan", "desa", "desa adat"]


def test_a_gazetteer_finds_by_name_alias_and_place() -> None:
    regions = [Region("52.03", "Lombok Timur"), Region("52.03.04", "Sikur"), Region("52.03.05", "Masbagik")]
    villages = [Region("52.03.04.2001", "Sikur"), Region("52.03.05.2005", "Kota Raja")]
    known = Gazetteer.of([*regions, *villages], aliases=[("Kotaraja Lauk", "52.03.05.2005")], old_codes={})
    assert known.codes_named("DESA KOTARAJA", level="village") == ["52.03.05.2005"]
    assert known.codes_named("Kotaraja  Lauk", level="village") == ["52.03.05.2005"]
    assert known.codes_named("Sikur", level="district") == ["52.03.04"]
    assert known.codes_named("Sikur", level="village", within="52.03.05") == []
    assert region_key("Desa") == "DESA"


def test_a_town_is_found_with_and_without_its_title() -> None:
    known = Gazetteer.of([Region("52.71", "Kota Mataram")])
    assert (
        known.codes_named("Mataram", level="regency") == known.codes_named("KOTA MATARAM", level="regency") == ["52.71"]
    )


def test_segments_have_words_in_both_languages_and_a_legal_class() -> None:
    segments = shipped_segments().values()
    assert all(segment.name_id and segment.name_en and segment.sector for segment in segments)
    assert [segment.code for segment in segments if segment.membership_class is None] == ["not_working"]
