"""A payment order is sent and cancelled by papers of its own; no money and no month moves, the audit stays sound."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.bulk import execute, read_lines
from semesta.funding.actions import cancel_order, mark_order_sent, order_payment, reverse_bill, take_payments
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.queries.audit import audit
from semesta.funding.queries.bills import bills_of
from semesta.funding.queries.orders import bills_to_order, order_numbered, orders_of
from semesta.funding.queries.payments import bills_owing, unassigned_payments
from semesta.funding.refusals import RefusedError
from tests.funding.builders import MINIMUM, a_house, a_purse, billed, decreed, months_of, some_workers, states
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)


@pytest.fixture(autouse=True)
def bills() -> list[str]:
    """Return the references of January's and February's bill of one farmer."""
    a_house()
    decreed(months_of(some_workers(1), range(1, 4), a_purse()))
    billed(1)
    billed(2)
    return [bill["reference"] for bill in bills_of(LOTIM)]


def ordered(number: str, *references: str) -> int:
    return order_payment(CONSOLE, LOTIM, number, references=list(references), dated_on=DAY, document=number)


def cancelled(number: str, **more: str) -> int:
    said = {"document": "BA-1", "reason": "salah rekening"} | more
    return cancel_order(CONSOLE, LOTIM, number, on=DAY, **said)


def paid(reference: str, rupiah: int) -> str:
    """Take a bank file of one line; return how the line met the bills."""
    data = f"tanggal;referensi;jumlah\n2026-02-11;{reference};{rupiah}\nTOTAL;;{rupiah}"
    taken = take_payments(
        CONSOLE, LOTIM, read_payment_bytes("bank.csv", data.encode()), taken_on=DAY + timedelta(days=1)
    )
    (match,) = taken.matches
    return match


def books() -> list[dict[str, int]]:
    return read_lines("SELECT account_id, purse_id, debit_rp, credit_rp FROM ledger_balance ORDER BY 1, 2")


def test_a_cancelled_order_frees_its_bills_and_leaves_books_and_audit_as_they_were(bills: list[str]) -> None:
    ordered("SPM-1", *bills)
    before = books()
    assert (cancelled("SPM-1"), cancelled("SPM-1"), books()) == (2 * MINIMUM, 2 * MINIMUM, before)
    assert ordered("SPM-2", *bills) == 2 * MINIMUM
    assert [(one["number"], one["state"]) for one in orders_of(LOTIM)] == [("SPM-2", "issued"), ("SPM-1", "cancelled")]
    assert (audit(LOTIM).is_sound, states()) == (True, {"billed": 2, "decreed": 1})
    (trace,) = read_lines("SELECT detail ->> 'reason' AS reason FROM audit_entry WHERE action = 'cancel_order'")
    assert trace["reason"] == "salah rekening"


def test_a_payment_that_names_a_cancelled_order_waits_to_be_assigned_by_hand(bills: list[str]) -> None:
    ordered("SPM-1", *bills)
    cancelled("SPM-1")
    ordered("SPM-2", *bills)
    assert paid("SPM-1", 2 * MINIMUM) == "unknown"
    (waiting,) = unassigned_payments(LOTIM)
    assert (waiting["left_rp"], waiting["guesses"], waiting["guess"]) == (2 * MINIMUM, 1, "SPM-2")
    assert [one["reference"] for one in bills_owing(LOTIM, MINIMUM)] == bills
    assert audit(LOTIM).is_sound


def test_what_came_in_before_stays_and_the_rest_is_ordered_again(bills: list[str]) -> None:
    ordered("SPM-1", *bills)
    assert paid("SPM-1", MINIMUM) == "partial"
    page = order_numbered(LOTIM, "SPM-1")
    assert (page["state"], page["received_rp"], page["open_rp"], len(page["receipts"])) == ("part", MINIMUM, MINIMUM, 1)
    assert cancelled("SPM-1") == MINIMUM
    assert ordered("SPM-2", bills[1]) == MINIMUM
    assert order_numbered(LOTIM, "SPM-1")["receipts"] == []  # its bills stand on another order by now
    assert (audit(LOTIM).is_sound, states()) == (True, {"billed": 1, "decreed": 1, "paid": 1})


def test_an_order_paid_in_full_is_not_cancelled(bills: list[str]) -> None:
    ordered("SPM-1", *bills)
    assert paid("SPM-1", 2 * MINIMUM) == "several"
    assert order_numbered(LOTIM, "SPM-1")["state"] == "paid"
    with pytest.raises(RefusedError, match="paid in full"):
        cancelled("SPM-1")


def test_an_order_whose_bills_were_all_reversed_is_void_and_may_be_cancelled(bills: list[str]) -> None:
    ordered("SPM-1", bills[0])
    reverse_bill(CONSOLE, LOTIM, bills[0], on=DAY, document="BA-2", reason="salah bulan")
    assert order_numbered(LOTIM, "SPM-1")["state"] == "void"
    assert (cancelled("SPM-1"), audit(LOTIM).is_sound) == (0, True)


def test_an_order_is_sent_once_and_never_after_it_was_cancelled(bills: list[str]) -> None:
    ordered("SPM-1", *bills)
    for _ in range(2):
        assert mark_order_sent(CONSOLE, LOTIM, "SPM-1", on=DAY, document="BANK-1") == 2 * MINIMUM
    assert [(one["state"], one["sent_document"]) for one in orders_of(LOTIM)] == [("sent", "BANK-1")]
    cancelled("SPM-1")
    with pytest.raises(RefusedError, match="is cancelled"):
        mark_order_sent(CONSOLE, LOTIM, "SPM-1", on=DAY, document="BANK-2")
    with pytest.raises(RefusedError, match="is cancelled"):
        ordered("SPM-1", *bills)


@pytest.mark.parametrize(
    ("number", "said", "words"),
    [
        ("SPM-9", {}, "no payment order SPM-9"),
        ("SPM-1", {"reason": " "}, "document or reason is missing"),
        ("SPM-1", {"document": ""}, "document or reason is missing"),
    ],
)
def test_what_is_not_cancelled_is_told_and_changes_nothing(
    bills: list[str], number: str, said: dict[str, str], words: str
) -> None:
    ordered("SPM-1", *bills)
    with pytest.raises(RefusedError, match=words), transaction.atomic():
        cancelled(number, **said)
    assert [one["state"] for one in orders_of(LOTIM)] == ["issued"]


def test_only_bills_that_no_standing_order_holds_are_offered(bills: list[str]) -> None:
    ordered("SPM-1", bills[0])
    assert [one["reference"] for one in bills_to_order(LOTIM)] == bills[1:]
    assert bills_to_order(LOTIM, kind="add") == []
    cancelled("SPM-1")
    assert [one["reference"] for one in bills_to_order(LOTIM, kind="dbhcht")] == bills


def test_who_may_not_spend_cancels_nothing_and_the_paper_itself_is_frozen(bills: list[str]) -> None:
    ordered("SPM-1", *bills)
    reader = Actor("pembaca", Role.READER, LOTIM)
    with pytest.raises(NotPermittedError):
        cancel_order(reader, LOTIM, "SPM-1", on=DAY, document="BA-1", reason="x")
    cancelled("SPM-1")
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        execute("DELETE FROM funding_orderstep")
