"""A decree freezes a plan: lawful, paid for, whole or not at all."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction

from semesta.bulk import execute, read_lines
from semesta.funding.refusals import RefusedError
from tests.funding.builders import (
    MINIMUM,
    OTHER_VILLAGE,
    a_house,
    a_purse,
    balance,
    billed,
    decreed,
    died,
    merged,
    months_of,
    some_workers,
    states,
)  # fmt: skip
from tests.intake.builders import VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house() -> None:
    a_house()


def refused(plan: pl.DataFrame, **given: str) -> list[str]:
    """The codes for which a decree of this plan is refused, nothing of it being left."""
    before = states(), read_lines("SELECT count(*) FROM funding_decree")
    with pytest.raises(RefusedError) as error, transaction.atomic():
        decreed(plan, **given)
    assert (states(), read_lines("SELECT count(*) FROM funding_decree")) == before
    return [finding.kind.code for finding in error.value.findings]


def test_months_are_decreed_and_the_purse_commits_what_they_cost() -> None:
    purse = a_purse(ceiling_rp=20 * MINIMUM)
    decreed(months_of(some_workers(2), range(4, 13), purse))
    assert states() == {"decreed": 18}
    assert (balance("committed", purse), balance("available", purse)) == (18 * MINIMUM, 2 * MINIMUM)


def test_a_line_holds_the_months_that_follow_one_another() -> None:
    purse = a_purse()
    (person,) = some_workers(1)
    plan = pl.concat([months_of([person], range(1, 4), purse), months_of([person], range(7, 10), purse)])
    decree = decreed(plan)
    lines = read_lines("SELECT start_month, end_month, months, monthly_rp FROM funding_decreeline WHERE decree_id = %s "
                       "ORDER BY line", [decree])  # fmt: skip
    assert [(line["start_month"].month, line["end_month"].month, line["months"]) for line in lines] == [
        (1, 4, 3),
        (7, 10, 3),
    ]
    assert {line["monthly_rp"] for line in lines} == {MINIMUM}


def test_the_same_decree_again_changes_nothing_and_another_content_is_refused() -> None:
    purse = a_purse()
    plan = months_of(some_workers(1), range(1, 4), purse)
    assert decreed(plan) == decreed(plan.reverse())
    assert refused(months_of([1], range(1, 5), purse)) == ["decree_number_taken"]
    assert balance("committed", purse) == 3 * MINIMUM


def test_what_a_purse_cannot_pay_is_refused_with_what_is_missing() -> None:
    purse = a_purse(ceiling_rp=3 * MINIMUM - 1)
    with pytest.raises(RefusedError, match="short by Rp1:") as error, transaction.atomic():
        decreed(months_of(some_workers(1), range(1, 4), purse))
    assert "kurang Rp1" in error.value.said("id")
    assert (states(), balance("committed", purse)) == ({}, 0)


def test_an_unlawful_pair_is_refused_with_its_reason() -> None:
    purse = a_purse("dbhcht")
    (cadre,) = some_workers(1, segment="cadre")
    assert refused(months_of([cadre], range(1, 2), purse)) == ["pair_unlawful"]


def test_a_village_purse_pays_only_its_own_people() -> None:
    purse = a_purse("add", owner=VILLAGE)
    (cadre,) = some_workers(1, segment="cadre", village=OTHER_VILLAGE)
    assert refused(months_of([cadre], range(1, 2), purse, income_rp=500_000, risk_class=1)) == ["person_elsewhere"]


def test_a_wage_earner_needs_a_wage() -> None:
    purse = a_purse("add", owner=VILLAGE)
    (cadre,) = some_workers(1, segment="cadre")
    assert refused(months_of([cadre], range(1, 2), purse)) == ["wage_missing"]
    decreed(months_of([cadre], range(1, 2), purse, income_rp=2_000_000, risk_class=1))
    assert balance("committed", purse) == 10_800  # 0.24 % + 0.30 % of two million


def test_the_dead_the_unknown_and_the_twice_planned_are_refused_each_at_its_row() -> None:
    purse = a_purse()
    some_workers(2)
    died(1, date(2026, 2, 10))
    plan = pl.concat([months_of([1], range(2, 4), purse), months_of([77], range(1, 2), purse),
                      months_of([2, 2], range(1, 2), purse)])  # fmt: skip
    with pytest.raises(RefusedError) as error, transaction.atomic():
        decreed(plan)
    told = {(finding.kind.code, finding.place.row) for finding in error.value.findings}
    assert told == {("person_dead", 2), ("person_unknown", 3), ("month_twice", 5)}


def test_a_month_another_pays_is_refused() -> None:
    first, second = a_purse(), a_purse("apbd_regency")
    some_workers(1)
    decreed(months_of([1], range(1, 4), first))
    assert refused(months_of([1], range(3, 6), second), number="SK-2") == ["paid_by_another"]


def test_a_record_merged_into_another_is_not_planned_for() -> None:
    purse = a_purse()
    some_workers(2)
    merged(2, into=1)
    assert refused(months_of([1, 2], range(1, 2), purse)) == ["person_merged"]


def test_a_month_paid_under_a_merged_record_is_not_paid_again() -> None:
    first, second = a_purse(), a_purse("apbd_regency")
    some_workers(2)
    decreed(months_of([2], range(1, 4), first))
    merged(2, into=1)
    assert refused(months_of([1], range(3, 6), second), number="SK-2") == ["paid_by_another"]


def test_a_death_told_by_a_merged_record_is_the_person_s() -> None:
    purse = a_purse()
    some_workers(2)
    merged(2, into=1)
    died(2, date(2026, 1, 10))
    assert refused(months_of([1], range(2, 3), purse)) == ["person_dead"]


def test_nobody_is_billed_for_after_a_death_that_a_merged_record_tells() -> None:
    decreed(months_of(some_workers(2)[:1], range(1, 4), a_purse()))
    merged(2, into=1)
    died(2, date(2026, 1, 10))
    assert billed(1).members == 1
    after = billed(2)
    assert (after.members, after.died_before) == (0, (1,))


def test_a_month_outside_the_purse_s_year_or_calendar_is_refused() -> None:
    purse = a_purse(months=(4, 5, 6))
    some_workers(1)
    assert refused(months_of([1], range(6, 8), purse)) == ["month_outside_calendar"]
    assert refused(months_of([1], range(1, 2), purse, year=2027)) == ["month_outside_year"]


def test_an_issued_decree_is_frozen() -> None:
    decreed(months_of(some_workers(1), range(1, 4), a_purse()))
    for change in ("UPDATE funding_decree SET title = 'x'", "UPDATE funding_decreeline SET monthly_rp = 1",
                   "DELETE FROM funding_decreeline"):  # fmt: skip
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_an_amendment_takes_months_back_and_gives_them_to_another() -> None:
    purse = a_purse(ceiling_rp=6 * MINIMUM)
    some_workers(2)
    decreed(months_of([1], range(1, 7), purse))
    gone = months_of([1], range(4, 7), purse).select("person_id", "month").with_columns(reason=pl.lit("pindah"))
    decreed(months_of([2], range(4, 7), purse), number="SK-2", amends="SK-1", removals=gone)
    assert states() == {"decreed": 6}
    assert (balance("committed", purse), balance("available", purse)) == (6 * MINIMUM, 0)
    kept = read_lines(
        "SELECT person_id, count(*) AS n FROM membership_coveredmonth WHERE programme = 'jkk' GROUP BY 1 ORDER BY 1"
    )
    assert [(line["person_id"], line["n"]) for line in kept] == [(1, 3), (2, 3)]


def test_a_month_may_move_from_one_purse_to_another_in_one_amendment() -> None:
    first, second = a_purse(), a_purse("apbd_regency")
    some_workers(1)
    decreed(months_of([1], range(1, 3), first))
    gone = months_of([1], range(2, 3), first).select("person_id", "month").with_columns(reason=pl.lit("pindah dana"))
    decreed(months_of([1], range(2, 3), second), number="SK-2", amends="SK-1", removals=gone)
    assert (balance("committed", first), balance("committed", second)) == (MINIMUM, MINIMUM)


def test_a_billed_month_is_not_taken_out_by_an_amendment() -> None:
    purse = a_purse()
    some_workers(1)
    decreed(months_of([1], range(1, 4), purse))
    billed(1)
    gone = months_of([1], range(1, 2), purse).select("person_id", "month").with_columns(reason=pl.lit("salah"))
    with pytest.raises(RefusedError, match="semesta bill reverse"), transaction.atomic():
        decreed(None, number="SK-2", amends="SK-1", removals=gone)


def test_a_month_that_still_stands_on_a_decree_is_not_decreed_again() -> None:
    """An insurer's answer takes covered months back before an amendment takes them off the decree."""
    purse = a_purse()
    some_workers(1)
    decreed(months_of([1], range(1, 4), purse))
    execute("DELETE FROM membership_coveredmonth WHERE month = '2026-02-01'")
    assert refused(months_of([1], range(2, 3), purse), number="SK-2") == ["paid_by_another"]
    gone = pl.DataFrame({"person_id": [1], "month": [date(2026, 2, 1)], "reason": ["PU"]})
    decreed(None, number="SK-3", amends="SK-1", removals=gone)
    decreed(months_of([1], range(2, 3), purse), number="SK-4")
    assert states() == {"decreed": 3}
