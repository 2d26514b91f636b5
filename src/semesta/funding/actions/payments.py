"""Take payment files, match them to bills, match again by hand, refund, take back. Corrections are reversals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction

from semesta.accounts.actor import Actor, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import copy_frame, execute, read_lines
from semesta.funding.meeting import PART_SCHEMA, met_lines
from semesta.funding.models import PaymentFile
from semesta.funding.payment_file import PaymentList
from semesta.funding.refusals import RefusedError, refusal, refuse, require_not_before
from semesta.funding.rules import OpenBill, Payment, met_payments, reference_key
from semesta.funding.settling import TOUCHED, settle_months
from semesta.funding.told_before import REPEATED, told_before
from semesta.kernel.finding import Place
from semesta.kernel.rupiah import rupiah_text
from semesta.law.words import Words
from semesta.ledger.actions import book
from semesta.ledger.books import open_books

_REVERSAL = Words("pembatalan", "the reversal")
_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS applied_part (file_id bigint, line int, bill_id bigint, amount_rp bigint,
    booked_on date) ON COMMIT DROP;
CREATE TEMPORARY TABLE IF NOT EXISTS received_day (booked_on date, amount_rp bigint) ON COMMIT DROP;
TRUNCATE applied_part, received_day;
"""
_NOT_BEFORE_THE_BILL = """
UPDATE applied_part a SET booked_on = b.issued_on FROM funding_bill b
 WHERE b.id = a.bill_id AND b.issued_on > a.booked_on
"""
"""Money that came before its bill waits as unapplied until the bill is there."""
_OPEN_BILLS = """
SELECT b.id, b.reference, b.amount_rp - b.paid_rp AS open_rp, b.due_on, b.purse_id, b.village_code
  FROM funding_bill b
 WHERE b.regency_code = %s AND b.reversed_on IS NULL AND b.paid_rp < b.amount_rp ORDER BY b.id FOR UPDATE
"""
_ORDERS = """
SELECT o.number, o.bill_id FROM funding_paymentorder o
  JOIN funding_bill b ON b.id = o.bill_id AND b.reversed_on IS NULL AND b.paid_rp < b.amount_rp
 WHERE o.regency_code = %s
   AND NOT EXISTS (SELECT 1 FROM funding_orderstep s
                    WHERE s.regency_code = o.regency_code AND s.number = o.number AND s.step = 'cancelled')
"""
_KEEP_LINES = """
INSERT INTO funding_application (regency_code, id, file_id, line, bill_id, amount_rp, applied_on, document)
SELECT %(regency)s, nextval('funding_application_number'), file_id, line, bill_id, amount_rp, booked_on, %(document)s
  FROM applied_part ORDER BY file_id, line, bill_id
"""
_PAID = """
UPDATE funding_bill b SET paid_rp = b.paid_rp + s.amount_rp,
       settled_on = CASE WHEN b.paid_rp + s.amount_rp = b.amount_rp THEN s.booked_on END
  FROM (SELECT bill_id, sum(amount_rp)::bigint AS amount_rp, max(booked_on) AS booked_on
          FROM applied_part WHERE bill_id <> 0 GROUP BY bill_id) s
 WHERE b.id = s.bill_id
"""
_KEY = "%(key)s || CASE WHEN %(by_day)s THEN '/' || a.booked_on ELSE '' END"
_ENTRIES = f"""
INSERT INTO entry_to_book (key, kind, booked_on, document, reason)
SELECT {_KEY}, 'payment', a.booked_on, %(document)s, %(reason)s
  FROM (SELECT booked_on FROM applied_part UNION SELECT booked_on FROM received_day) a
"""
_RECEIVED = f"""
INSERT INTO line_to_book (key, account, purse_id, amount_rp)
SELECT {_KEY}, v.account, 0, v.sign * a.amount_rp
  FROM received_day a CROSS JOIN (VALUES ('received', 1), ('unapplied', -1)) AS v(account, sign)
"""
_POSTINGS = f"""
INSERT INTO line_to_book (key, account, purse_id, payer, amount_rp)
SELECT {_KEY}, v.account, v.purse_id, v.payer, sum(v.amount_rp)
  FROM applied_part a
  LEFT JOIN funding_bill b ON b.id = a.bill_id
 CROSS JOIN LATERAL (VALUES
       ('unapplied', 0::bigint, '', a.amount_rp),
       ('receivable', b.purse_id, b.payer, -a.amount_rp),
       ('paid', nullif(b.purse_id, 0), b.payer, a.amount_rp),
       ('billed', nullif(b.purse_id, 0), b.payer, -a.amount_rp),
       ('received', CASE WHEN b.id IS NULL THEN 0::bigint END, '', -a.amount_rp)
       ) AS v(account, purse_id, payer, amount_rp)
 WHERE v.purse_id IS NOT NULL GROUP BY 1, 2, 3, 4
"""


