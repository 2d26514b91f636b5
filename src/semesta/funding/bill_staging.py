"""The pieces of SQL that bring a month's decreed people onto bills, whole villages at once.

`billable` has one line per person of the month that is decreed, not removed and still unbilled; `price` what the law
of that month asks for each kind of them. Who died before the month, as any record of the person tells, is taken out
again and told; so is whoever would be billed a second time under another of his records.
"""

from __future__ import annotations

from typing import Final

from semesta.funding.decree_text import BILL_SHA256
from semesta.people.standing import DEATHS_TOLD_TOGETHER, MERGED

BILLABLE: Final = f"""
CREATE TEMPORARY TABLE billable ON COMMIT DROP AS
SELECT l.person_id, l.purse_id, l.village_code, l.membership_class, l.segment_code, l.income_rp,
       l.risk_class::bigint AS risk_class, l.decree_id, l.line, l.monthly_rp, u.kind, u.owner,
       least(p.died_on, t.died_on) AS died_on
  FROM funding_decreeline l
  JOIN funding_purse u ON u.id = l.purse_id
  JOIN people_person p ON p.regency_code = l.regency_code AND p.id = l.person_id
  LEFT JOIN {DEATHS_TOLD_TOGETHER} t ON t.id = l.person_id
 WHERE l.regency_code = %(regency)s AND l.start_month <= %(month)s AND l.end_month > %(month)s
   AND l.removes_line IS NULL AND (%(purses)s::bigint[] IS NULL OR l.purse_id = ANY(%(purses)s))
   AND NOT EXISTS (SELECT 1 FROM funding_decreeline r
                    WHERE r.regency_code = l.regency_code AND r.removes_decree_id = l.decree_id
                      AND r.removes_line = l.line AND r.start_month <= %(month)s AND r.end_month > %(month)s)
   AND (l.person_id) IN (SELECT c.person_id FROM membership_coveredmonth c
                          WHERE c.regency_code = %(regency)s AND c.month = %(month)s AND c.programme = 'jkm'
                            AND c.state = 'decreed')
"""
DEAD: Final = "DELETE FROM billable WHERE died_on < %(month)s RETURNING person_id"
WITHHELD: Final = "DELETE FROM billable WHERE person_id = ANY(%(withheld)s) RETURNING person_id"
MERGED_TWICE: Final = f"""
WITH record AS (
    SELECT id, merged_into AS head_id FROM {MERGED} g UNION SELECT merged_into, merged_into FROM {MERGED} g
), ranked AS (
    SELECT b.person_id, r.head_id, row_number() OVER (PARTITION BY r.head_id ORDER BY b.decree_id, b.line) AS place
      FROM billable b JOIN record r ON r.id = b.person_id
)
DELETE FROM billable b USING ranked k
 WHERE b.person_id = k.person_id
   AND (k.place > 1
        OR EXISTS (SELECT 1 FROM record o
                     JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = o.id
                                                   AND c.month = %(month)s AND c.programme = 'jkm'
                                                   AND c.submission_id = 0
                                                   AND c.state IN ('billed', 'paid', 'recognised')
                    WHERE o.head_id = k.head_id AND o.id <> k.person_id))
RETURNING b.person_id
"""
"""One line a person: the month of the record decreed first, and none where another record has it billed already."""
YOUNGER_DECREES: Final = """
SELECT number, dated_on FROM funding_decree
 WHERE regency_code = %(regency)s AND dated_on > %(day)s AND id IN (SELECT decree_id FROM billable)
 ORDER BY dated_on, id
"""
ASKED: Final = """
SELECT DISTINCT segment_code, membership_class, income_rp, risk_class, kind FROM billable
"""
PRICE_TABLE: Final = """
CREATE TEMPORARY TABLE price (segment_code text, membership_class text, income_rp bigint, risk_class bigint, kind text,
    jkk_rp bigint, jkm_rp bigint) ON COMMIT DROP
"""
DRAFT_LINES: Final = """
CREATE TEMPORARY TABLE bill_draft_line ON COMMIT DROP AS
SELECT b.person_id, b.purse_id, b.village_code, b.membership_class, b.owner, b.decree_id, b.line AS decree_line,
       b.monthly_rp, p.jkk_rp, p.jkm_rp, 1::smallint AS months
  FROM billable b
  JOIN price p ON (p.segment_code, p.membership_class, p.income_rp, p.kind)
                  = (b.segment_code, b.membership_class, b.income_rp, b.kind)
              AND p.risk_class IS NOT DISTINCT FROM b.risk_class
"""
BY_PURSE: Final = """
SELECT purse_id, sum(monthly_rp)::bigint AS committed_rp, sum(jkk_rp + jkm_rp)::bigint AS amount_rp
  FROM bill_draft_line GROUP BY purse_id ORDER BY purse_id
"""
BILLS: Final = f"""
INSERT INTO funding_bill (regency_code, reference, kind, purse_id, payer, village_code, membership_class, month, run,
    members, jkk_rp, jkm_rp, amount_rp, sha256, document, issued_on, due_on, paid_rp)
SELECT %(regency)s,
       concat_ws('-', to_char(%(month)s::date, 'YYMM'), 'P' || d.purse_id,
                 coalesce(nullif(replace(d.village_code, '.', ''), ''), '0'), d.membership_class, d.run),
       'monthly', d.purse_id, d.owner, d.village_code, d.membership_class, %(month)s, d.run,
       d.members, d.jkk_rp, d.jkm_rp, d.jkk_rp + d.jkm_rp, d.sha256, %(document)s, %(issued_on)s,
       CASE WHEN d.membership_class IN ('PU', 'JK') THEN %(due_late)s::date ELSE %(due_own)s::date END, 0
  FROM (SELECT purse_id, owner, village_code, membership_class, count(*) AS members, sum(jkk_rp) AS jkk_rp,
               sum(jkm_rp) AS jkm_rp, {BILL_SHA256} AS sha256,
               1 + coalesce((SELECT max(f.run) FROM funding_bill f
                              WHERE f.regency_code = %(regency)s AND f.month = %(month)s AND f.purse_id = l.purse_id
                                AND f.village_code = l.village_code AND f.membership_class = l.membership_class), 0)
               AS run
          FROM bill_draft_line l GROUP BY purse_id, owner, village_code, membership_class) d
 ORDER BY d.purse_id, d.village_code, d.membership_class
RETURNING id
"""
BILL_LINES: Final = """
INSERT INTO funding_billline (regency_code, bill_id, person_id, months, decree_id, decree_line, monthly_rp, jkk_rp,
                              jkm_rp, amount_rp)
SELECT %(regency)s, b.id, l.person_id, l.months, l.decree_id, l.decree_line, l.monthly_rp, l.jkk_rp, l.jkm_rp,
       l.jkk_rp + l.jkm_rp
  FROM bill_draft_line l
  JOIN funding_bill b ON b.id = ANY(%(bills)s) AND b.purse_id = l.purse_id AND b.village_code = l.village_code
                     AND b.membership_class = l.membership_class
 ORDER BY b.id, l.person_id
"""
ENTRIES: Final = """
INSERT INTO entry_to_book (key, kind, booked_on, document)
SELECT 'bill/' || b.reference, 'bill', b.issued_on, b.document FROM funding_bill b WHERE b.id = ANY(%(bills)s)
"""
POSTINGS: Final = """
INSERT INTO line_to_book (key, account, purse_id, payer, amount_rp)
SELECT 'bill/' || b.reference, v.account, b.purse_id, b.payer, v.amount_rp
  FROM funding_bill b
  JOIN (SELECT bill_id, sum(monthly_rp * months)::bigint AS committed_rp FROM funding_billline
         WHERE regency_code = %(regency)s AND bill_id = ANY(%(bills)s) GROUP BY bill_id) l ON l.bill_id = b.id
 CROSS JOIN LATERAL (VALUES ('billed', b.amount_rp), ('committed', -l.committed_rp),
                            ('available', l.committed_rp - b.amount_rp),
                            ('receivable', b.amount_rp), ('charged', -b.amount_rp)) AS v(account, amount_rp)
 WHERE b.id = ANY(%(bills)s)
"""
