"""Owners of micro-enterprises: the figures are those of coverage, open to as many persons, and follow payer and law."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from semesta.accounts.actor import Actor, Role
from semesta.accounts.scope import in_scope_of
from semesta.coverage.actions import take_snapshot
from semesta.coverage.queries import (
    Owners,
    coverage_by,
    enterprise_counts,
    enterprise_people,
    enterprise_villages,
    self_payment,
)
from semesta.kernel.month import Month
from semesta.law import UnanswerableError
from semesta.people.models import Person
from tests.coverage.owners import COVER, JANUARY, OTHER_VILLAGE, owners_of_two_villages
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE, nik

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _owners(tmp_path: Path) -> None:
    owners_of_two_villages(tmp_path)


def by(name: str, region: str = LOTIM) -> dict[str, int]:
    found: Counter[str] = Counter()
    for line in enterprise_counts(region, JANUARY):
        found[line[name]] += line["people"]
    return dict(found)


def test_an_owner_stands_as_the_months_and_the_payer_say() -> None:
    assert by("standing") == {"covered": 2, "ends_soon": 3, "late": 1, "uncovered": 1}
    assert by("paid_by") == {"self": 2, "purse": 2, "employer": 1, "other": 1, "": 1}
    assert by("standing", OTHER_VILLAGE) == {"uncovered": 1}


def test_the_figures_are_those_that_coverage_counts() -> None:
    take_snapshot(CONSOLE, LOTIM, JANUARY)
    (counted,) = [line for line in coverage_by(LOTIM, JANUARY, "segment") if line["value"] == "micro_enterprise"]
    standing = by("standing")
    assert (counted["known"], counted["members"]) == (
        sum(standing.values()),
        standing["covered"] + standing["ends_soon"],
    )


@pytest.mark.parametrize(
    "owners",
    [
        Owners(),
        *(Owners(standing) for standing in ("members", "covered", "ends_soon", "late", "uncovered")),  # type: ignore[arg-type]
        *(Owners(paid_by=name) for name in ("self", "purse", "employer", "other")),
        Owners("members", until=Month(2026, 6)),
        Owners(payer="DBHCHT"),
    ],
)
def test_a_figure_opens_to_as_many_persons(owners: Owners) -> None:
    def is_meant(line: dict[str, object]) -> bool:
        is_member = line["standing"] in ("covered", "ends_soon")
        return (
            owners.standing in ("", line["standing"]) or (owners.standing == "members" and is_member)
        ) and (owners.paid_by in ("", line["paid_by"])) and (owners.payer in ("", line["payer"])) and (
            owners.until is None or line["until_month"] == owners.until.first_day()
        )  # fmt: skip

    number, people = enterprise_people(LOTIM, JANUARY, owners)
    assert number == len(people) == sum(line["people"] for line in enterprise_counts(LOTIM, JANUARY) if is_meant(line))
    assert number > 0
    assert all("*" in one["nik"] for one in people)


def test_until_is_the_last_month_without_a_gap() -> None:
    (_, (one,)) = enterprise_people(LOTIM, JANUARY, Owners(until=Month(2026, 6)))
    assert (one["name"], one["payer"], one["enterprise"]) == ("USAHA 9002", "DBHCHT", "KIOS REKAAN")


def test_a_merged_record_is_one_owner_with_the_cover_of_both() -> None:
    head = Person.objects.get(nik=nik(9001))
    Person.objects.filter(nik=nik(9006)).update(merged_into=head.id)
    assert by("standing") == {"covered": 2, "ends_soon": 3, "uncovered": 1}


def test_a_reader_of_one_village_counts_its_owners_only() -> None:
    with in_scope_of(Actor("uji", Role.ENTERPRISE_OFFICER, OTHER_VILLAGE)):
        assert by("standing") == {"uncovered": 1}


def test_villages_of_few_owners_are_drawn_to_the_region_and_told_with_an_interval() -> None:
    lines = {line["code"]: line for line in enterprise_villages(LOTIM, enterprise_counts(LOTIM, JANUARY))}
    here, other = lines[VILLAGE], lines[OTHER_VILLAGE]
    assert (here["members"], here["known"], here["ends_soon"], here["self"], here["purse"]) == (5, 6, 3, 1, 2)
    assert (other["share"], other["standing"]) == (0.0, "alike")
    assert 0 < other["fair_share"] < 5 / 7
    assert len(lines) == 254


def test_paying_oneself_costs_what_the_law_says_month_by_month() -> None:
    prices = self_payment(LOTIM, Month(2026, 2), income_rp=1_000_000, language="id")
    assert [(str(one.first), str(one.last), one.monthly_rp) for one in prices] == [
        ("2026-02", "2026-03", 16_800), ("2026-04", "2026-12", 8_400), ("2027-01", "2027-01", 16_800),
    ]  # fmt: skip
    assert "PP 50/2025" in str(prices[1].page)
    with pytest.raises(UnanswerableError):
        self_payment(LOTIM, Month(2026, 2), income_rp="banyak", language="id")


def test_who_is_no_owner_is_not_among_them() -> None:
    names = {one["name"] for one in enterprise_people(LOTIM, JANUARY, Owners())[1]}
    assert "PETANI 9008" not in names
    assert len(names) == len(COVER) + 1