_RECOGNISED = """
SELECT b.id, b.reference, b.paid_rp, count(*) AS months, sum(l.amount_rp)::bigint AS recognised_rp
  FROM funding_bill b
  JOIN funding_billline l ON l.regency_code = b.regency_code AND l.bill_id = b.id
 WHERE b.regency_code = %s AND b.id = ANY(%s)
   AND EXISTS (SELECT 1 FROM membership_coveredmonth c
                WHERE c.regency_code = b.regency_code AND c.person_id = l.person_id AND c.programme = 'jkm'
                  AND c.state = 'recognised' AND c.submission_id = 0 AND c.month >= b.month
                  AND c.month < b.month + make_interval(months => l.months::int))
 GROUP BY b.id ORDER BY b.id
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a payment file brought: its id, whether it had been taken before, lines by match, rupiah, months paid.

    `repeated` are the lines that earlier files told already, `repeated_rp` their sum: neither received nor applied.
    """

    file_id: int
    is_repeat: bool
    matches: dict[str, int]
    total_rp: int
    applied_rp: int
    unapplied_rp: int
    late: int
    months_paid: int
    repeated: tuple[int, ...] = ()
    repeated_rp: int = 0


@transaction.atomic
def take_payments(
    actor: Actor, regency_code: str, payments: PaymentList, *, taken_on: date, again_on_purpose: bool = False
) -> Taken:  # fmt: skip
    """Take a payment file whole: keep its lines, put the money to the bills they name, move the months that are paid.

    Rules in `semesta.funding.rules` and `settling`. What no bill can take stays on the account `unapplied`. The same
    file again changes nothing; a payment that another file told before is kept as `repeated` and is no money, unless it
    is told `again_on_purpose`. Each payment is booked on its own day, once its bill is there. Errors: RefusedError with
    every row whose payment would be later than the day the file is taken.
    """
    require(may_spend(actor, regency_code), actor=actor, to="take payments in", region_code=regency_code)
    hold_payments(regency_code)
    known = PaymentFile.objects.filter(regency_code=regency_code, sha256=payments.sha256).first()
    if known is not None:
        return Taken(int(known.pk), True, {}, known.total_rp, 0, 0, 0, 0)
    _require_happened(payments, taken_on)
    repeated = [] if again_on_purpose else told_before(regency_code, payments.lines)
    again = payments.lines.filter(pl.col("line").is_in(repeated))
    fresh = payments.lines.filter(~pl.col("line").is_in(repeated))
    told, parts = met_lines(fresh, _targets(regency_code))
    told = pl.concat([told, again.select("line", match=pl.lit(REPEATED), is_late=pl.lit(False))]).sort("line")
    received_rp = int(fresh["amount_rp"].sum())
    file = PaymentFile.objects.create(
        regency_code=regency_code, sha256=payments.sha256, file_name=payments.file_name, lines=payments.lines.height,
        total_rp=payments.total_rp, taken_on=taken_on, taken_by=actor.name,
    )  # fmt: skip
    _keep_lines(regency_code, file.pk, payments.lines, told)
    document = f"{payments.file_name} ({payments.sha256[:12]})"
    applied, months = _apply(
        actor, regency_code, _of_file(file.pk, parts, fresh), document=document, key=f"payment/{file.pk}",
        received=fresh.group_by("paid_on").agg(pl.col("amount_rp").sum()).sort("paid_on"),
    )  # fmt: skip
    taken = Taken(
        int(file.pk), False, dict(told["match"].value_counts().sort("match").rows()), payments.total_rp, applied,
        received_rp - applied, int(told["is_late"].sum()), months, tuple(repeated), payments.total_rp - received_rp,
    )  # fmt: skip
    record(actor, "take_payments", object_type="payment_file", object_id=file.pk, region_code=regency_code,
           detail={"file": payments.file_name, "sha256": payments.sha256, "total_rp": taken.total_rp,
                   "applied_rp": applied, "matches": taken.matches, "months_paid": months,
                   "repeated_rp": taken.repeated_rp, "again_on_purpose": again_on_purpose})  # fmt: skip
    return taken


