"""Batches: who is due is told once, by purse, class and first month, frozen, and never twice at a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.db import DatabaseError, transaction

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.bulk import execute, read_lines
from semesta.exchange.actions import make_batches
from semesta.exchange.queries import NoBatchError, SealBrokenError, batch, batch_file, batches
from semesta.kernel.month import Month
from semesta.sheets.exchange.layout_file import shipped_layout
from tests.exchange.builders import DAY, answered, decreed_workers, entries, made
from tests.funding.builders import a_purse, billed, decreed, died, months_of
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db


def a_removal(person: int, months: range) -> pl.DataFrame:
    lines = [{"person_id": person, "month": date(2026, m, 1), "reason": "uji"} for m in months]
    return pl.DataFrame(lines)


def test_decreed_people_go_into_one_batch_for_their_first_month() -> None:
    purse = decreed_workers(3)
    assert made().batches == (1,)
    head = batch(LOTIM, 1)
    assert (head["purse_id"], head["membership_class"], head["lines"]) == (purse, "BPU", 3)
    assert entries(1) == [(n, "enrol", "2026-01", "2026-09") for n in (1, 2, 3)]


def test_making_the_same_batch_again_makes_nothing() -> None:
    decreed_workers(3)
    assert (made().lines, made().lines) == (3, 0)
    assert len(batches(LOTIM)) == 1


def test_the_months_of_whoever_is_told_of_already_are_not_looked_at_again(tmp_path: Path) -> None:
    decreed_workers(4)
    made()
    answered(tmp_path, (1, "DITERIMA"), (2, "DITERIMA"), (3, "DITOLAK", "code=02"))
    died(2, date(2026, 5, 3))
    assert made().lines == 1  # the death alone
    assert read_lines("SELECT person_id FROM settled_person ORDER BY 1") == [{"person_id": n} for n in (1, 3, 4)]
    assert read_lines("SELECT DISTINCT person_id FROM decreed_month") == [{"person_id": 2}]
    execute("UPDATE people_person SET name = 'TERKOREKSI' WHERE id = 3")
    assert made().lines == 1  # who was refused, corrected


def test_people_of_another_first_month_or_purse_have_a_batch_of_their_own() -> None:
    decreed_workers(4, months=range(1, 3))
    other = a_purse("apbd_regency", ceiling_rp=10**8)
    decreed(months_of([4], range(6, 8), other), number="SK-2")
    assert made(first_month=Month(2026, 6)).batches == (1,)
    assert entries(1) == [(4, "enrol", "2026-06", "2026-07")]
    assert made().batches == (2,)
    assert [found["first_month"] for found in batches(LOTIM)] == [date(2026, 1, 1), date(2026, 6, 1)]


def test_months_with_a_gap_are_told_one_after_the_other(tmp_path: Path) -> None:
    decreed_workers(1, months=range(1, 4))
    purse = read_lines("SELECT id FROM funding_purse")[0]["id"]
    decreed(months_of([1], range(7, 10), purse), number="SK-2")
    assert made().batches == (1,)
    assert made().batches == ()
    answered(tmp_path, (1, "DITERIMA"))
    assert made().batches == (2,)
    assert (entries(1), entries(2)) == ([(1, "enrol", "2026-01", "2026-03")], [(1, "enrol", "2026-07", "2026-09")])


def test_who_lacks_what_the_layout_requires_is_named_instead() -> None:
    decreed_workers(3)
    execute("UPDATE people_person SET nik = NULL WHERE id = 2")
    execute("UPDATE people_person SET birth_on = NULL WHERE id = 3")
    result = made()
    assert (result.lines, result.incomplete) == (1, ((2, "nik"), (3, "birth_on")))
    assert "nik" in result.findings()[0].message("id")


def test_a_billed_month_is_still_told() -> None:
    decreed_workers(1)
    billed(1)
    made()
    assert entries(1) == [(1, "enrol", "2026-01", "2026-09")]


def test_whom_an_amendment_takes_out_leaves(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    decreed(None, number="SK-2", amends="SK-1", removals=a_removal(1, range(5, 10)))
    assert made().batches == ()
    answered(tmp_path, (1, "DITERIMA"), (2, "DITERIMA"))
    assert made().batches == (2,)
    assert entries(2) == [(1, "leave", "2026-05", "2026-09")]
    assert read_lines("SELECT leave_reason FROM exchange_batchline WHERE batch = 2") == [{"leave_reason": "amended"}]
    answered(tmp_path, (1, "DITERIMA"), batch=2, name="dua")
    assert made().batches == ()


def test_a_leaver_who_is_a_wage_earner_now_is_told_as_one(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    answered(tmp_path, (1, "DITERIMA"))
    decreed(None, number="SK-2", amends="SK-1", removals=a_removal(1, range(5, 10)))
    execute(
        "INSERT INTO membership_coveredmonth (regency_code, month, person_id, programme, membership_class, payer, "
        "state, submission_id) VALUES ('52.03', '2026-05-01', 1, 'jkm', 'PU', 'PT MADE UP', 'recognised', 7)"
    )
    made()
    assert read_lines("SELECT leave_reason FROM exchange_batchline WHERE batch = 2") == [
        {"leave_reason": "wage_earner"}
    ]


def test_a_death_is_reported_once(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    answered(tmp_path, (1, "DITERIMA"), (2, "DITERIMA"))
    died(1, date(2026, 4, 20))
    assert made().batches == (2,)
    assert entries(2) == [(1, "death", "2026-05", "2026-09")]
    answered(tmp_path, (1, "DITERIMA"), batch=2, name="dua")
    assert made().batches == ()


def test_the_dead_are_not_enrolled_for_the_time_after() -> None:
    decreed_workers(2)
    died(1, date(2025, 12, 30))
    made()
    assert [person for person, *_ in entries(1)] == [2]


def test_another_purse_taking_over_is_a_change_of_payer(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    answered(tmp_path, (1, "DITERIMA"))
    decreed(months_of([1], range(10, 13), a_purse("apbd_regency", ceiling_rp=10**8)), number="SK-2")
    made()
    assert entries(2) == [(1, "transfer", "2026-10", "2026-12")]
    assert read_lines("SELECT from_payer FROM exchange_batchline WHERE batch = 2") == [{"from_payer": "DBHCHT"}]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exchange_batchline SET nik = '5203050101859999'",
        "DELETE FROM exchange_batchline",
        "UPDATE exchange_batch SET lines = 7",
        "DELETE FROM exchange_batch",
    ],
)
def test_what_was_sent_is_frozen(statement: str) -> None:
    decreed_workers(1)
    made()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        execute(statement)


def test_a_batch_whose_seal_is_broken_is_not_written() -> None:
    decreed_workers(1)
    made()
    execute("ALTER TABLE exchange_batchline DISABLE TRIGGER batchline_frozen")
    execute("UPDATE exchange_batchline SET name = 'ORANG LAIN'")
    with pytest.raises(SealBrokenError):
        batch_file(LOTIM, 1, written_as="csv")
    with pytest.raises(NoBatchError):
        batch_file(LOTIM, 2, written_as="csv")


@pytest.mark.parametrize("role", [Role.READER, Role.VERIFIER, Role.INSURER_BRANCH])
def test_only_those_who_may_spend_make_batches(role: Role) -> None:
    with pytest.raises(NotPermittedError):
        make_batches(Actor("orang", role, LOTIM), LOTIM, shipped_layout(), made_on=DAY)


def test_every_batch_stands_in_the_trail() -> None:
    decreed_workers(1)
    made()
    (entry,) = read_lines("SELECT object_id, detail->>'lines' AS lines FROM audit_entry WHERE action = 'make_batches'")
    assert entry == {"object_id": "1-1", "lines": "1"}
