"""Read decrees: heads, totals per village and purse, and the lines of the annex."""

from __future__ import annotations

from typing import Any

from semesta.bulk import read_lines
from semesta.funding.decree_text import LINES_SHA256
from semesta.funding.refusals import refuse

_DECREES = """
SELECT d.id, d.number, d.fiscal_year, d.title, d.dated_on, a.number AS amends, d.sha256, d.lines, d.added_rp,
       d.removed_rp, d.issued_by, d.issued_at
  FROM funding_decree d LEFT JOIN funding_decree a ON a.id = d.amends_id
 WHERE d.regency_code = %s ORDER BY d.dated_on, d.id
"""
_TOTALS = """
SELECT l.village_code, coalesce(r.name, '') AS village, u.id AS purse_id, u.name AS purse,
       count(DISTINCT l.person_id) AS people,
       sum(l.months * CASE WHEN l.removes_line IS NULL THEN 1 ELSE -1 END) AS months,
       sum(l.months * l.monthly_rp * CASE WHEN l.removes_line IS NULL THEN 1 ELSE -1 END)::bigint AS amount_rp
  FROM funding_decreeline l
  JOIN funding_purse u ON u.id = l.purse_id
  LEFT JOIN regions_region r ON r.code = l.village_code
 WHERE l.regency_code = %s AND l.decree_id = %s
 GROUP BY 1, 2, 3, 4 ORDER BY 1, 3
"""
_LINES = """
SELECT l.line, CASE WHEN l.removes_line IS NULL THEN '+' ELSE '-' END AS sign, l.person_id, p.nik, p.name,
       l.village_code, coalesce(r.name, '') AS village, l.segment_code, l.membership_class, u.id AS purse_id,
       u.name AS purse, l.start_month, (l.end_month - 1) AS last_day, l.months, l.income_rp, l.risk_class,
       l.monthly_rp, (l.months * l.monthly_rp)::bigint AS amount_rp, l.reason, l.end_month,
       l.removes_decree_id, l.removes_line
  FROM funding_decreeline l
  JOIN funding_purse u ON u.id = l.purse_id
  LEFT JOIN people_person p ON p.regency_code = l.regency_code AND p.id = l.person_id
  LEFT JOIN regions_region r ON r.code = l.village_code
 WHERE l.regency_code = %s AND l.decree_id = %s ORDER BY l.line
"""


def decrees_of(regency_code: str) -> list[dict[str, Any]]:
    """Return the decrees of a regency, oldest first."""
    return read_lines(_DECREES, [regency_code])


def decree_named(regency_code: str, number: str) -> dict[str, Any]:
    """Return a decree with `totals` per village and purse, and whether its lines still bear its checksum.

    Errors: RefusedError for a number that is no decree.
    """
    found = next((decree for decree in decrees_of(regency_code) if decree["number"] == number), None)
    if found is None:
        raise refuse("decree_unknown", before=number)
    sealed = read_lines(
        f"SELECT {LINES_SHA256} AS sha256 FROM funding_decreeline WHERE regency_code = %s AND decree_id = %s",
        [regency_code, found["id"]],
    )
    totals = read_lines(_TOTALS, [regency_code, found["id"]])
    return found | {"is_sealed": sealed[0]["sha256"] == found["sha256"], "totals": totals}


def decree_lines(regency_code: str, decree_id: int) -> list[dict[str, Any]]:
    """Return the lines of a decree in order, with name, NIK, village and purse in words."""
    return read_lines(_LINES, [regency_code, decree_id])