@transaction.atomic
def match_payment(
    actor: Actor, regency_code: str, file_id: int, line: int, *, reference: str, on: date, document: str
) -> int:
    """Put what is left of a payment to the bills a reference leads to; return the rupiah applied.

    Errors: RefusedError for a payment that is unknown or used up, a reference that leads to no open bill, or a day
    before the payment or the bill.
    """
    require(may_spend(actor, regency_code), actor=actor, to="match a payment in", region_code=regency_code)
    hold_payments(regency_code)
    payment = _payment(regency_code, file_id, line)
    if not payment["left_rp"]:
        raise refuse("payment_used_up", before=f"{file_id}/{line}", detail=rupiah_text(0))
    (met,) = met_payments([Payment(line, payment["paid_on"], reference, payment["left_rp"])], _targets(regency_code))
    if not met.parts:
        raise refuse("bill_unknown", before=reference)
    issued_on = _last_issued(regency_code, [bill for bill, _ in met.parts])
    require_not_before(on, max(payment["paid_on"], issued_on), Words("pencocokan", "the matching"))
    applied, months = _apply(
        actor, regency_code, _parts([(file_id, line, *part) for part in met.parts], on),
        document=document, key=f"match/{file_id}/{line}/{payment['steps']}",
    )  # fmt: skip
    record(actor, "match_payment", object_type="payment", object_id=f"{file_id}/{line}", region_code=regency_code,
           detail={"reference": reference, "applied_rp": applied, "months_paid": months})  # fmt: skip
    return applied


@transaction.atomic
def refund_payment(
    actor: Actor, regency_code: str, file_id: int, line: int, *, amount_rp: int, on: date, document: str
) -> int:
    """Give unapplied money of a payment back to its payer, on a document; the same document again changes nothing.

    Return what is left unapplied. Errors: RefusedError when less is left than is to be given back, or for a day before
    the payment.
    """
    require(may_spend(actor, regency_code), actor=actor, to="refund in", region_code=regency_code)
    if amount_rp <= 0:
        raise refuse("not_whole", before=amount_rp, detail=Words("pengembalian", "refund"))
    if not document.strip():
        raise refuse("paper_missing", detail=Words("dokumen", "document"))
    hold_payments(regency_code)
    payment = _payment(regency_code, file_id, line)
    given = read_lines(
        "SELECT 1 FROM funding_application WHERE regency_code = %s AND file_id = %s AND line = %s AND bill_id = 0 "
        "AND document = %s AND amount_rp = %s",
        [regency_code, file_id, line, document, amount_rp],
    )
    left = int(payment["left_rp"])
    if given:
        return left
    if amount_rp > left:
        raise refuse("payment_used_up", before=f"{file_id}/{line}", detail=rupiah_text(left))
    require_not_before(on, payment["paid_on"], Words("pengembalian", "the refund"))
    _apply(actor, regency_code, _parts([(file_id, line, 0, amount_rp)], on), document=document,
           key=f"refund/{file_id}/{line}/{payment['steps']}")  # fmt: skip
    record(actor, "refund_payment", object_type="payment", object_id=f"{file_id}/{line}", region_code=regency_code,
           detail={"amount_rp": amount_rp, "document": document})  # fmt: skip
    return left - amount_rp


