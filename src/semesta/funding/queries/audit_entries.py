"""Hold each entry of the journal against the paper it stands on: kind, day, document and amount.

The account totals of `audit_statements` cannot see an entry moved to another day or named another kind of event, and
both change what a budget realisation says of a day.
"""

from __future__ import annotations

from typing import Final

_PAPERS: Final = """
SELECT 'ceiling/' || purse_id || '/' || number AS key, CASE number WHEN 0 THEN 'ceiling' ELSE 'revision' END AS kind,
       dated_on AS day, document, -change_rp AS rp
  FROM funding_ceilingrevision WHERE regency_code = %(regency)s
UNION ALL
SELECT 'decree/' || id, 'decree', dated_on, number, added_rp - removed_rp
  FROM funding_decree WHERE regency_code = %(regency)s
UNION ALL
SELECT 'bill/' || reference, 'bill', issued_on, document, -amount_rp FROM funding_bill WHERE regency_code = %(regency)s
UNION ALL
SELECT 'bill/' || reference || '/reversed', 'reversal', reversed_on, NULL, amount_rp
  FROM funding_bill WHERE regency_code = %(regency)s AND reversed_on IS NOT NULL
UNION ALL
SELECT 'payments ' || day || ' ' || document, 'payment', day, document, sum(rp)::bigint
  FROM (SELECT applied_on AS day, document, amount_rp AS rp FROM funding_application WHERE regency_code = %(regency)s
         UNION ALL
        SELECT p.paid_on, f.file_name || ' (' || left(f.sha256, 12) || ')', -p.amount_rp
          FROM funding_paymentline p JOIN funding_paymentfile f ON f.id = p.file_id
         WHERE p.regency_code = %(regency)s AND p.match <> 'repeated') m
 GROUP BY day, document
UNION ALL
SELECT 'closing of ' || u.fiscal_year, 'closing', NULL, NULL, NULL
  FROM funding_purse u WHERE u.regency_code = %(regency)s AND u.closed_on IS NOT NULL GROUP BY u.fiscal_year
"""
_BOOKED: Final = """
SELECT CASE e.kind WHEN 'payment' THEN 'payments ' || e.booked_on || ' ' || e.document
                   WHEN 'closing' THEN 'closing of ' || split_part(e.key, '/', 2) ELSE e.key END AS key,
       e.kind, min(e.booked_on) AS day, min(e.document) AS document, sum(p.rp)::bigint AS rp, min(e.key) AS entry
  FROM ledger_journalentry e
  LEFT JOIN (SELECT t.entry_id, sum(t.amount_rp) AS rp
               FROM ledger_posting t JOIN ledger_journalentry k ON k.regency_code = t.regency_code AND k.id = t.entry_id
              WHERE t.regency_code = %(regency)s
                AND t.account_id = CASE split_part(k.key, '/', 1)
                                        WHEN 'ceiling' THEN 'ceiling' WHEN 'decree' THEN 'committed'
                                        WHEN 'bill' THEN 'charged' WHEN 'close' THEN 'committed' ELSE 'unapplied' END
              GROUP BY 1) p ON p.entry_id = e.id
 WHERE e.regency_code = %(regency)s GROUP BY 1, 2
"""
ENTRIES_ON_PAPERS: Final = f"""
SELECT 0 AS purse_id, 'entry ' || coalesce(b.entry, p.key) AS about,
       coalesce(concat_ws(' / ', p.kind, p.day, p.document, p.rp), 'no paper') AS expected,
       coalesce(concat_ws(' / ', b.kind, b.day, b.document, b.rp), 'no entry') AS found
  FROM ({_PAPERS}) p
  FULL JOIN ({_BOOKED}) b ON b.key = p.key AND b.kind = p.kind
 WHERE CASE WHEN p.key IS NULL THEN true
            WHEN p.kind = 'closing' THEN false
            WHEN b.key IS NULL THEN p.rp <> 0
            ELSE (coalesce(b.rp, 0), b.day) IS DISTINCT FROM (p.rp, p.day) OR b.document <> p.document END
"""
