"""A year is closed for good: what it will do is told before; not before it is over, nor while an amendment is due."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import transaction

from semesta.bulk import execute, read_lines
from semesta.funding.actions import close_year
from semesta.funding.actions.closing import months_to_lapse
from semesta.funding.queries.audit import audit
from semesta.funding.queries.closing import what_closing_does
from semesta.funding.refusals import RefusedError
from tests.funding.builders import (
    MINIMUM,
    YEAR,
    a_house,
    a_purse,
    balance,
    billed,
    decreed,
    months_of,
    some_workers,
    states,
)
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
FEBRUARY = date(YEAR, 2, 10)


@pytest.fixture
def purse() -> int:
    """One person decreed for January to March, January billed."""
    a_house()
    number = a_purse()
    decreed(months_of(some_workers(1), range(1, 4), number))
    billed(1)
    return number


def closed(on: date = date(YEAR, 12, 31), because: str = "") -> int:
    return close_year(CONSOLE, LOTIM, YEAR, closed_on=on, document="BA", early_because=because)


def removal(*months: int) -> pl.DataFrame:
    return pl.DataFrame([{"person_id": 1, "month": date(YEAR, month, 1), "reason": "PU"} for month in months])


def test_before_the_year_is_over_a_reason_is_asked_and_the_loss_told(purse: int) -> None:
    with pytest.raises(RefusedError, match=r"2 person-months \(Rp33\.600\) are not billed"), transaction.atomic():
        closed(FEBRUARY)
    assert (months_to_lapse(LOTIM, YEAR), balance("committed", purse)) == ((2, 2 * MINIMUM), 2 * MINIMUM)
    assert closed(FEBRUARY, "kas dibekukan") == 2
    (entry,) = read_lines("SELECT reason FROM ledger_journalentry WHERE kind = 'closing'")
    assert (entry["reason"], months_to_lapse(LOTIM, YEAR)) == ("kas dibekukan", (0, 0))


@pytest.mark.usefixtures("purse")
def test_a_year_all_billed_may_be_closed_early() -> None:
    billed(2)
    billed(3)
    assert (closed(FEBRUARY), states()) == (0, {"billed": 3})


def test_a_year_waits_for_the_amendment_an_answer_made_due(purse: int) -> None:
    execute("DELETE FROM membership_coveredmonth WHERE month >= '2026-02-01'")  # as `take_back_months` does
    with pytest.raises(RefusedError, match="person 1 months 2026-02 - 2026-03") as error, transaction.atomic():
        closed()
    assert error.value.findings[0].detail == "SK-1"
    decreed(None, number="SK-2", amends="SK-1", removals=removal(2, 3))
    assert (closed(), balance("committed", purse)) == (0, 0)
    assert audit(LOTIM).is_sound


def test_books_closed_with_an_amendment_due_are_mended_by_it(purse: int) -> None:
    execute("DELETE FROM membership_coveredmonth WHERE month >= '2026-02-01'")
    execute("UPDATE funding_purse SET closed_on = '2026-12-31'")
    assert not audit(LOTIM).is_sound
    decreed(None, number="SK-2", amends="SK-1", removals=removal(2, 3))
    assert (audit(LOTIM).is_sound, balance("committed", purse)) == (True, 0)


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_a_removal_that_names_a_month_twice_is_refused(purse: int, is_taken_back: bool) -> None:
    if is_taken_back:
        execute("DELETE FROM membership_coveredmonth WHERE month = '2026-02-01'")
    with pytest.raises(RefusedError, match="month 2026-02 stands twice") as error, transaction.atomic():
        decreed(None, number="SK-2", amends="SK-1", removals=removal(2, 2))
    assert (error.value.findings[0].place.row, balance("committed", purse)) == (2, 2 * MINIMUM)


def test_what_is_told_before_is_what_happens() -> None:
    a_house()
    purse, idle = a_purse(ceiling_rp=10 * MINIMUM), a_purse("apbd_regency", ceiling_rp=MINIMUM)
    decreed(months_of(some_workers(2), range(1, 4), purse))
    billed(1)
    told = what_closing_does(LOTIM, YEAR)
    (used,) = [line for line in told["purses"] if line["id"] == purse]
    assert (used["people"], used["months"], used["released_rp"]) == (2, 4, 4 * MINIMUM)
    assert (used["open_bills"], used["open_rp"], used["available_rp"]) == (1, 2 * MINIMUM, 4 * MINIMUM)
    assert (told["people"], told["to_close"], told["is_done"]) == (2, 2, False)
    assert closed() == told["months"]
    assert (balance("available", purse), states()) == (8 * MINIMUM, {"billed": 2, "lapsed": 4})
    after = what_closing_does(LOTIM, YEAR)
    assert (after["months"], after["to_close"], after["open_rp"], after["is_done"]) == (0, 0, 2 * MINIMUM, True)
    assert (balance("available", idle), audit(LOTIM).is_sound) == (MINIMUM, True)


def test_a_year_without_purses_cannot_be_closed() -> None:
    a_house()
    with pytest.raises(RefusedError, match="no purse of the year 2031"):
        what_closing_does(LOTIM, 2031)
