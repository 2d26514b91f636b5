"""What the closing of a fiscal year gives up, and what keeps it from being closed: months of its decrees, in SQL."""

from __future__ import annotations

_STANDING = """
SELECT l.decree_id, l.person_id, m::date AS month, l.purse_id, l.monthly_rp, u.owner
  FROM funding_decreeline l
  JOIN funding_purse u ON u.id = l.purse_id AND u.fiscal_year = %(year)s
 CROSS JOIN LATERAL generate_series(l.start_month::timestamp, l.end_month - 1::int, '1 month') m
 WHERE l.regency_code = %(regency)s AND l.removes_line IS NULL
   AND NOT EXISTS (SELECT 1 FROM funding_decreeline r
                    WHERE r.regency_code = l.regency_code AND r.removes_decree_id = l.decree_id
                      AND r.removes_line = l.line AND r.start_month <= m::date AND r.end_month > m::date)
   AND {standing}
"""
UNBILLED = _STANDING.format(
    standing="""EXISTS (SELECT 1 FROM membership_coveredmonth c
                WHERE c.regency_code = l.regency_code AND c.person_id = l.person_id AND c.month = m::date
                  AND c.programme = 'jkm' AND c.state = 'decreed')"""
)
TAKEN_BACK = _STANDING.format(
    standing="""NOT EXISTS (SELECT 1 FROM membership_coveredmonth c
                WHERE c.regency_code = l.regency_code AND c.person_id = l.person_id AND c.month = m::date
                  AND c.programme = 'jkm' AND c.submission_id = 0)"""
)
"""Months an insurer's answer took back whose decree line nobody has amended: their commitment is nobody's month."""
TO_AMEND = f"""
SELECT d.number, t.person_id, to_char(min(t.month), 'YYYY-MM') || ' - ' || to_char(max(t.month), 'YYYY-MM') AS months
  FROM ({TAKEN_BACK}) t JOIN funding_decree d ON d.id = t.decree_id
 GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 1000
"""
"""SQL: whom an amendment has to take out before the year is closed: number of the decree, person, months."""