@transaction.atomic
def reverse_payment(
    actor: Actor, regency_code: str, file_id: int, line: int, *, on: date, document: str, reason: str
) -> int:
    """Undo a payment that did not happen (returned, booked to us by mistake): bills and months are open again.

    Return the rupiah taken off bills. A payment reversed or refunded before has nothing left to undo. Errors:
    RefusedError where what is left would not pay the months of the bill that the insurer recognises, or for a day
    before what is undone.
    """
    require(may_spend(actor, regency_code), actor=actor, to="reverse a payment in", region_code=regency_code)
    if not document.strip():
        raise refuse("paper_missing", detail=Words("dokumen", "document"))
    hold_payments(regency_code)
    payment = _payment(regency_code, file_id, line)
    parts = applied_parts(regency_code, "a.file_id = %s AND a.line = %s", [file_id, line])
    off = sum(amount for *_, amount in parts)
    _require_not_recognised(regency_code, parts)
    undone = [(file, row, bill, -amount) for file, row, bill, amount in parts]
    if payment["left_rp"] + off:
        require_not_before(on, max(payment["paid_on"], payment["last_step_on"] or payment["paid_on"]), _REVERSAL)
        undone.append((file_id, line, 0, payment["left_rp"] + off))
        _apply(actor, regency_code, _parts(undone, on), document=document, reason=reason,
               key=f"payment-reversal/{file_id}/{line}/{payment['steps']}")  # fmt: skip
    record(actor, "reverse_payment", object_type="payment", object_id=f"{file_id}/{line}", region_code=regency_code,
           detail={"amount_rp": off, "document": document, "reason": reason})  # fmt: skip
    return off


def applied_parts(regency_code: str, which: str, values: list[Any]) -> list[tuple[int, int, int, int]]:
    """Return (file, line, bill, rupiah) of what is put to bills now, reversals taken off; `which` narrows it (SQL)."""
    lines = read_lines(
        f"SELECT a.file_id, a.line, a.bill_id, sum(a.amount_rp)::bigint AS rp FROM funding_application a "
        f"WHERE a.regency_code = %s AND a.bill_id <> 0 AND {which} GROUP BY 1, 2, 3 HAVING sum(a.amount_rp) <> 0 "
        "ORDER BY 1, 2, 3",
        [regency_code, *values],
    )
    return [(line["file_id"], line["line"], line["bill_id"], line["rp"]) for line in lines]


def take_off(actor: Actor, regency_code: str, parts: list[tuple[int, int, int, int]], *, on: date, document: str,
             key: str) -> None:  # fmt: skip
    """Take money off bills, back to unapplied; the payments themselves stay."""
    taken_off = _parts([(file, line, bill, -amount) for file, line, bill, amount in parts], on)
    _apply(actor, regency_code, taken_off, document=document, key=key)


def _require_not_recognised(regency_code: str, parts: list[tuple[int, int, int, int]]) -> None:
    """Refuse to take money off bills of which it pays months that the insurer recognises."""
    taken_off: dict[int, int] = {}
    for _, _, bill, amount in parts:
        taken_off[bill] = taken_off.get(bill, 0) + amount
    stuck = [
        refusal("bill_recognised", before=line["reference"], detail=line["months"])
        for line in read_lines(_RECOGNISED, [regency_code, list(taken_off)])
        if line["paid_rp"] - taken_off[line["id"]] < line["recognised_rp"]
    ]
    if stuck:
        raise RefusedError(stuck)


def _require_happened(payments: PaymentList, taken_on: date) -> None:
    """Refuse a file that tells payments of days to come."""
    ahead = payments.lines.filter(pl.col("paid_on") > taken_on).sort("line").select("line", "paid_on").rows()
    if ahead:
        raise RefusedError(
            [
                refusal("payment_not_yet", before=day, after=taken_on, place=Place(payments.file_name, row=line))
                for line, day in ahead
            ]
        )


def _last_issued(regency_code: str, bills: list[int]) -> date:
    (found,) = read_lines(
        "SELECT max(issued_on) AS day FROM funding_bill WHERE regency_code = %s AND id = ANY(%s)", [regency_code, bills]
    )
    day: date = found["day"]
    return day


def hold_payments(regency_code: str) -> None:
    """Let only one hand at a time match payments of a regency."""
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.payments'), hashtext(%s))", [regency_code])


