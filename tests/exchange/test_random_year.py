"""A random year between planner and insurer: crashes, answers late, twice and in any order, batches closed, merges.

Whatever happens, a failed step leaves everything as it was, the audit names no difference but months that an answer
took back and no amendment has taken out yet, and after the amendments it names none.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import connection, transaction

from semesta.bulk import execute, read_lines
from semesta.exchange.actions import close_batch, make_batches, take_answer_file
from semesta.exchange.billing import bill_month_of_members
from semesta.exchange.queries import batch_file, lines_to_amend
from semesta.exchange.refusal import NotTakenError
from semesta.funding.actions import compute_plan, freeze_plan, issue_decree, make_plan, revise_ceiling
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.plans import PlanTerms
from semesta.funding.queries.audit import Difference, audit
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from semesta.sheets.exchange.layout_file import shipped_layout
from semesta.synthetic.insurer import InsurerHabits, answer_files
from tests.funding.builders import DAY, MINIMUM, YEAR, a_house, a_purse, merged, months_of, some_workers
from tests.funding.random_year import CrashError, crash_at
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
STEPS = 24
HABITS = InsurerHabits(refused=0.3, overlap=0.15, late=0.4, late_first=0.5, repeated=1.0)


class ExchangeYear:
    """A regency with two purses, eight workers, and an insurer that answers when it likes."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.chance, self.folder, self.seed = random.Random(seed), folder, seed
        a_house()
        self.people = some_workers(8)
        execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L'")
        self.purses = [a_purse(kind, ceiling_rp=60 * MINIMUM) for kind in ("dbhcht", "apbd_regency")]
        self.answers: list[Path] = []

    def event(self, number: int) -> Callable[[], Any]:
        kinds = [self.decree, self.plan, self.send, self.send, self.answer, self.answer, self.answer, self.bill,
                 self.cut, self.close, self.amend]  # fmt: skip
        return self.chance.choice(kinds)(number)

    def decree(self, number: int) -> Callable[[], Any]:
        first, people = self.chance.randint(1, 9), self.chance.sample(self.people, 3)
        plan = months_of(people, range(first, first + self.chance.randint(1, 4)), self.chance.choice(self.purses))
        return lambda: issue_decree(CONSOLE, LOTIM, DecreeHead(f"SK-{number}", DAY, "uji"), plan=plan)

    def plan(self, number: int) -> Callable[[], Any]:
        terms = PlanTerms(f"rencana {number}", YEAR, DAY, Month(YEAR, self.chance.randint(1, 9)), Month(YEAR + 1, 1))

        def planned() -> None:
            plan = make_plan(CONSOLE, LOTIM, terms)
            compute_plan(CONSOLE, LOTIM, plan)
            freeze_plan(CONSOLE, LOTIM, plan, DecreeHead(f"SK-R{number}", DAY, "uji"))

        return planned

    def send(self, number: int) -> Callable[[], Any]:
        def sent() -> None:
            for batch in make_batches(CONSOLE, LOTIM, shipped_layout(), made_on=DAY).batches:
                path = self.folder / f"gelombang-{batch}.csv"
                path.write_bytes(batch_file(LOTIM, batch, written_as="csv"))
                files = answer_files(path, shipped_layout(), self.folder, seed=self.seed, habits=HABITS)
                self.answers += [file for file in files if file not in self.answers]

        return sent

    def answer(self, number: int) -> Callable[[], Any]:
        path = self.chance.choice(self.answers) if self.answers else self.folder / "belum-ada.csv"
        path.touch()
        return lambda: take_answer_file(
            CONSOLE, LOTIM, path, shipped_layout(), taken_on=DAY, files_folder=self.folder / "kept"
        )

    def bill(self, number: int) -> Callable[[], Any]:
        month = Month(YEAR, self.chance.randint(1, 12))
        return lambda: bill_month_of_members(CONSOLE, LOTIM, month, issued_on=DAY, document=f"TAG-{number}")

    def cut(self, number: int) -> Callable[[], Any]:
        purse, change = self.chance.choice(self.purses), self.chance.choice([-10, -3, 3]) * MINIMUM
        return lambda: revise_ceiling(
            CONSOLE, LOTIM, purse, change_rp=change, dated_on=DAY, document=f"P-{number}", reason="uji"
        )

    def close(self, number: int) -> Callable[[], Any]:
        known = [line["number"] for line in read_lines("SELECT number FROM exchange_batch ORDER BY number")]
        batch = self.chance.choice(known or [0])
        return lambda: close_batch(CONSOLE, LOTIM, batch, reason="tidak dijawab", closed_on=DAY)

    def amend(self, number: int) -> Callable[[], Any]:
        """Take what answers took back out of one decree."""
        waiting = lines_to_amend(LOTIM, language="id")
        decree = waiting[0]["decree"] if waiting else "-"
        gone = [
            {"person_id": line["person_id"], "month": Month.parse(month).first_day(), "reason": "PU"}
            for line in waiting
            if line["decree"] == decree
            for month in line["taken_back"]
        ]
        removals = pl.DataFrame(gone or [{"person_id": 0, "month": date(YEAR, 1, 1), "reason": ""}])
        head = DecreeHead(f"SK-P{number}", DAY, "uji", decree)
        return lambda: issue_decree(CONSOLE, LOTIM, head, removals=removals)


