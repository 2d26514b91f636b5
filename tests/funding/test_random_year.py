"""A random year with faults ends reconciled, or names what waits: what fails leaves nothing, nothing counts twice."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from semesta.bulk import read_lines
from semesta.funding.actions import bill_month, bill_package, bill_project, close_year, issue_decree
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.other_bills import Project
from semesta.funding.queries.audit import Difference, audit
from semesta.kernel.month import Month
from semesta.ledger.queries import trial_balance
from tests.funding.builders import DAY, MINIMUM, YEAR, months_of
from tests.funding.random_year import MIGRANTS, PAIRS, Year, everything, received, tried
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE

pytestmark = pytest.mark.django_db
STEPS = 45
SEEDS = range(5)
LAST_DAY = date(YEAR, 12, 31)


def unnamed() -> list[Difference]:
    """What the audit names, but for a person whose two records were decreed for a month before they were merged."""
    heads = {f"person {head} " for head, _ in PAIRS}
    found = audit(LOTIM).differences
    return [one for one in found if one.check != "months_decreed_once" or not one.about.startswith(tuple(heads))]


def lived(seed: int) -> Counter[str]:
    """Live a year: whatever fails is tried again. Return what was done how often."""
    year, done = Year(seed), Counter[str]()
    for number in range(STEPS):
        event = year.event(number)
        before = everything()
        is_done = tried(event, crash=year.chance.randint(1, 30))
        if not is_done:
            assert everything() == before, (seed, number)
            is_done = tried(event, crash=None)
        done[event.__qualname__.split(".")[1]] += is_done
        if number % 15 == 0:
            assert unnamed() == [], (seed, number)
    tried(lambda: close_year(CONSOLE, LOTIM, YEAR, closed_on=LAST_DAY, document="BA-akhir"), crash=None)
    return done


def test_random_years_with_faults_end_reconciled_or_name_what_waits() -> None:
    done: Counter[str] = Counter()
    for seed in SEEDS:
        with transaction.atomic():
            done += lived(seed)
            assert unnamed() == [], seed
            booked, told = received()
            assert booked == told, seed
            for purse in (None, 0, *(line["id"] for line in read_lines("SELECT id FROM funding_purse"))):
                assert trial_balance(LOTIM, on=LAST_DAY, purse_id=purse)["difference_rp"] == 0, seed
            (line,) = read_lines("SELECT count(*) AS n FROM membership_coveredmonth "
                                 "WHERE state = 'recognised' AND submission_id = 0")  # fmt: skip
            done["recognised"] += line["n"]
            transaction.set_rollback(True)
    kinds = {"decree", "amend", "bill", "project", "package", "taking", "merge", "extract", "undo_bill", "undo_payment",
             "cut", "match", "refund", "recognised"}  # fmt: skip
    assert kinds - {kind for kind, times in done.items() if times} == set()


def test_a_crash_at_any_statement_leaves_all_as_before_and_again_completes() -> None:
    year = Year(0)
    plan = months_of(year.people, range(1, 3), year.purses[0])
    data = f"tanggal;referensi;jumlah\n{DAY};P{year.purses[0]};{3 * MINIMUM}\nTOTAL;;{3 * MINIMUM}"
    project = Project("SPK-1", "CV Rekaan", VILLAGE, 100_000_000, DAY)
    events = [
        lambda: issue_decree(CONSOLE, LOTIM, DecreeHead("SK-1", DAY, "uji"), plan=plan),
        lambda: bill_month(CONSOLE, LOTIM, Month(YEAR, 1), issued_on=DAY, document="TAG-1"),
        lambda: bill_project(CONSOLE, LOTIM, project, issued_on=DAY, due_on=DAY),
        lambda: bill_package(CONSOLE, LOTIM, MIGRANTS[0], start=Month(YEAR, 3), contract_months=6, issued_on=DAY,
                             document="PK"),
        year.taking(data.encode()),
        year.merge(0),
    ]  # fmt: skip
    for event in events:
        before, statement = everything(), 0
        while not tried(event, crash=statement):
            assert everything() == before, statement
            statement += 1
        assert statement > 4
        assert audit(LOTIM).differences == () or event is events[-1]
