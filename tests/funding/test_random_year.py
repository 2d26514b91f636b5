"""A random year with faults always ends reconciled: what fails leaves nothing, what is repeated changes nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from django.db import connection, transaction

from semesta.bulk import read_lines
from semesta.funding.actions import (
    bill_month,
    close_year,
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
from semesta.funding.queries.audit import audit
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from semesta.ledger.queries import trial_balance
from tests.funding.builders import DAY, MINIMUM, YEAR, a_house, a_purse, months_of, some_workers
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
PEOPLE = 6
STEPS = 30


class CrashError(Exception):
    """The program died here."""


def crash_at(statement: int) -> Callable[..., Any]:
    """Return a wrapper of statements that dies before the one of this number."""
    left = [statement]

    def wrapper(execute: Callable[..., Any], *arguments: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise CrashError
        return execute(*arguments)

    return wrapper


class Year:
    """A regency with two purses of little money, and what may happen to it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        a_house()
        self.people = some_workers(PEOPLE)
        self.purses = [a_purse(kind, ceiling_rp=25 * MINIMUM) for kind in ("dbhcht", "apbd_regency")]
        self.files: list[bytes] = []

    def event(self, number: int) -> Callable[[], Any]:
        """Return something that may happen, decided now, so that it can be tried again."""
        kinds = [self.decree, self.amend, self.bill, self.bill, self.pay, self.pay, self.pay, self.again, self.cut,
                 self.undo_payment, self.undo_bill, self.match, self.refund]  # fmt: skip
        return self.chance.choice(kinds)(number)

    def decree(self, number: int) -> Callable[[], Any]:
        first = self.chance.randint(1, 10)
        people = self.chance.sample(self.people, self.chance.randint(1, 3))
        plan = months_of(people, range(first, first + self.chance.randint(1, 3)), self.chance.choice(self.purses))
        head = DecreeHead(f"SK-{number}", DAY, "uji")
        return lambda: issue_decree(CONSOLE, LOTIM, head, plan=plan)

    def amend(self, number: int) -> Callable[[], Any]:
        decrees = [line["number"] for line in read_lines("SELECT number FROM funding_decree ORDER BY id")]
        month = date(YEAR, self.chance.randint(1, 12), 1)
        removals = pl.DataFrame({"person_id": [self.chance.choice(self.people)], "month": [month], "reason": ["uji"]})
        head = DecreeHead(f"SK-{number}", DAY, "uji", self.chance.choice(decrees or ["-"]))
        return lambda: issue_decree(CONSOLE, LOTIM, head, removals=removals)

    def bill(self, number: int) -> Callable[[], Any]:
        month = Month(YEAR, self.chance.randint(1, 12))
        return lambda: bill_month(CONSOLE, LOTIM, month, issued_on=DAY, document=f"TAG-{number}")

    def pay(self, number: int) -> Callable[[], Any]:
        known = [line["reference"] for line in read_lines("SELECT reference FROM funding_bill ORDER BY id")]
        named = self.chance.choice([*known, f"P{self.purses[0]}", "SETORAN", " + ".join(known[:2])])
        lines = [(named, self.chance.choice([1, 2, 3]) * MINIMUM + self.chance.choice([0, 0, 5])) for _ in range(2)]
        rows = "\n".join(f"2026-03-{10 + i};{reference};{amount}" for i, (reference, amount) in enumerate(lines))
        wrong = self.chance.random() < 0.2
        total = sum(amount for _, amount in lines) + wrong
        data = f"tanggal;referensi;jumlah\n{rows}\nTOTAL;;{total}".encode()
        self.files.append(data)
        return lambda: self.take(data)

    def again(self, number: int) -> Callable[[], Any]:
        """The bank's rows once more: the very file, saved anew, or within a statement that covers two of them."""
        one, other = (self.chance.choice(self.files or [b"kosong"]) for _ in range(2))
        data = self.chance.choice([one, one + b"\n", in_one_statement(one, other)])
        return lambda: self.take(data)

    def cut(self, number: int) -> Callable[[], Any]:
        purse, change = self.chance.choice(self.purses), self.chance.choice([-20, -5, 5]) * MINIMUM
        return lambda: revise_ceiling(
            CONSOLE, LOTIM, purse, change_rp=change, dated_on=DAY, document=f"P-{number}", reason="uji"
        )

    def undo_payment(self, number: int) -> Callable[[], Any]:
        file, line = self._payment()
        return lambda: reverse_payment(CONSOLE, LOTIM, file, line, on=DAY, document=f"BA-{number}", reason="uji")

    def undo_bill(self, number: int) -> Callable[[], Any]:
        known = [line["reference"] for line in read_lines("SELECT reference FROM funding_bill ORDER BY id")]
        reference = self.chance.choice(known or ["-"])
        return lambda: reverse_bill(CONSOLE, LOTIM, reference, on=DAY, document=f"BA-{number}", reason="uji")

    def match(self, number: int) -> Callable[[], Any]:
        file, line = self._payment()
        reference = f"P{self.chance.choice(self.purses)}"
        return lambda: match_payment(CONSOLE, LOTIM, file, line, reference=reference, on=DAY, document=f"BA-{number}")

    def refund(self, number: int) -> Callable[[], Any]:
        file, line = self._payment()
        return lambda: refund_payment(CONSOLE, LOTIM, file, line, amount_rp=5, on=DAY, document=f"BA-{number}")

    def _payment(self) -> tuple[int, int]:
        known = read_lines("SELECT file_id, line FROM funding_paymentline ORDER BY 1, 2")
        chosen = self.chance.choice(known or [{"file_id": 0, "line": 0}])
        return chosen["file_id"], chosen["line"]

    def take(self, data: bytes) -> Any:
        return take_payments(CONSOLE, LOTIM, read_payment_bytes("bank.csv", data), taken_on=DAY)


