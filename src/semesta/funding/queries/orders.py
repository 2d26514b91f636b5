"""Read payment orders: what each asks for, what came in for it, and which bills may still be put on one.

States: issued, sent (to the bank), part (some of it came in), paid, cancelled, void (all its bills were reversed).
"""

from __future__ import annotations

from typing import Any, Final

from semesta.bulk import read_lines
from semesta.funding.refusals import refuse
from semesta.kernel.month import Month

_STANDS: Final = """NOT EXISTS (SELECT 1 FROM funding_orderstep c
    WHERE c.regency_code = o.regency_code AND c.number = o.number AND c.step = 'cancelled')"""
_ORDERS: Final = """
SELECT t.*, CASE WHEN t.cancelled_on IS NOT NULL THEN 'cancelled' WHEN NOT t.is_standing THEN 'void'
                 WHEN t.open_rp = 0 THEN 'paid' WHEN t.received_rp > 0 THEN 'part'
                 WHEN t.sent_on IS NOT NULL THEN 'sent' ELSE 'issued' END AS state
  FROM (SELECT o.number, min(o.dated_on) AS dated_on, min(o.document) AS document, count(*)::int AS bills,
               sum(o.amount_rp)::bigint AS amount_rp, bool_or(b.reversed_on IS NULL) AS is_standing,
               coalesce(sum(b.amount_rp - b.paid_rp) FILTER (WHERE b.reversed_on IS NULL), 0)::bigint AS open_rp,
               coalesce(sum(greatest(0, b.paid_rp - b.amount_rp + o.amount_rp))
                        FILTER (WHERE b.reversed_on IS NULL), 0)::bigint AS received_rp,
               min(s.dated_on) AS sent_on, min(s.document) AS sent_document, min(c.dated_on) AS cancelled_on,
               min(c.document) AS cancelled_document, min(c.reason) AS cancelled_reason
          FROM funding_paymentorder o
          JOIN funding_bill b ON b.id = o.bill_id
          LEFT JOIN funding_orderstep s ON s.regency_code = o.regency_code AND s.number = o.number AND s.step = 'sent'
          LEFT JOIN funding_orderstep c ON c.regency_code = o.regency_code AND c.number = o.number
                                       AND c.step = 'cancelled'
         WHERE o.regency_code = %(regency)s AND (%(number)s = '' OR o.number = %(number)s)
         GROUP BY o.number) t
 ORDER BY t.dated_on DESC, t.number DESC
"""
_BILLS: Final = """
SELECT b.reference, b.month, u.name AS purse, b.kind, b.village_code, coalesce(r.name, '') AS village, b.members,
       o.amount_rp, (b.amount_rp - b.paid_rp)::bigint AS open_rp, b.reversed_on
  FROM funding_paymentorder o
  JOIN funding_bill b ON b.id = o.bill_id
  LEFT JOIN funding_purse u ON u.id = b.purse_id
  LEFT JOIN regions_region r ON r.code = b.village_code
 WHERE o.regency_code = %s AND o.number = %s ORDER BY b.month, b.reference
"""
_RECEIPTS: Final = """
SELECT a.file_id, a.line, p.paid_on, p.reference, p.payer, sum(a.amount_rp)::bigint AS amount_rp
  FROM funding_paymentorder o
  JOIN funding_application a ON a.regency_code = o.regency_code AND a.bill_id = o.bill_id
  JOIN funding_paymentline p ON p.regency_code = a.regency_code AND p.file_id = a.file_id AND p.line = a.line
 WHERE o.regency_code = %s AND o.number = %s
 GROUP BY 1, 2, 3, 4, 5 HAVING sum(a.amount_rp) <> 0 ORDER BY p.paid_on, a.file_id, a.line
"""
_TO_ORDER: Final = f"""
SELECT b.reference, b.month, b.purse_id, coalesce(u.kind, b.kind) AS kind, u.name AS purse, b.payer, b.village_code,
       coalesce(r.name, '') AS village, b.members, b.due_on, (b.amount_rp - b.paid_rp)::bigint AS open_rp
  FROM funding_bill b
  LEFT JOIN funding_purse u ON u.id = b.purse_id
  LEFT JOIN regions_region r ON r.code = b.village_code
 WHERE b.regency_code = %(regency)s AND b.reversed_on IS NULL AND b.paid_rp < b.amount_rp
   AND (%(month)s::date IS NULL OR b.month = %(month)s) AND (%(kind)s = '' OR coalesce(u.kind, b.kind) = %(kind)s)
   AND NOT EXISTS (SELECT 1 FROM funding_paymentorder o
                    WHERE o.regency_code = b.regency_code AND o.bill_id = b.id AND {_STANDS})
 ORDER BY b.due_on, b.reference
"""


def orders_of(regency_code: str) -> list[dict[str, Any]]:
    """Return the payment orders, newest first: number, dated_on, document, bills, amount_rp, received_rp (of it),
    open_rp (what its bills still owe), sent and cancelled with day and document, state."""
    return read_lines(_ORDERS, {"regency": regency_code, "number": ""})


def order_numbered(regency_code: str, number: str) -> dict[str, Any]:
    """Return one payment order with its `lines` (bills) and `receipts` (payments put to them; of a cancelled order
    none, for its bills may stand on another). Errors: RefusedError."""
    found = read_lines(_ORDERS, {"regency": regency_code, "number": number}) if number else []
    if not found:
        raise refuse("order_unknown", before=number)
    order = found[0]
    receipts = [] if order["state"] == "cancelled" else read_lines(_RECEIPTS, [regency_code, number])
    return order | {"lines": read_lines(_BILLS, [regency_code, number]), "receipts": receipts}


def bills_to_order(regency_code: str, *, month: Month | None = None, kind: str = "") -> list[dict[str, Any]]:
    """Return the open bills that no standing order holds, by due day: reference, month, purse and its kind, payer,
    village, members, due_on, open_rp. `kind`: a kind of purse, `project` or `package`."""
    return read_lines(_TO_ORDER, {"regency": regency_code, "month": month.first_day() if month else None, "kind": kind})
