"""A made-up regency to which anything may happen, and what must not change when something fails or is repeated."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.db import connection, transaction

from semesta.bulk import copy_frame, execute, read_lines
from semesta.funding.actions import (
    bill_month,
    bill_package,
    bill_project,
    issue_decree,
    match_payment,
    refund_payment,
    reverse_bill,
    reverse_payment,
    revise_ceiling,
    take_payments,
)
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.other_bills import Project
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.queries.bills import payments_of
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from semesta.membership.actions import record_recognised_months
from semesta.membership.confirming import follow_merges
from tests.funding.builders import MINIMUM, YEAR, a_house, a_purse, merged, months_of, some_workers
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE

PEOPLE = 6
MIGRANTS = (7, 8)
PAIRS = ((1, 2), (3, 4), (8, 7))
"""Records that may turn out to be one person, and come apart again."""
FIRST_FREE = date(YEAR, 1, 20)
Act = Callable[[], Any]


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
    """A regency with two purses of little money, six workers and two migrants, and what may happen to it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        a_house()
        self.people = some_workers(PEOPLE)
        some_workers(len(MIGRANTS), segment="migrant", first=MIGRANTS[0])
        self.purses = [a_purse(kind, ceiling_rp=25 * MINIMUM) for kind in ("dbhcht", "apbd_regency")]
        self.files: list[bytes] = []
        self.today = FIRST_FREE

    def event(self, number: int) -> Act:
        """Return something that may happen a week later, decided now, so that it can be tried again."""
        self.today += timedelta(days=7)
        kinds = [self.decree, self.decree, self.amend, self.bill, self.bill, self.bill, self.pay, self.pay, self.pay,
                 self.again, self.cut, self.undo_payment, self.undo_bill, self.match, self.refund, self.project,
                 self.package, self.merge, self.extract]  # fmt: skip
        return self.chance.choice(kinds)(number)

    def day(self) -> date:
        """A day on which a paper of today may be dated: today, or some days before."""
        return self.today - timedelta(days=self.chance.choice([0, 0, 3, 15]))

    def decree(self, number: int) -> Act:
        first = self.chance.randint(1, 10)
        people = self.chance.sample(self.people, self.chance.randint(1, 3))
        plan = months_of(people, range(first, first + self.chance.randint(1, 3)), self.chance.choice(self.purses))
        head = DecreeHead(f"SK-{number}", self.day(), "uji", past_months="uji")
        return lambda: issue_decree(CONSOLE, LOTIM, head, plan=plan)

    def amend(self, number: int) -> Act:
        lines = read_lines(
            "SELECT d.number, l.person_id, l.start_month FROM funding_decreeline l JOIN funding_decree d "
            "ON d.id = l.decree_id WHERE l.removes_line IS NULL ORDER BY d.id, l.line"
        )
        line = self.chance.choice(lines or [{"number": "-", "person_id": 1, "start_month": date(YEAR, 1, 1)}])
        month = self.chance.choice([line["start_month"], line["start_month"], date(YEAR, 12, 1)])
        removals = pl.DataFrame({"person_id": [line["person_id"]], "month": [month], "reason": ["uji"]})
        head = DecreeHead(f"SK-{number}", self.day(), "uji", line["number"])
        return lambda: issue_decree(CONSOLE, LOTIM, head, removals=removals)

    def bill(self, number: int) -> Act:
        waiting = read_lines("SELECT DISTINCT month FROM membership_coveredmonth WHERE state = 'decreed' ORDER BY 1")
        month = Month.of(self.chance.choice([line["month"] for line in waiting] or [date(YEAR, 2, 1)]))
        day = self.day()
        return lambda: bill_month(CONSOLE, LOTIM, month, issued_on=day, document=f"TAG-{number}")

    def project(self, number: int) -> Act:
        """A project of few numbers, now and then told with another value."""
        value = self.chance.choice([100, 100, 300]) * 1_000_000
        project = Project(f"SPK-{self.chance.randint(1, 2)}", "CV Rekaan", VILLAGE, value, date(YEAR, 3, 2))
        day = self.day()
        return lambda: bill_project(CONSOLE, LOTIM, project, issued_on=day, due_on=day + timedelta(days=30))

    def package(self, number: int) -> Act:
        person, start, day = self.chance.choice(MIGRANTS), Month(YEAR, self.chance.randint(2, 9)), self.day()
        length = self.chance.choice([6, 24])
        return lambda: bill_package(
            CONSOLE, LOTIM, person, start=start, contract_months=length, issued_on=day, document="PK"
        )

    def merge(self, number: int) -> Act:
        """Two records turn out to be one person, or to be two again."""
        one, other = self.chance.choice(PAIRS)
        apart = bool(read_lines("SELECT 1 FROM people_person WHERE id = %s AND merged_into IS NOT NULL", [other]))

        def followed() -> None:
            if apart:
                execute("UPDATE people_person SET merged_into = NULL WHERE id = %s", [other])
            else:
                merged(other, into=one)
            execute("DROP TABLE IF EXISTS told_person")
            execute("CREATE TEMPORARY TABLE told_person ON COMMIT DROP AS SELECT unnest(%s::bigint[]) AS person_id",
                    [[one, other]])  # fmt: skip
            follow_merges(CONSOLE, LOTIM)

        return followed

    def extract(self, number: int) -> Act:
        """The insurer tells some months of somebody, mostly from a purse, whose name it writes as it likes."""
        paid = read_lines(
            "SELECT person_id, extract(month FROM month)::int AS first, payer FROM membership_coveredmonth "
            "WHERE state = 'paid' AND programme = 'jkm' ORDER BY month, person_id"
        )
        anybody = {"person_id": self.chance.choice([*self.people, *MIGRANTS]), "first": self.chance.randint(1, 9)}
        told = self.chance.choice([*paid, anybody | {"payer": "PT LAIN"}])
        person, first = told["person_id"], min(told["first"], 9)
        payer = self.chance.choice([told["payer"], told["payer"].title(), f"-{told['payer']}.", "PT LAIN"])
        spell = pl.DataFrame(
            [{"submission_id": 100 + number, "line": 1, "person_id": person, "membership_class": "BPU",
              "programmes": "JKK+JKM", "payer": payer, "start_month": date(YEAR, first, 1),
              "end_month": date(YEAR, first + 3, 1)}]
        )  # fmt: skip

        def told() -> None:
            for table in ("counted_month", "ranked_spell", "person_of_two_payers", "double_month", "superseded_spell"):
                execute(f"DROP TABLE IF EXISTS {table}")
            execute("DROP TABLE IF EXISTS recognised_spell")
            execute(
                "CREATE TEMPORARY TABLE recognised_spell ON COMMIT DROP AS SELECT submission_id, line, person_id, "
                "membership_class, programmes, payer, start_month, end_month FROM membership_spell WITH NO DATA"
            )
            execute("CREATE TEMPORARY TABLE superseded_spell (by_submission_id bigint, submission_id bigint, "
                    "line integer, from_month date) ON COMMIT DROP")  # fmt: skip
            copy_frame(spell, "recognised_spell")
            record_recognised_months(CONSOLE, LOTIM, since=Month(YEAR, 1), before=Month(YEAR + 1, 1))

        return told

    def pay(self, number: int) -> Act:
        known = [line["reference"] for line in read_lines("SELECT reference FROM funding_bill ORDER BY id")]
        lines = []
        for _ in range(2):
            named = self.chance.choice([*known, *known[-3:], f"P{self.purses[0]}", "SETORAN", " + ".join(known[:2])])
            owed = read_lines("SELECT amount_rp FROM funding_bill WHERE reference = %s AND kind <> 'monthly'", [named])
            usual = self.chance.choice([1, 2, 3]) * MINIMUM + self.chance.choice([0, 0, 5])
            lines.append((named, owed[0]["amount_rp"] if owed and self.chance.random() < 0.7 else usual))
        rows = "\n".join(
            f"{self.day()};{reference};{amount};{number * self.chance.choice([0, 1, 1])}" for reference, amount in lines
        )
        wrong = self.chance.random() < 0.2
        total = sum(amount for _, amount in lines) + wrong
        data = f"tanggal;referensi;jumlah;no transaksi\n{rows}\nTOTAL;;{total};".encode()
        self.files.append(data)
        return self.taking(data)

    def again(self, number: int) -> Act:
        """The bank's rows once more: the very file, saved anew, or within a statement that covers two of them."""
        one, other = (self.chance.choice(self.files or [b"kosong"]) for _ in range(2))
        return self.taking(self.chance.choice([one, one + b"\n", in_one_statement(one, other)]))

    def cut(self, number: int) -> Act:
        purse, change = self.chance.choice(self.purses), self.chance.choice([-20, -5, 5]) * MINIMUM
        day = self.day()
        return lambda: revise_ceiling(
            CONSOLE, LOTIM, purse, change_rp=change, dated_on=day, document=f"P-{number}", reason="uji"
        )

    def undo_payment(self, number: int) -> Act:
        (file, line), day = self._payment(), self.day()
        return lambda: reverse_payment(CONSOLE, LOTIM, file, line, on=day, document=f"BA-{number}", reason="uji")

    def undo_bill(self, number: int) -> Act:
        known = [line["reference"] for line in read_lines("SELECT reference FROM funding_bill ORDER BY id")]
        reference, day = self.chance.choice(known or ["-"]), self.day()
        return lambda: reverse_bill(CONSOLE, LOTIM, reference, on=day, document=f"BA-{number}", reason="uji")

    def match(self, number: int) -> Act:
        (file, line), day = self._payment(only_left=True), self.day()
        owing = read_lines(
            "SELECT reference FROM funding_bill WHERE reversed_on IS NULL AND paid_rp < amount_rp ORDER BY id"
        )
        reference = self.chance.choice([*(bill["reference"] for bill in owing), f"P{self.purses[0]}"])
        return lambda: match_payment(CONSOLE, LOTIM, file, line, reference=reference, on=day, document=f"BA-{number}")

    def refund(self, number: int) -> Act:
        (file, line), day = self._payment(), self.day()
        return lambda: refund_payment(CONSOLE, LOTIM, file, line, amount_rp=5, on=day, document=f"BA-{number}")

    def _payment(self, *, only_left: bool = False) -> tuple[int, int]:
        known = payments_of(LOTIM, only_left=only_left)
        chosen = self.chance.choice(known or [{"file_id": 0, "line": 0}])
        return chosen["file_id"], chosen["line"]

    def taking(self, data: bytes) -> Act:
        today = self.today
        return lambda: take_payments(CONSOLE, LOTIM, read_payment_bytes("bank.csv", data), taken_on=today)