def in_one_statement(*files: bytes) -> bytes:
    """The rows of some files in one file of a right total."""
    rows = [row for file in files for row in file.decode().splitlines()[1:-1]]
    total = sum(int(row.split(";")[2]) for row in rows)
    return "\n".join(["tanggal;referensi;jumlah", *rows, f"TOTAL;;{total}"]).encode()


def received() -> tuple[int, int]:
    """Money booked as received, and the payments there were: of equal rows as many as a single file tells."""
    (line,) = read_lines(
        "SELECT (SELECT coalesce(sum(amount_rp), 0)::bigint FROM ledger_posting "
        "         WHERE account_id = 'received' AND amount_rp > 0) AS booked, "
        "(SELECT coalesce(sum(amount_rp * most), 0)::bigint FROM (SELECT paid_on, reference, amount_rp, max(n) AS most "
        "   FROM (SELECT file_id, paid_on, reference, amount_rp, count(*) AS n FROM funding_paymentline "
        "          GROUP BY 1, 2, 3, 4) f GROUP BY 1, 2, 3) t) AS told"
    )
    return line["booked"], line["told"]


def tried(event: Callable[[], Any], *, crash: int | None) -> bool:
    """Let an event happen, perhaps dying on the way; say whether it was done."""
    try:
        with transaction.atomic():
            if crash is None:
                event()
            else:
                with connection.execute_wrapper(crash_at(crash)):
                    event()
    except (RefusedError, CrashError):
        return False
    return True


def everything() -> list[dict[str, Any]]:
    """What must not change when something fails or is repeated: every amount and every state."""
    return read_lines(
        "SELECT (SELECT count(*) FROM ledger_posting) AS postings, "
        "(SELECT sum(debit_rp) FROM ledger_balance) AS debit, "
        "(SELECT string_agg(state || n, ',' ORDER BY state) FROM (SELECT state, count(*) AS n FROM "
        "membership_coveredmonth GROUP BY 1) s) AS states, (SELECT sum(paid_rp) FROM funding_bill) AS paid, "
        "(SELECT count(*) FROM funding_application) AS applications, (SELECT count(*) FROM audit_entry) AS trail"
    )


@pytest.mark.parametrize("seed", range(6))
def test_a_random_year_with_faults_ends_reconciled(seed: int) -> None:
    year = Year(seed)
    done = 0
    for number in range(STEPS):
        event = year.event(number)
        before = everything()
        if not tried(event, crash=year.chance.randint(1, 30)):
            assert everything() == before
            done += tried(event, crash=None)
        else:
            done += 1
        if number % 5 == 0:
            assert audit(LOTIM).differences == ()
    tried(lambda: close_year(CONSOLE, LOTIM, YEAR, closed_on=date(YEAR, 12, 31), document="BA-akhir"), crash=None)
    assert audit(LOTIM).differences == ()
    booked, told = received()
    assert booked == told
    assert trial_balance(LOTIM, on=date(YEAR, 12, 31))["difference_rp"] == 0
    assert done > STEPS // 5


def test_a_crash_at_any_statement_leaves_all_as_before_and_again_completes() -> None:
    year = Year(0)
    plan = months_of(year.people, range(1, 3), year.purses[0])
    data = f"tanggal;referensi;jumlah\n2026-01-09;P{year.purses[0]};{3 * MINIMUM}\nTOTAL;;{3 * MINIMUM}"
    events = [
        lambda: issue_decree(CONSOLE, LOTIM, DecreeHead("SK-1", DAY, "uji"), plan=plan),
        lambda: bill_month(CONSOLE, LOTIM, Month(YEAR, 1), issued_on=DAY, document="TAG-1"),
        lambda: year.take(data.encode()),
    ]
    for event in events:
        before, statement = everything(), 0
        while not tried(event, crash=statement):
            assert everything() == before, statement
            statement += 1
        assert statement > 20
        assert audit(LOTIM).differences == ()
