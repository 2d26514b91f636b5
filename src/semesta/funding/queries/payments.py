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
       coalesce(sum(p.amount_rp - coalesce(a.rp, 0)), 0)::bigint AS left_rp,
       count(*) FILTER (WHERE p.amount_rp > coalesce(a.rp, 0))::int AS lines_left
  FROM funding_paymentfile f
  LEFT JOIN funding_paymentline p ON p.regency_code = f.regency_code AND p.file_id = f.id
  {_TAKEN}
 WHERE f.regency_code = %(regency)s AND (%(file)s::bigint IS NULL OR f.id = %(file)s)
 GROUP BY f.id ORDER BY f.id DESC
"""
_LINES = f"""
SELECT p.file_id, p.line, p.paid_on, p.reference, p.payer, p.amount_rp, p.match, p.is_late,
       (p.amount_rp - coalesce(a.rp, 0))::bigint AS left_rp
  FROM funding_paymentline p
  {_TAKEN}
 WHERE p.regency_code = %(regency)s AND p.file_id = %(file)s AND p.line > %(after)s
   AND (%(match)s = '' OR p.match = %(match)s) AND (NOT %(left)s OR p.amount_rp > coalesce(a.rp, 0))
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
