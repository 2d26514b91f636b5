"""Two records decreed before they were merged are one person: billed once a month, and named."""

from __future__ import annotations

import pytest

from semesta.bulk import execute
from semesta.duplicates.double_payments import double_payments
from semesta.funding.queries.audit import audit
from tests.funding.builders import (
    MINIMUM,
    a_house,
    a_purse,
    billed,
    decreed,
    merged,
    months_of,
    some_workers,
    states,
)
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house() -> None:
    a_house()


def two_records(*, other_purse: bool) -> None:
    """Records 1 and 2 decreed for January to March, by one purse or two."""
    purse = a_purse()
    some_workers(2)
    decreed(months_of([1], range(1, 4), purse))
    decreed(months_of([2], range(1, 4), a_purse("apbd_regency") if other_purse else purse), number="SK-2")


@pytest.mark.parametrize("other_purse", [False, True])
@pytest.mark.parametrize("head", [1, 2])
def test_the_month_of_the_record_decreed_first_is_billed(other_purse: bool, head: int) -> None:
    two_records(other_purse=other_purse)
    merged(3 - head, into=head)
    run, again = billed(1), billed(1)
    assert (run.members, run.amount_rp, run.merged) == (1, MINIMUM, (2,))
    assert (again.members, again.merged, states()) == (0, (2,), {"billed": 1, "decreed": 5})
    assert {difference.check for difference in audit(LOTIM).differences} == {"months_decreed_once"}


def test_a_month_billed_before_the_merge_is_not_billed_to_the_other_record() -> None:
    two_records(other_purse=False)
    execute("UPDATE people_person SET died_on = '2025-12-31' WHERE id = 2")
    billed(1)
    execute("UPDATE people_person SET died_on = NULL")
    merged(1, into=2)
    assert (billed(1).members, billed(1).merged) == (0, (2,))


def test_a_record_nobody_decreed_takes_nobody_s_place() -> None:
    two_records(other_purse=False)
    some_workers(1, first=10)
    merged(10, into=1)
    assert (billed(1).members, billed(1).merged) == (2, ())


@pytest.mark.parametrize("other_purse", [False, True])
def test_what_was_paid_twice_before_the_merge_may_be_claimed_back(other_purse: bool) -> None:
    two_records(other_purse=other_purse)
    billed(1)
    execute("UPDATE membership_coveredmonth SET state = 'paid' WHERE state = 'billed'")
    merged(2, into=1)
    (claim,) = double_payments(LOTIM)
    assert (claim["person_id"], claim["months"], claim["records"]) == (1, ["2026-01"], [1, 2])
