"""Take a bill back: its payments become unapplied, its months decreed (of a package: given up), the books reversed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from semesta.accounts.actor import Actor, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.funding.actions.payments import applied_parts, take_off
from semesta.funding.purse_lock import balance_of, lock_purses, named
from semesta.funding.refusals import refuse, require_not_before
from semesta.kernel.rupiah import rupiah_text
from semesta.law.words import Words
from semesta.ledger.actions import reverse_entry
from semesta.membership.actions import move_months, release_months

_MONTHS = """
CREATE TEMPORARY TABLE IF NOT EXISTS month_to_move (person_id bigint, month date) ON COMMIT DROP;
TRUNCATE month_to_move;
INSERT INTO month_to_move
SELECT l.person_id, (b.month + make_interval(months => n))::date
  FROM funding_bill b
  JOIN funding_billline l ON l.regency_code = b.regency_code AND l.bill_id = b.id
 CROSS JOIN LATERAL generate_series(0, l.months - 1) n
 WHERE b.id = %s
"""
_RECOGNISED = """
SELECT count(*) AS n FROM month_to_move m
  JOIN membership_coveredmonth c ON c.regency_code = %s AND c.person_id = m.person_id AND c.month = m.month
                                AND c.programme = 'jkm' AND c.state = 'recognised'
"""
_LAST_DAY = "SELECT max(applied_on) AS day FROM funding_application WHERE regency_code = %s AND bill_id = %s"


@transaction.atomic
def reverse_bill(actor: Actor, regency_code: str, reference: str, *, on: date, document: str, reason: str) -> int:
    """Reverse a bill and return the rupiah it asked for; the same again changes nothing.

    Money received for it waits as unapplied for another bill; its months are decreed again, so that an amendment can
    take people out and the month be billed anew. Errors: RefusedError for an unknown bill, for months the insurer has
    recognised already, for a day before the bill or what was put to it, or when the purse has spent what the bill had
    given back to it.
    """
    require(may_spend(actor, regency_code), actor=actor, to="reverse a bill in", region_code=regency_code)
    if not document.strip() or not reason.strip():
        raise refuse("paper_missing", detail=Words("dokumen atau alasan", "document or reason"))
    found = read_lines(
        "SELECT * FROM funding_bill WHERE regency_code = %s AND reference = %s FOR UPDATE", [regency_code, reference]
    )
    if not found:
        raise refuse("bill_unknown", before=reference)
    bill = found[0]
    if bill["reversed_on"] is not None:
        return int(bill["amount_rp"])
    execute(_MONTHS, [bill["id"]])
    recognised = read_lines(_RECOGNISED, [regency_code])[0]["n"]
    if recognised:
        raise refuse("bill_recognised", before=reference, detail=recognised)
    if bill["purse_id"]:
        _require_returned(regency_code, bill["purse_id"], bill["id"])
    (last,) = read_lines(_LAST_DAY, [regency_code, bill["id"]])
    earliest = max(bill["issued_on"], last["day"] or bill["issued_on"])
    require_not_before(on, earliest, Words("pembatalan", "the reversal"))
    parts = applied_parts(regency_code, "a.bill_id = %s", [bill["id"]])
    if parts:
        take_off(actor, regency_code, parts, on=on, document=document, key=f"bill-unpaid/{reference}")
    if bill["kind"] != "project":
        execute(_MONTHS, [bill["id"]])
        if bill["kind"] == "monthly":
            move_months(actor, regency_code, from_state="billed", to_state="decreed")
        else:
            release_months(actor, regency_code, from_state="billed")
    execute("UPDATE funding_bill SET reversed_on = %s WHERE id = %s", [on, bill["id"]])
    reverse_entry(actor, regency_code, f"bill/{reference}", booked_on=on, document=document, reason=reason)
    record(actor, "reverse_bill", object_type="bill", object_id=bill["id"], region_code=regency_code,
           detail={"reference": reference, "amount_rp": bill["amount_rp"], "document": document, "reason": reason}
    )  # fmt: skip
    return int(bill["amount_rp"])


def _require_returned(regency_code: str, purse_id: int, bill_id: int) -> None:
    """The bill may have asked less than was committed; the difference must still be there to be committed again."""
    (purse,) = lock_purses(regency_code, [purse_id])
    (line,) = read_lines(
        "SELECT coalesce(sum(monthly_rp * months - amount_rp), 0)::bigint AS given_back_rp FROM funding_billline "
        "WHERE regency_code = %s AND bill_id = %s",
        [regency_code, bill_id],
    )
    available = balance_of(regency_code, "available", [purse_id])[purse_id]
    if line["given_back_rp"] > available:
        short = rupiah_text(line["given_back_rp"] - available)
        told = Words("keringanan tagihan ini sudah dipakai", "what this bill gave back is spent")
        raise refuse("purse_short", before=named(purse), after=short, detail=told)
