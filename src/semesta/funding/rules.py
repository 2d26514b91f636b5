"""Pure decisions about money: which payment goes to which bill, and how it met them.

Published rules. A payment names bills, an order, or a payer (P<purse>, P<purse>-<village>). Payments are taken in the
order of their day and line; the bills a payment names are paid in the order they fell due, then by reference. Nothing
is paid twice: what no named bill can take stays unapplied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Match = Literal["exact", "partial", "over", "several", "unknown"]
_SEPARATORS = re.compile(r"[;,+\n]+")
_NOT_TOLD = re.compile(r"[^A-Z0-9]")


@dataclass(slots=True)
class OpenBill:
    """A bill that may be paid: number, reference, what is still owed, when it falls due."""

    bill_id: int
    reference: str
    open_rp: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of a payment file."""

    line: int
    paid_on: date
    reference: str
    amount_rp: int


@dataclass(frozen=True, slots=True)
class Met:
    """How a payment met the bills: the parts put to each, what nobody could take, and whether any bill was overdue."""

    line: int
    match: Match
    parts: tuple[tuple[int, int], ...]
    unapplied_rp: int
    is_late: bool


def reference_key(text: str) -> str:
    """Return a reference as people may mistype it: letters and digits only, in capitals.

    >>> reference_key(" 2604-p7-5203052001-BPU-1 ")
    '2604P75203052001BPU1'
    """
    return _NOT_TOLD.sub("", text.upper())


def reference_keys(text: str) -> list[str]:
    """Return the keys of all references a payer wrote into one line.

    >>> reference_keys("2604-P7-1; 2605-P7-1")
    ['2604P71', '2605P71']
    """
    return [key for part in _SEPARATORS.split(text) if (key := reference_key(part))]


def met_payments(payments: Iterable[Payment], targets: Mapping[str, Sequence[OpenBill]]) -> Iterator[Met]:
    """Yield how each payment meets the bills its references lead to, in the order of day and line.

    `targets` leads from a reference key to bills; the bills' `open_rp` falls as they are paid. `exact`: the open amount
    of one bill; `several`: all that several bills owe; `partial`: less than is owed; `over`: more; `unknown`: no
    reference leads to a bill.
    """
    for payment in sorted(payments, key=lambda payment: (payment.paid_on, payment.line)):
        yield _met(payment, targets)


def _met(payment: Payment, targets: Mapping[str, Sequence[OpenBill]]) -> Met:
    keys = reference_keys(payment.reference)
    if len(keys) == 1:
        bills = list(targets.get(keys[0], ()))
    else:
        bills = list({bill.bill_id: bill for key in keys for bill in targets.get(key, ())}.values())
    if not bills:
        return Met(payment.line, "unknown", (), payment.amount_rp, False)
    if len(bills) > 1:
        bills.sort(key=lambda bill: (bill.due_on, bill.reference))
    owed = sum(bill.open_rp for bill in bills)
    left, parts, is_late = payment.amount_rp, [], False
    for bill in bills:
        part = min(left, bill.open_rp)
        if part > 0:
            parts.append((bill.bill_id, part))
            is_late |= payment.paid_on > bill.due_on
            bill.open_rp -= part
            left -= part
    match: Match
    if left:
        match = "over"
    elif payment.amount_rp < owed:
        match = "partial"
    else:
        match = "exact" if len(parts) == 1 else "several"
    return Met(payment.line, match, tuple(parts), left, is_late)