def tried(event: Callable[[], Any], *, crash: int | None) -> bool:
    try:
        with transaction.atomic():
            if crash is None:
                event()
            else:
                with connection.execute_wrapper(crash_at(crash)):
                    event()
    except (RefusedError, NotTakenError, CrashError):
        return False
    return True


def everything() -> list[dict[str, Any]]:
    return read_lines(
        "SELECT (SELECT count(*) FROM ledger_posting) AS postings, (SELECT count(*) FROM audit_entry) AS trail, "
        "(SELECT string_agg(state || n, ',' ORDER BY state) FROM (SELECT state, count(*) AS n FROM "
        "membership_coveredmonth GROUP BY 1) s) AS months, "
        "(SELECT string_agg(state || n, ',' ORDER BY state) FROM (SELECT state, count(*) AS n FROM "
        "exchange_batchline GROUP BY 1) s) AS lines, (SELECT count(*) FROM exchange_answerline) AS answers, "
        "(SELECT count(*) FROM funding_planperson) AS planned"
    )


def waiting_for_amendment() -> set[tuple[int, str]]:
    return {(line["person_id"], month) for line in lines_to_amend(LOTIM, language="id") for month in line["taken_back"]}


def unexpected() -> list[Difference]:
    """What the audit names, but for the person whose two records were decreed before they were merged."""
    named = audit(LOTIM).differences
    return [one for one in named if (one.check, one.about[:9]) != ("months_decreed_once", "person 7 ")]


@pytest.mark.parametrize("seed", range(4))
def test_a_random_year_with_the_insurer_ends_reconciled_or_names_what_waits(seed: int, tmp_path: Path) -> None:
    year = ExchangeYear(seed, tmp_path)
    for number in range(STEPS):
        event = year.event(number)
        before = everything()
        if not tried(event, crash=year.chance.randint(1, 40)):
            assert everything() == before
            tried(event, crash=None)
        if number == STEPS // 2:
            merged(8, into=7)
        if number % 6 == 5 and not waiting_for_amendment():
            assert unexpected() == []
    for number in range(STEPS, STEPS + 20):
        if not waiting_for_amendment():
            break
        assert audit(LOTIM).differences != ()  # named until the amendment is issued
        assert tried(year.amend(number), crash=None)
    assert unexpected() == []


def test_answers_in_any_order_and_twice_end_alike(tmp_path: Path) -> None:
    ends = []
    for order in (1, -1):
        with transaction.atomic():
            year = ExchangeYear(5, tmp_path)
            issue_decree(
                CONSOLE, LOTIM, DecreeHead("SK-1", DAY, "uji"), plan=months_of(year.people, range(1, 4), year.purses[0])
            )
            year.send(0)()
            for path in [*year.answers, *year.answers][::order]:
                take_answer_file(CONSOLE, LOTIM, path, shipped_layout(), taken_on=DAY, files_folder=tmp_path / "kept")
            ends.append(
                read_lines("SELECT person_id, state, reason FROM exchange_batchline ORDER BY person_id")
                + read_lines("SELECT person_id, month, state FROM membership_coveredmonth ORDER BY 1, 2, programme")
            )
            transaction.set_rollback(True)
    assert ends[0] == ends[1]
