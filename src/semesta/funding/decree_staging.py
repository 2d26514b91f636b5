"""The pieces of SQL that bring a plan's months, and the months an amendment takes back, onto the lines of a decree.

`decree_draft` holds the lines to be, with the row of the plan they come from; `month_to_remove` what is to be given
back, month by month.
"""

from __future__ import annotations

from typing import Final

from semesta.people.standing import MERGED

LINE_COLUMNS: Final = (
    "person_id", "purse_id", "village_code", "segment_code", "membership_class", "start_month", "end_month", "months",
    "income_rp", "risk_class", "monthly_rp", "reason", "row",
)  # fmt: skip
STAGE: Final = """
DROP TABLE IF EXISTS decree_draft, planned_person, month_to_cover, month_to_move, month_to_remove;
CREATE TEMPORARY TABLE decree_draft (LIKE funding_decreeline INCLUDING DEFAULTS) ON COMMIT DROP;
ALTER TABLE decree_draft ADD COLUMN row bigint, ALTER COLUMN line DROP NOT NULL, ALTER COLUMN decree_id DROP NOT NULL,
    ALTER COLUMN regency_code DROP NOT NULL;
CREATE TEMPORARY TABLE planned_person (person_id bigint, first_month date) ON COMMIT DROP;
CREATE TEMPORARY TABLE month_to_cover (person_id bigint, month date, membership_class text, payer text) ON COMMIT DROP;
CREATE TEMPORARY TABLE month_to_move (person_id bigint, month date) ON COMMIT DROP;
CREATE TEMPORARY TABLE month_to_remove (row bigint, person_id bigint, month date, reason text) ON COMMIT DROP;
"""
MERGED_AWAY: Final = """
SELECT p.id AS person_id, p.merged_into
  FROM planned_person n
  JOIN people_person p ON p.regency_code = %(regency)s AND p.id = n.person_id AND p.merged_into IS NOT NULL
 ORDER BY 1 LIMIT 1000
"""
PAID_BY_ANOTHER: Final = f"""
WITH planned AS (
    SELECT row, person_id, person_id AS record_id, start_month, end_month FROM decree_draft WHERE removes_line IS NULL
     UNION ALL
    SELECT d.row, d.person_id, m.id, d.start_month, d.end_month
      FROM decree_draft d JOIN {MERGED} m ON m.merged_into = d.person_id WHERE d.removes_line IS NULL
)
SELECT row, person_id, month, min(payer) AS payer
  FROM (SELECT d.row, d.person_id, c.month, c.payer
          FROM planned d
          JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = d.record_id
                                        AND c.month >= d.start_month AND c.month < d.end_month
                                        AND c.programme IN ('jkk', 'jkm')
         WHERE NOT EXISTS (SELECT 1 FROM decree_draft r
                            WHERE r.removes_line IS NOT NULL AND r.person_id = c.person_id
                              AND c.month >= r.start_month AND c.month < r.end_month)
         UNION ALL
        SELECT d.row, d.person_id, m::date, u.payer
          FROM planned d
          JOIN funding_decreeline l ON l.regency_code = %(regency)s AND l.person_id = d.record_id
                                   AND l.removes_line IS NULL AND l.start_month < d.end_month
                                   AND l.end_month > d.start_month
          JOIN funding_purse u ON u.id = l.purse_id
         CROSS JOIN LATERAL generate_series(greatest(l.start_month, d.start_month)::timestamp,
                                            (least(l.end_month, d.end_month) - 1)::timestamp, '1 month') m
         WHERE NOT EXISTS (SELECT 1 FROM funding_decreeline r
                            WHERE r.regency_code = %(regency)s AND r.removes_decree_id = l.decree_id
                              AND r.removes_line = l.line AND m >= r.start_month AND m < r.end_month)
           AND NOT EXISTS (SELECT 1 FROM decree_draft r
                            WHERE r.removes_decree_id = l.decree_id AND r.removes_line = l.line
                              AND m >= r.start_month AND m < r.end_month)) held
 GROUP BY 1, 2, 3 ORDER BY 1, 3 LIMIT 1000
"""
"""Months that the person has already, under its own number or that of a record merged into it: covered, or standing on
a line of a decree (an insurer's answer may have taken the covered month back; the line waits for its amendment)."""
REMOVABLE: Final = """
WITH found AS (
    SELECT m.row, m.person_id, m.month, m.reason, l.decree_id, l.line,
           (extract(year FROM m.month) * 12 + extract(month FROM m.month))::int
           - row_number() OVER (PARTITION BY l.decree_id, l.line ORDER BY m.month) AS island
      FROM month_to_remove m
      JOIN funding_decreeline l ON l.regency_code = %(regency)s AND l.person_id = m.person_id
                               AND l.removes_line IS NULL AND m.month >= l.start_month AND m.month < l.end_month
                               AND (l.decree_id = %(amends)s OR l.decree_id IN (
                                    SELECT id FROM funding_decree WHERE regency_code = %(regency)s
                                                                    AND amends_id = %(amends)s))
     WHERE NOT EXISTS (SELECT 1 FROM funding_decreeline r
                        WHERE r.regency_code = %(regency)s AND r.removes_decree_id = l.decree_id
                          AND r.removes_line = l.line AND m.month >= r.start_month AND m.month < r.end_month)
       AND NOT EXISTS (SELECT 1 FROM membership_coveredmonth c
                        WHERE c.regency_code = %(regency)s AND c.person_id = m.person_id AND c.month = m.month
                          AND c.programme = 'jkm' AND c.submission_id = 0 AND c.state <> 'decreed')
)
INSERT INTO decree_draft (row, person_id, purse_id, village_code, segment_code, membership_class, start_month,
                          end_month, months, income_rp, risk_class, monthly_rp, removes_decree_id, removes_line, reason)
SELECT min(f.row), l.person_id, l.purse_id, l.village_code, l.segment_code, l.membership_class, min(f.month),
       (max(f.month) + interval '1 month')::date, count(*), l.income_rp, l.risk_class, l.monthly_rp, l.decree_id,
       l.line, min(f.reason)
  FROM found f
  JOIN funding_decreeline l ON l.regency_code = %(regency)s AND l.decree_id = f.decree_id AND l.line = f.line
 GROUP BY l.regency_code, l.decree_id, l.line, f.island
"""
"""A month that the insurer's answer took back already (nobody of ours holds it) may be removed as one still decreed."""
MAY_LOSE: Final = """
SELECT DISTINCT purse_id FROM funding_decreeline
 WHERE regency_code = %(regency)s AND person_id = ANY(%(people)s)
   AND (decree_id = %(amends)s
        OR decree_id IN (SELECT id FROM funding_decree WHERE regency_code = %(regency)s AND amends_id = %(amends)s))
"""
NOT_REMOVABLE: Final = """
SELECT m.row, m.person_id, m.month FROM month_to_remove m
 WHERE NOT EXISTS (SELECT 1 FROM decree_draft d WHERE d.removes_line IS NOT NULL AND d.person_id = m.person_id
                                                  AND m.month >= d.start_month AND m.month < d.end_month)
 ORDER BY m.row LIMIT 1000
"""
AMENDED_ON: Final = """
SELECT max(d.dated_on) AS day FROM decree_draft r JOIN funding_decree d ON d.id = r.removes_decree_id
"""
NUMBER_LINES: Final = """
UPDATE decree_draft d SET line = n.line, regency_code = %(regency)s, decree_id = %(decree)s
  FROM (SELECT ctid, row_number() OVER (ORDER BY removes_line IS NOT NULL, village_code, person_id, start_month) AS line
          FROM decree_draft) n
 WHERE d.ctid = n.ctid
"""
MONTHS: Final = "CROSS JOIN LATERAL generate_series(d.start_month::timestamp, d.end_month - 1::int, '1 month') m"
KEEP_LINES: Final = """
INSERT INTO funding_decreeline (regency_code, decree_id, line, person_id, purse_id, village_code, segment_code,
    membership_class, start_month, end_month, months, income_rp, risk_class, monthly_rp, removes_decree_id,
    removes_line, reason)
SELECT regency_code, decree_id, line, person_id, purse_id, village_code, segment_code, membership_class, start_month,
       end_month, months, income_rp, risk_class, monthly_rp, removes_decree_id, removes_line, reason
  FROM decree_draft ORDER BY line
"""
POSTINGS: Final = """
INSERT INTO line_to_book (key, account, purse_id, payer, amount_rp)
SELECT %(key)s, a.account, d.purse_id, u.owner, a.sign * d.amount_rp
  FROM (SELECT purse_id,
               sum(months * monthly_rp * CASE WHEN removes_line IS NULL THEN 1 ELSE -1 END)::bigint AS amount_rp
          FROM decree_draft GROUP BY purse_id) d
  JOIN funding_purse u ON u.id = d.purse_id
 CROSS JOIN (VALUES ('committed', 1), ('available', -1)) AS a(account, sign)
"""