def in_one_statement(*files: bytes) -> bytes:
    """The rows of some files in one file of a right total, each file once."""
    rows = [row for file in dict.fromkeys(files) for row in file.decode().splitlines()[1:-1]]
    total = sum(int(row.split(";")[2]) for row in rows)
    return "\n".join(["tanggal;referensi;jumlah;no transaksi", *rows, f"TOTAL;;{total};"]).encode()


def received() -> tuple[int, int]:
    """Money booked as received, and the payments there were: of equal rows as many as a single file tells."""
    (line,) = read_lines(
        "SELECT (SELECT coalesce(sum(amount_rp), 0)::bigint FROM ledger_posting "
        "         WHERE account_id = 'received' AND amount_rp > 0) AS booked, "
        "(SELECT coalesce(sum(amount_rp * most), 0)::bigint FROM (SELECT amount_rp, max(n) AS most "
        "   FROM (SELECT file_id, paid_on, reference, bank_number, amount_rp, count(*) AS n FROM funding_paymentline "
        "          GROUP BY 1, 2, 3, 4, 5) f GROUP BY paid_on, reference, bank_number, amount_rp) t) AS told"
    )
    return line["booked"], line["told"]


def tried(event: Act, *, crash: int | None) -> bool:
    """Let an event happen, perhaps dying on the way; say whether it was done."""
    try:
        with transaction.atomic():
            if crash is None:
                event()
            else:
                with connection.execute_wrapper(crash_at(crash)):
                    event()
            execute("SET CONSTRAINTS ALL IMMEDIATE")
            execute("SET CONSTRAINTS ALL DEFERRED")
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
        "(SELECT count(*) FROM funding_application) AS applications, (SELECT count(*) FROM audit_entry) AS trail, "
        "(SELECT count(*) FROM membership_spell) AS spells, (SELECT count(merged_into) FROM people_person) AS merged"
    )
