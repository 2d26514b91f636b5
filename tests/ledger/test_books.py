"""The ledger: balanced, append-only, each event once, corrected by reversal, never below zero."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.ledger.actions import KeyReusedError, UnknownEntryError, book, reverse_entry
from semesta.ledger.books import open_books
from semesta.ledger.queries import entries_of_purse, realisation_by_purse, trial_balance
from tests.intake.builders import CONSOLE, LOTIM
from tests.ledger.builders import DAY, booked

pytestmark = pytest.mark.django_db
GRANT = (("available", 1, 1_000), ("ceiling", 1, -1_000))


def commit() -> None:
    """Check now what the database checks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def balances(on: date = DAY) -> dict[str, int]:
    return {line["account"]: line["balance_rp"] for line in trial_balance(LOTIM, on=on)["accounts"]}


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_is_booked_stands_on_both_sides() -> None:
    assert (booked("a", *GRANT).entries, booked("b", ("committed", 1, 300), ("available", 1, -300)).lines) == (1, 2)
    commit()
    trial = trial_balance(LOTIM, on=DAY)
    assert (trial["debit_rp"], trial["credit_rp"], trial["difference_rp"]) == (1_300, 1_300, 0)
    assert (balances()["ceiling"], balances()["available"], balances()["committed"]) == (1_000, 700, 300)


def test_an_entry_that_does_not_balance_is_refused_at_commit() -> None:
    booked("a", ("available", 1, 1_000), ("ceiling", 1, -999))
    with pytest.raises(IntegrityError, match="debit minus credit is 1"):
        commit()


def test_an_entry_that_moves_a_ceiling_from_one_purse_to_another_is_refused_at_commit() -> None:
    booked("a", ("available", 1, 1_000), ("ceiling", 1, -1_000), ("available", 2, 500), ("ceiling", 2, -500))
    commit()
    booked("b", ("available", 2, 500), ("available", 1, -500))
    with pytest.raises(IntegrityError, match="does not balance within purse 1"):
        commit()


def test_what_payers_owe_may_be_settled_outside_of_their_purse() -> None:
    booked("a", ("billed", 1, 300), ("ceiling", 1, -300), ("receivable", 1, 300), ("charged", 1, -300))
    booked("b", ("paid", 1, 300), ("billed", 1, -300), ("receivable", 1, -300), ("received", 0, 300))
    commit()
    assert (balances()["paid"], balances()["received"]) == (300, 300)


def test_the_same_event_is_booked_once() -> None:
    booked("a", *GRANT)
    assert booked("a", *GRANT).entries == 0
    assert balances()["ceiling"] == 1_000


def test_a_known_event_with_another_amount_is_refused() -> None:
    booked("a", *GRANT)
    with pytest.raises(KeyReusedError):
        booked("a", ("available", 1, 2_000), ("ceiling", 1, -2_000))
    assert balances()["ceiling"] == 1_000


def test_no_account_of_a_purse_falls_below_zero() -> None:
    booked("a", *GRANT)
    with pytest.raises(IntegrityError, match="balance_not_below_zero"), transaction.atomic():
        booked("b", ("committed", 1, 1_001), ("available", 1, -1_001))
    with pytest.raises(IntegrityError, match="balance_not_below_zero"), transaction.atomic():
        booked("c", ("committed", 2, 1), ("available", 2, -1))
    assert balances()["committed"] == 0


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_journalentry"])
@pytest.mark.parametrize("change", ["UPDATE {} SET regency_code = '52.04'", "DELETE FROM {}", "TRUNCATE {}"])
def test_nothing_booked_is_changed_or_deleted(table: str, change: str) -> None:
    booked("a", *GRANT)
    commit()
    with pytest.raises(IntegrityError, match="append-only"):
        run(change.format(table))


def test_no_line_is_added_to_an_entry_of_another_transaction() -> None:
    forged = (
        "INSERT INTO ledger_journalentry (regency_code, id, key, kind, booked_on, document, reason, actor, transaction)"
        " VALUES ('52.03', -1, 'old', 'x', '2026-01-01', 'x', '', 'x', 1)"
    )
    booked("a", *GRANT)
    with pytest.raises(IntegrityError, match="own transaction"):
        run(forged + "; INSERT INTO ledger_posting VALUES ('52.03', -1, 3, 1, '', 5, 'paid')")


def test_a_reversal_is_the_opposite_and_happens_once() -> None:
    booked("a", *GRANT)
    first = reverse_entry(CONSOLE, LOTIM, "a", booked_on=date(2026, 2, 1), document="BA-1", reason="salah purse")
    again = reverse_entry(CONSOLE, LOTIM, "a", booked_on=date(2026, 2, 1), document="BA-1", reason="salah purse")
    commit()
    assert (first.entries, again.entries) == (1, 0)
    assert (balances(DAY)["ceiling"], balances(date(2026, 2, 1))["ceiling"]) == (1_000, 0)


def test_a_reversal_is_not_reversed_and_an_unknown_entry_neither() -> None:
    booked("a", *GRANT)
    reverse_entry(CONSOLE, LOTIM, "a", booked_on=DAY, document="BA-1", reason="uji")
    for key in ("a/reversed", "no such entry"):
        with pytest.raises(UnknownEntryError):
            reverse_entry(CONSOLE, LOTIM, key, booked_on=DAY, document="BA-2", reason="uji")


def test_a_purse_s_money_is_read_at_any_day() -> None:
    booked("a", *GRANT, kind="ceiling")
    booked("b", ("available", 1, -200), ("ceiling", 1, 200), kind="revision", on=date(2026, 7, 1))
    booked("c", ("committed", 1, 300), ("available", 1, -300), on=date(2026, 8, 1))
    july = realisation_by_purse(LOTIM, [1], on=date(2026, 7, 31))[1]
    assert (july["ceiling_rp"], july["change_rp"], july["available_rp"], july["committed_rp"]) == (1_000, -200, 800, 0)
    assert [line["key"] for line in entries_of_purse(LOTIM, 1, on=date(2026, 7, 31))] == ["a", "a", "b", "b"]


def test_who_may_not_spend_may_not_book() -> None:
    open_books()
    with pytest.raises(NotPermittedError):
        book(Actor("pembaca", Role.READER, LOTIM), LOTIM)
