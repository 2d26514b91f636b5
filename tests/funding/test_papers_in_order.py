"""A paper is dated no earlier than what it rests on; what is dated too early leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from django.db import transaction

from semesta.bulk import read_lines
from semesta.funding.actions import (
    bill_month,
    issue_decree,
    match_payment,
    refund_payment,
    reverse_bill,
    reverse_payment,
    revise_ceiling,
    take_payments,
)
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from semesta.ledger.queries import trial_balance
from tests.funding.builders import MINIMUM, a_house, a_purse, months_of, some_workers
from tests.funding.random_year import everything
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def issued(on: date, number: str = "SK-1", **what: Any) -> int:
    return issue_decree(CONSOLE, LOTIM, DecreeHead(number, on, "uji", what.pop("amends", "")), **what)


def billed(on: date) -> str:
    bill_month(CONSOLE, LOTIM, Month(2026, 2), issued_on=on, document="TAG")
    return str(read_lines("SELECT reference FROM funding_bill ORDER BY id DESC LIMIT 1")[0]["reference"])


def paid(on: date, reference: str, *, taken_on: date) -> int:
    data = f"tanggal;referensi;jumlah\n{on};{reference};{MINIMUM}\nTOTAL;;{MINIMUM}"
    return take_payments(CONSOLE, LOTIM, read_payment_bytes("b.csv", data.encode()), taken_on=taken_on).file_id


def refused(asked: Callable[[], Any]) -> str:
    before = everything()
    with pytest.raises(RefusedError) as error, transaction.atomic():
        asked()
    assert everything() == before
    (finding,) = error.value.findings
    return f"{finding.kind.code}: {finding.message('en')}"


@pytest.fixture
def purse() -> int:
    """A purse opened on 2 January, and a decree of the 20th for two members, February to April."""
    a_house()
    number = a_purse()
    issued(day(1, 20), plan=months_of(some_workers(2), range(2, 5), number))
    return number


def test_a_bill_is_no_older_than_its_decree(purse: int) -> None:
    assert refused(lambda: billed(day(1, 19))) == (
        "bill_before_decree: the bill is dated 2026-01-19, and decree SK-1 was issued on 2026-01-20 only"
    )
    assert billed(day(1, 20))


def test_a_later_decree_does_not_hold_up_the_bill_of_other_months(purse: int) -> None:
    issued(day(3, 10), "SK-2", plan=months_of([1], range(5, 6), purse))
    assert billed(day(2, 1))


def test_a_payment_of_a_day_to_come_refuses_the_file_with_its_row(purse: int) -> None:
    reference = billed(day(2, 1))
    with pytest.raises(RefusedError) as error, transaction.atomic():
        paid(day(2, 9), reference, taken_on=day(2, 8))
    (finding,) = error.value.findings
    assert (finding.kind.code, finding.place.row, finding.before) == ("payment_not_yet", 2, "2026-02-09")
    assert paid(day(2, 8), reference, taken_on=day(2, 8))


def test_corrections_are_no_older_than_what_they_correct(purse: int) -> None:
    reference = billed(day(2, 3))
    file = paid(day(2, 8), "SETORAN", taken_on=day(2, 9))
    document = {"document": "BA"}
    early: list[Callable[[date], Any]] = [
        lambda on: match_payment(CONSOLE, LOTIM, file, 2, reference=reference, on=on, **document),
        lambda on: refund_payment(CONSOLE, LOTIM, file, 2, amount_rp=5, on=on, **document),
        lambda on: reverse_payment(CONSOLE, LOTIM, file, 2, on=on, reason="uji", **document),
    ]
    assert {refused(lambda one=one: one(day(2, 7))).partition(":")[0] for one in early} == {"paper_too_early"}
    early[0](day(2, 10))
    assert "is dated 2026-02-09, and what it corrects is of 2026-02-10" in refused(lambda: early[2](day(2, 9)))
    reversal = {"document": "BA", "reason": "uji"}
    assert "2026-02-10" in refused(lambda: reverse_bill(CONSOLE, LOTIM, reference, on=day(2, 9), **reversal))
    assert reverse_bill(CONSOLE, LOTIM, reference, on=day(2, 10), **reversal)


def test_an_amendment_and_a_change_of_a_ceiling_are_no_older_than_decree_and_purse(purse: int) -> None:
    gone = pl.DataFrame({"person_id": [1], "month": [day(3, 1)], "reason": ["uji"]})
    assert refused(lambda: issued(day(1, 19), "SK-2", amends="SK-1", removals=gone)).startswith("paper_too_early")
    assert issued(day(1, 20), "SK-2", amends="SK-1", removals=gone)
    change = {"change_rp": -1, "document": "P-1", "reason": "uji"}
    assert refused(lambda: revise_ceiling(CONSOLE, LOTIM, purse, dated_on=day(1, 1), **change)).startswith(
        "paper_too_early"
    )


def test_what_a_purse_has_is_told_of_any_day(purse: int) -> None:
    reference = billed(day(2, 3))
    paid(day(2, 8), reference, taken_on=day(2, 20))

    def told(on: date) -> dict[str, int]:
        page = trial_balance(LOTIM, on=on, purse_id=purse)
        assert page["difference_rp"] == 0
        return {line["account"]: line["balance_rp"] for line in page["accounts"]}

    days = [told(on) for on in (day(1, 1), day(1, 19), day(1, 20), day(2, 3), day(2, 8))]
    assert [one["available"] for one in days] == [0, 1_000_000, *[1_000_000 - 6 * MINIMUM] * 3]
    assert [one["committed"] for one in days] == [0, 0, 6 * MINIMUM, 4 * MINIMUM, 4 * MINIMUM]
    assert [(one["billed"], one["paid"], one["receivable"]) for one in days[2:]] == [
        (0, 0, 0), (2 * MINIMUM, 0, 2 * MINIMUM), (MINIMUM, MINIMUM, MINIMUM)]  # fmt: skip
