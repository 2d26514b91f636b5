"""Payment orders: bills to be paid at once. Handed to the bank or cancelled, each by a paper of its own.

An order moves no money and no month: what it pays is booked when the payment comes in. Cancelling is the reversal of
ordering: the paper stays, a second one takes it back, and its bills may stand on another order.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from semesta.accounts.actor import Actor, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.funding.actions.payments import hold_payments
from semesta.funding.models import OrderStep, PaymentOrder
from semesta.funding.refusals import RefusedError, refusal, refuse
from semesta.law.words import Words

_ORDERED = """
SELECT b.reference, o.amount_rp, b.reversed_on IS NULL AS is_standing,
       (b.amount_rp - b.paid_rp)::bigint AS open_rp
  FROM funding_paymentorder o JOIN funding_bill b ON b.id = o.bill_id
 WHERE o.regency_code = %s AND o.number = %s
"""
_ON_ORDER = """
SELECT b.reference, o.number FROM funding_paymentorder o JOIN funding_bill b ON b.id = o.bill_id
 WHERE o.regency_code = %s AND o.bill_id = ANY(%s)
   AND NOT EXISTS (SELECT 1 FROM funding_orderstep s
                    WHERE s.regency_code = o.regency_code AND s.number = o.number AND s.step = 'cancelled')
 ORDER BY 1, 2
"""


@transaction.atomic
def order_payment(
    actor: Actor, regency_code: str, number: str, *, references: list[str], dated_on: date, document: str
) -> int:
    """Put open bills on a payment order and return its amount; its number may be the reference of the payment.

    The same order again changes nothing. Errors: RefusedError for a bill that is unknown, settled, reversed or on
    another order that stands (ordered twice it would be paid twice), or a number that stands for other bills or was
    cancelled.
    """
    require(may_spend(actor, regency_code), actor=actor, to="order payment in", region_code=regency_code)
    if not number.strip() or not document.strip():
        raise refuse("paper_missing", detail=Words("nomor atau dokumen", "number or document"))
    _hold(regency_code)
    known = read_lines(_ORDERED, [regency_code, number])
    if known:
        if _step(regency_code, number, "cancelled") is not None:
            raise refuse("order_cancelled", before=number)
        if {line["reference"] for line in known} != set(references):
            raise refuse("order_number_taken", before=number)
        return int(sum(line["amount_rp"] for line in known))
    bills = _open_bills(regency_code, references)
    ordered = read_lines(_ON_ORDER, [regency_code, [bill["id"] for bill in bills]])
    if ordered:
        raise RefusedError(
            [refusal("bill_ordered", before=line["reference"], detail=line["number"]) for line in ordered]
        )
    PaymentOrder.objects.bulk_create(
        PaymentOrder(
            regency_code=regency_code, number=number, bill_id=bill["id"], dated_on=dated_on, document=document,
            amount_rp=bill["amount_rp"] - bill["paid_rp"],
        )
        for bill in bills
    )  # fmt: skip
    amount_rp = int(sum(bill["amount_rp"] - bill["paid_rp"] for bill in bills))
    record(actor, "order_payment", object_type="payment_order", object_id=number, region_code=regency_code,
           detail={"bills": len(bills), "amount_rp": amount_rp})  # fmt: skip
    return amount_rp


@transaction.atomic
def mark_order_sent(actor: Actor, regency_code: str, number: str, *, on: date, document: str) -> int:
    """Keep that a payment order went to the bank, on the bank's receipt; return its amount. Again: nothing changes.

    Errors: RefusedError for an order that is unknown or cancelled, or a missing document.
    """
    require(may_spend(actor, regency_code), actor=actor, to="send a payment order of", region_code=regency_code)
    if not document.strip():
        raise refuse("paper_missing", detail=Words("dokumen", "document"))
    _hold(regency_code)
    ordered = _lines_of(regency_code, number)
    amount_rp = int(sum(line["amount_rp"] for line in ordered))
    if _step(regency_code, number, "cancelled") is not None:
        raise refuse("order_cancelled", before=number)
    if _step(regency_code, number, "sent") is None:
        OrderStep.objects.create(
            regency_code=regency_code, number=number, step="sent", dated_on=on, document=document, told_by=actor.name
        )
        record(actor, "mark_order_sent", object_type="payment_order", object_id=number, region_code=regency_code,
               detail={"document": document, "amount_rp": amount_rp})  # fmt: skip
    return amount_rp


@transaction.atomic
def cancel_order(actor: Actor, regency_code: str, number: str, *, on: date, document: str, reason: str) -> int:
    """Take a payment order back and return the rupiah its bills still owe; again: nothing changes.

    Afterwards the bills may stand on another order, and a payment that names this one is unknown and waits. What came
    in before stays with the bills. Errors: RefusedError for an order that is unknown or paid in full (then reverse the
    payment), or a missing document or reason.
    """
    require(may_spend(actor, regency_code), actor=actor, to="cancel a payment order of", region_code=regency_code)
    if not document.strip() or not reason.strip():
        raise refuse("paper_missing", detail=Words("dokumen atau alasan", "document or reason"))
    hold_payments(regency_code)  # no payment may be met with the order meanwhile
    _hold(regency_code)
    ordered = _lines_of(regency_code, number)
    standing = [line for line in ordered if line["is_standing"]]
    open_rp = int(sum(line["open_rp"] for line in standing))
    if _step(regency_code, number, "cancelled") is not None:
        return open_rp
    if standing and not open_rp:
        raise refuse("order_paid", before=number)
    OrderStep.objects.create(
        regency_code=regency_code, number=number, step="cancelled", dated_on=on, document=document, reason=reason,
        told_by=actor.name,
    )  # fmt: skip
    record(actor, "cancel_order", object_type="payment_order", object_id=number, region_code=regency_code,
           detail={"document": document, "reason": reason, "bills": len(ordered), "open_rp": open_rp})  # fmt: skip
    return open_rp


def _hold(regency_code: str) -> None:
    """Let only one hand at a time write orders of a regency."""
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.orders'), hashtext(%s))", [regency_code])


def _lines_of(regency_code: str, number: str) -> list[dict[str, Any]]:
    found = read_lines(_ORDERED, [regency_code, number])
    if not found:
        raise refuse("order_unknown", before=number)
    return found


def _step(regency_code: str, number: str, step: str) -> OrderStep | None:
    return OrderStep.objects.filter(regency_code=regency_code, number=number, step=step).first()


def _open_bills(regency_code: str, references: list[str]) -> list[dict[str, Any]]:
    """Return the bills of these references, held until the transaction ends; refuse what is unknown or not open."""
    found = read_lines(
        "SELECT * FROM funding_bill WHERE regency_code = %s AND reference = ANY(%s) ORDER BY id FOR UPDATE",
        [regency_code, references],
    )
    unknown = sorted(set(references) - {bill["reference"] for bill in found})
    closed = [bill["reference"] for bill in found if bill["settled_on"] or bill["reversed_on"]]
    if unknown or closed or not found:
        raise RefusedError(
            [refusal("bill_unknown", before=reference) for reference in unknown or ([] if found else ["-"])]
            + [refusal("bill_not_open", before=reference) for reference in closed]
        )
    return found
