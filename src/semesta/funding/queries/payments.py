"""Read payment files and their lines: what came in, which bills took it, what is left."""

from __future__ import annotations

from typing import Any

from semesta.bulk import read_lines
from semesta.funding.refusals import refuse

_TAKEN = """
LEFT JOIN (SELECT file_id, line, sum(amount_rp)::bigint AS rp FROM funding_application WHERE regency_code = %(regency)s
            GROUP BY 1, 2) a ON a.file_id = p.file_id AND a.line = p.line
"""
_FILES = f"""
SELECT f.id, f.file_name, f.lines, f.total_rp, f.taken_on, f.taken_by, f.sha256,
       coalesce(sum(p.amount_rp - coalesce(a.rp, 0)) FILTER (WHERE p.match <> 'repeated'), 0)::bigint AS left_rp,
       count(*) FILTER (WHERE p.match <> 'repeated' AND p.amount_rp > coalesce(a.rp, 0))::int AS lines_left,
       coalesce(sum(p.amount_rp) FILTER (WHERE p.match = 'repeated'), 0)::bigint AS repeated_rp
  FROM funding_paymentfile f
  LEFT JOIN funding_paymentline p ON p.regency_code = f.regency_code AND p.file_id = f.id
  {_TAKEN}
 WHERE f.regency_code = %(regency)s AND (%(file)s::bigint IS NULL OR f.id = %(file)s)
 GROUP BY f.id ORDER BY f.id DESC
"""
_LINES = f"""
SELECT p.file_id, p.line, p.paid_on, p.reference, p.payer, p.bank_number, p.amount_rp, p.match, p.is_late,
       (CASE WHEN p.match = 'repeated' THEN 0 ELSE p.amount_rp END - coalesce(a.rp, 0))::bigint AS left_rp
  FROM funding_paymentline p
  {_TAKEN}
 WHERE p.regency_code = %(regency)s AND p.file_id = %(file)s AND p.line > %(after)s
   AND (%(match)s = '' OR p.match = %(match)s)
   AND (NOT %(left)s OR (p.match <> 'repeated' AND p.amount_rp > coalesce(a.rp, 0)))
   AND (%(line)s::int IS NULL OR p.line = %(line)s)
 ORDER BY p.line LIMIT %(most)s
"""
_APPLIED = """
SELECT a.bill_id, b.reference, b.month, u.name AS purse, a.amount_rp, a.applied_on, a.document
  FROM funding_application a
  LEFT JOIN funding_bill b ON b.id = a.bill_id
  LEFT JOIN funding_purse u ON u.id = b.purse_id
 WHERE a.regency_code = %s AND a.file_id = %s AND a.line = %s ORDER BY a.id
"""
_OWED = """
owed AS (
    SELECT b.reference, 'bill' AS what, b.month, b.village_code, (b.amount_rp - b.paid_rp)::bigint AS open_rp
      FROM funding_bill b
     WHERE b.regency_code = %(regency)s AND b.reversed_on IS NULL AND b.paid_rp < b.amount_rp
     UNION ALL
    SELECT o.number, 'order', min(b.month), '', sum(b.amount_rp - b.paid_rp)::bigint
      FROM funding_paymentorder o
      JOIN funding_bill b ON b.id = o.bill_id AND b.reversed_on IS NULL AND b.paid_rp < b.amount_rp
     WHERE o.regency_code = %(regency)s
       AND NOT EXISTS (SELECT 1 FROM funding_orderstep s
                        WHERE s.regency_code = o.regency_code AND s.number = o.number AND s.step = 'cancelled')
     GROUP BY o.number HAVING count(*) > 1
)
"""
"""SQL: what is owed, by what a payment may name: open bills, and standing orders of several of them."""
_UNASSIGNED = f"""
WITH {_OWED}, waiting AS (
    SELECT p.file_id, f.file_name, p.line, p.paid_on, p.reference, p.payer, p.amount_rp, p.match,
           (p.amount_rp - coalesce(a.rp, 0))::bigint AS left_rp
      FROM funding_paymentline p
      JOIN funding_paymentfile f ON f.id = p.file_id
      {_TAKEN}
     WHERE p.regency_code = %(regency)s AND p.match <> 'repeated' AND p.amount_rp > coalesce(a.rp, 0)
     ORDER BY p.paid_on, p.file_id, p.line LIMIT %(most)s
), guessed AS (
    SELECT open_rp, count(*)::int AS guesses, min(reference) AS guess FROM owed GROUP BY 1
)
SELECT w.*, coalesce(g.guesses, 0) AS guesses, g.guess
  FROM waiting w LEFT JOIN guessed g ON g.open_rp = w.left_rp ORDER BY w.paid_on, w.file_id, w.line
"""
_GUESSES = f"""
WITH {_OWED}
SELECT o.reference, o.what, o.month, coalesce(r.name, '') AS village, o.open_rp
  FROM owed o LEFT JOIN regions_region r ON r.code = o.village_code
 WHERE o.open_rp = %(rupiah)s ORDER BY o.month, o.reference LIMIT %(most)s
"""


def payment_files_of(regency_code: str) -> list[dict[str, Any]]:
    """Return the payment files taken, newest first: name, lines, total, and what no bill has taken yet."""
    return read_lines(_FILES, {"regency": regency_code, "file": None})


def payment_file_numbered(regency_code: str, file_id: int) -> dict[str, Any]:
    """Return one payment file as `payment_files_of` does. Errors: RefusedError."""
    found = read_lines(_FILES, {"regency": regency_code, "file": file_id})
    if not found:
        raise refuse("payment_unknown", before=file_id)
    return found[0]


def lines_of_file(
    regency_code: str, file_id: int, *, match: str = "", only_left: bool = False, after: int = 0, most: int = 200
) -> list[dict[str, Any]]:
    """Return lines of a payment file behind the line `after`, with their outcome (`match`) and what is left."""
    return read_lines(
        _LINES,
        {"regency": regency_code, "file": file_id, "match": match, "left": only_left, "after": after, "line": None,
         "most": most},
    )  # fmt: skip


def payment_line(regency_code: str, file_id: int, line: int) -> dict[str, Any]:
    """Return one line with `applied`: which bills took how much when; bill 0 is what was given back. RefusedError."""
    found = read_lines(
        _LINES,
        {"regency": regency_code, "file": file_id, "match": "", "left": False, "after": -1, "line": line, "most": 1},
    )
    if not found:
        raise refuse("payment_unknown", before=f"{file_id}/{line}")
    return found[0] | {"applied": read_lines(_APPLIED, [regency_code, file_id, line])}


def unassigned_payments(regency_code: str, *, most: int = 100) -> list[dict[str, Any]]:
    """Return payments with money that no bill took, the longest waiting first, with left_rp.

    `guesses` counts the open bills and orders that owe exactly this much; where there is one, `guess` is its reference.
    """
    return read_lines(_UNASSIGNED, {"regency": regency_code, "most": most})


def bills_owing(regency_code: str, rupiah: int, *, most: int = 12) -> list[dict[str, Any]]:
    """Return the open bills and orders that owe exactly so much: reference, what (bill or order), month, village."""
    return read_lines(_GUESSES, {"regency": regency_code, "rupiah": rupiah, "most": most})