def _payment(regency_code: str, file_id: int, line: int) -> dict[str, Any]:
    found = read_lines(
        "SELECT p.paid_on, p.reference, p.amount_rp, "
        "(CASE WHEN p.match = 'repeated' THEN 0 ELSE p.amount_rp END - coalesce(sum(a.amount_rp), 0))::bigint "
        "AS left_rp, "
        "count(a.id) AS steps, max(a.applied_on) AS last_step_on "
        "FROM funding_paymentline p LEFT JOIN funding_application a "
        "ON a.regency_code = p.regency_code AND a.file_id = p.file_id AND a.line = p.line "
        "WHERE p.regency_code = %s AND p.file_id = %s AND p.line = %s "
        "GROUP BY 1, 2, 3, p.match",
        [regency_code, file_id, line],
    )
    if not found:
        raise refuse("payment_unknown", before=f"{file_id}/{line}")
    return found[0]


def _targets(regency_code: str) -> dict[str, list[OpenBill]]:
    """Return the open bills by every key that leads to them: reference, order number, purse, purse and village."""
    targets: dict[str, list[OpenBill]] = {}
    by_id: dict[int, OpenBill] = {}
    for bill in read_lines(_OPEN_BILLS, [regency_code]):
        open_bill = by_id[bill["id"]] = OpenBill(bill["id"], bill["reference"], bill["open_rp"], bill["due_on"])
        targets[reference_key(bill["reference"])] = [open_bill]
        if bill["purse_id"]:
            purse = f"P{bill['purse_id']}"
            village = reference_key(bill["village_code"])
            for key in dict.fromkeys((purse, purse + village)):
                targets.setdefault(key, []).append(open_bill)
    for order in read_lines(_ORDERS, [regency_code]):
        targets.setdefault(reference_key(order["number"]), []).append(by_id[order["bill_id"]])
    return targets


def _keep_lines(regency_code: str, file_id: int, lines: pl.DataFrame, told: pl.DataFrame) -> None:
    kept = lines.join(told, on="line").sort("line")
    copy_frame(kept.with_columns(regency_code=pl.lit(regency_code), file_id=pl.lit(file_id)), "funding_paymentline")


def _parts(parts: list[tuple[int, int, int, int]], on: date) -> pl.DataFrame:
    frame = pl.DataFrame(parts, schema={"file_id": pl.Int64, **PART_SCHEMA}, orient="row")
    return frame.with_columns(booked_on=pl.lit(on, pl.Date))


def _of_file(file_id: int, parts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    return parts.join(lines.select("line", booked_on="paid_on"), on="line", maintain_order="left").select(
        pl.lit(file_id, pl.Int64).alias("file_id"), *PART_SCHEMA, "booked_on"
    )


def _apply(
    actor: Actor, regency_code: str, parts: pl.DataFrame, *, document: str, key: str,
    received: pl.DataFrame | None = None, reason: str = "",
) -> tuple[int, int]:  # fmt: skip
    """Put parts (file, line, bill, rupiah, day) to bills, book them, settle months; return rupiah and months paid.

    With `received` (paid_on, amount_rp), the new money of a file, each day has an entry of its own.
    """
    by_day = received is not None
    values = {"regency": regency_code, "document": document, "key": key, "reason": reason, "by_day": by_day}
    execute(_STAGE)
    execute(TOUCHED)
    copy_frame(parts, "applied_part")
    if received is not None:
        copy_frame(received.select(booked_on="paid_on", amount_rp="amount_rp"), "received_day")
        execute(_NOT_BEFORE_THE_BILL)
    execute("ANALYZE applied_part")
    execute(_KEEP_LINES, values)
    execute(_PAID, values)
    open_books()
    execute(_ENTRIES, values)
    execute(_RECEIVED, values)
    execute(_POSTINGS, values)
    book(actor, regency_code)
    execute("INSERT INTO touched_bill SELECT DISTINCT bill_id FROM applied_part WHERE bill_id <> 0")
    paid, _ = settle_months(actor, regency_code)
    return int(parts.filter(pl.col("bill_id") != 0)["amount_rp"].sum()), paid
