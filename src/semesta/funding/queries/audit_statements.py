"""The statements of the audit. `TABLES` are the lowest level laid out once; `CHECKS` return differences only.

What each entry says by itself is held against its paper in `audit_entries`.
"""

from __future__ import annotations

from typing import Final

from semesta.funding.decree_text import BILL_SHA256, LINES_SHA256
from semesta.funding.queries.audit_entries import ENTRIES_ON_PAPERS
from semesta.membership.payer import same_payer
from semesta.people.standing import MERGED

_MONTHS: Final = "CROSS JOIN LATERAL generate_series(l.start_month::timestamp, l.end_month - 1::int, '1 month') m"
_IS_REMOVED: Final = """EXISTS (SELECT 1 FROM funding_decreeline r WHERE r.regency_code = %(regency)s
    AND r.removes_decree_id = l.decree_id AND r.removes_line = l.line)"""
TABLES: Final[dict[str, str]] = {
    "audit_decreed_month": f"""
SELECT l.person_id, m::date AS month, l.purse_id, l.monthly_rp, l.decree_id, l.line
  FROM funding_decreeline l {_MONTHS}
 WHERE l.regency_code = %(regency)s AND l.removes_line IS NULL AND NOT {_IS_REMOVED}
UNION ALL
(SELECT l.person_id, m::date, l.purse_id, l.monthly_rp, l.decree_id, l.line
   FROM funding_decreeline l {_MONTHS}
  WHERE l.regency_code = %(regency)s AND l.removes_line IS NULL AND {_IS_REMOVED}
 EXCEPT ALL
 SELECT l.person_id, m::date, l.purse_id, l.monthly_rp, l.removes_decree_id, l.removes_line
   FROM funding_decreeline l {_MONTHS}
  WHERE l.regency_code = %(regency)s AND l.removes_line IS NOT NULL)
""",
    "audit_bill_month": """
SELECT l.person_id, (b.month + make_interval(months => n))::date AS month, b.purse_id, b.id AS bill_id, l.decree_id,
       l.decree_line,
       CASE WHEN n = 0 THEN l.amount_rp ELSE 0 END AS amount_rp
  FROM funding_bill b
  JOIN funding_billline l ON l.regency_code = b.regency_code AND l.bill_id = b.id
 CROSS JOIN LATERAL generate_series(0, l.months - 1) n
 WHERE b.regency_code = %(regency)s AND b.reversed_on IS NULL
""",
    "audit_own_month": """
SELECT person_id, month, min(state) AS state, max(state) AS other_state, min(payer) AS payer, count(*) AS programmes
  FROM membership_coveredmonth
 WHERE regency_code = %(regency)s AND (submission_id = 0 OR state <> 'recognised') AND programme IN ('jkk', 'jkm')
 GROUP BY 1, 2
""",
    "audit_account": """
SELECT account_id, purse_id, sum(amount_rp)::bigint AS amount_rp,
       coalesce(sum(amount_rp) FILTER (WHERE amount_rp > 0), 0)::bigint AS debit_rp,
       coalesce(-sum(amount_rp) FILTER (WHERE amount_rp < 0), 0)::bigint AS credit_rp
  FROM ledger_posting WHERE regency_code = %(regency)s GROUP BY 1, 2
""",
    "audit_month": """
SELECT coalesce(o.person_id, d.person_id, b.person_id) AS person_id, coalesce(o.month, d.month, b.month) AS month,
       o.state, o.other_state, o.payer, o.programmes, d.purse_id AS decreed_purse, d.monthly_rp, d.decree_id, d.line,
       b.purse_id AS billed_purse, b.bill_id, b.amount_rp,
       b.decree_id AS billed_decree, b.decree_line AS billed_line
  FROM audit_own_month o
  FULL JOIN audit_decreed_month d ON d.person_id = o.person_id AND d.month = o.month
  FULL JOIN audit_bill_month b ON b.person_id = coalesce(o.person_id, d.person_id)
                              AND b.month = coalesce(o.month, d.month)
""",
    "audit_committed": """
SELECT decreed_purse AS purse_id, sum(monthly_rp)::bigint AS rp FROM audit_month WHERE state = 'decreed' GROUP BY 1
""",
}
"""A month that an extract brought is recognised or none of its own: in any other state it must stand on our papers."""


def _account(account: str, paper: str, sign: int = 1) -> str:
    """Hold an account, purse by purse, against what the papers say: a statement with columns purse_id and rp."""
    return f"""
SELECT coalesce(p.purse_id, a.purse_id) AS purse_id, '{account}' AS about, coalesce(p.rp, 0) AS expected,
       coalesce({sign} * a.amount_rp, 0) AS found
  FROM ({paper}) p
  FULL JOIN (SELECT * FROM audit_account WHERE account_id = '{account}') a ON a.purse_id = p.purse_id
 WHERE coalesce(p.rp, 0) <> coalesce({sign} * a.amount_rp, 0) ORDER BY 1
"""


_OWED = "WHERE regency_code = %(regency)s AND reversed_on IS NULL GROUP BY 1"
_CEILING = """
SELECT purse_id, sum(change_rp)::bigint AS rp FROM funding_ceilingrevision WHERE regency_code = %(regency)s GROUP BY 1
"""
_AVAILABLE = f"""
SELECT purse_id, sum(rp)::bigint AS rp
  FROM ({_CEILING} UNION ALL SELECT purse_id, -rp FROM audit_committed
        UNION ALL SELECT purse_id, -sum(amount_rp)::bigint FROM funding_bill {_OWED}) a
 WHERE purse_id <> 0 GROUP BY 1
"""
"""What neither decree nor bill holds of a ceiling."""
_LEFT = """
SELECT 0::bigint AS purse_id,
       ((SELECT coalesce(sum(amount_rp), 0) FROM funding_paymentline
          WHERE regency_code = %(regency)s AND match <> 'repeated')
        - (SELECT coalesce(sum(amount_rp), 0) FROM funding_application
            WHERE regency_code = %(regency)s {bills}))::bigint AS rp
"""
_TELLS = f"""{same_payer("s.payer", "m.payer")} AND m.month >= s.start_month
                      AND m.month < coalesce(s.superseded_from_month, s.end_month)
                      AND 'jkm' = ANY(string_to_array(lower(s.programmes), '+'))"""
CHECKS: Final[dict[str, str]] = {
    "entries_balance": """
SELECT 0 AS purse_id, 'entry ' || e.key AS about, 0 AS expected, coalesce(p.rp, 0) AS found
  FROM ledger_journalentry e
  LEFT JOIN (SELECT entry_id, sum(amount_rp) AS rp, count(*) AS lines FROM ledger_posting
              WHERE regency_code = %(regency)s GROUP BY 1) p ON p.entry_id = e.id
 WHERE e.regency_code = %(regency)s AND (coalesce(p.rp, 0) <> 0 OR coalesce(p.lines, 0) < 2)
""",
    "postings_have_entries": """
SELECT min(p.purse_id) AS purse_id, 'entry ' || p.entry_id AS about, 'entry' AS expected,
       count(*) || ' stray lines' AS found
  FROM ledger_posting p
 WHERE p.regency_code = %(regency)s AND NOT EXISTS (SELECT 1 FROM ledger_journalentry e
                                                     WHERE e.regency_code = p.regency_code AND e.id = p.entry_id)
 GROUP BY p.entry_id
""",
    "balances_carried": """
SELECT coalesce(a.purse_id, b.purse_id) AS purse_id, coalesce(a.account_id, b.account_id) AS about,
       coalesce(a.debit_rp, 0) || ' / ' || coalesce(a.credit_rp, 0) AS expected,
       coalesce(b.debit_rp, 0) || ' / ' || coalesce(b.credit_rp, 0) AS found
  FROM audit_account a
  FULL JOIN (SELECT * FROM ledger_balance WHERE regency_code = %(regency)s) b
    ON b.account_id = a.account_id AND b.purse_id = a.purse_id
 WHERE (coalesce(a.debit_rp, 0), coalesce(a.credit_rp, 0)) <> (coalesce(b.debit_rp, 0), coalesce(b.credit_rp, 0))
""",
    "entries_on_papers": ENTRIES_ON_PAPERS,
    "ceiling": _account("ceiling", _CEILING, -1),
    "available": _account("available", _AVAILABLE),
    "committed": _account("committed", "TABLE audit_committed"),
    "billed": _account("billed", f"SELECT purse_id, sum(amount_rp - paid_rp)::bigint AS rp FROM funding_bill {_OWED} "
                       "HAVING purse_id <> 0"),
    "paid": _account("paid", f"SELECT purse_id, sum(paid_rp)::bigint AS rp FROM funding_bill {_OWED} "
                     "HAVING purse_id <> 0"),
    "receivable": _account("receivable", "SELECT purse_id, sum(amount_rp - paid_rp)::bigint AS rp "
                           f"FROM funding_bill {_OWED}"),
    "charged": _account("charged", f"SELECT purse_id, sum(amount_rp)::bigint AS rp FROM funding_bill {_OWED}", -1),
    "unapplied": _account("unapplied", _LEFT.format(bills=""), -1),
    "received": _account("received", _LEFT.format(bills="AND bill_id = 0")),
    "payers": """
SELECT coalesce(b.purse_id, p.purse_id) AS purse_id, 'receivable of ' || coalesce(b.payer, p.payer) AS about,
       coalesce(b.rp, 0) AS expected, coalesce(p.rp, 0) AS found
  FROM (SELECT purse_id, payer, sum(amount_rp - paid_rp) AS rp FROM funding_bill
         WHERE regency_code = %(regency)s AND reversed_on IS NULL GROUP BY 1, 2) b
  FULL JOIN (SELECT purse_id, payer, sum(amount_rp) AS rp FROM ledger_posting
              WHERE regency_code = %(regency)s AND account_id = 'receivable' GROUP BY 1, 2) p
    ON p.purse_id = b.purse_id AND p.payer = b.payer
 WHERE coalesce(b.rp, 0) <> coalesce(p.rp, 0)
""",
    "decrees_sealed": f"""
SELECT 0 AS purse_id, 'decree ' || d.number AS about, d.sha256 || ' / ' || d.lines || ' / ' || d.added_rp AS expected,
       coalesce(l.sha256 || ' / ' || l.lines || ' / ' || l.added_rp, 'no lines') AS found
  FROM funding_decree d
  LEFT JOIN (SELECT decree_id, {LINES_SHA256} AS sha256, count(*) AS lines,
                    coalesce(sum(months * monthly_rp) FILTER (WHERE removes_line IS NULL), 0) AS added_rp,
                    coalesce(sum(months * monthly_rp) FILTER (WHERE removes_line IS NOT NULL), 0) AS removed_rp
               FROM funding_decreeline WHERE regency_code = %(regency)s GROUP BY 1) l ON l.decree_id = d.id
 WHERE d.regency_code = %(regency)s AND (l.sha256, l.lines, l.added_rp, l.removed_rp)
       IS DISTINCT FROM (d.sha256::text, d.lines::bigint, d.added_rp::numeric, d.removed_rp::numeric)
""",
    "decree_lines_have_decrees": """
SELECT min(l.purse_id) AS purse_id, 'decree id ' || l.decree_id AS about, 'decree' AS expected,
       count(*) || ' stray lines' AS found
  FROM funding_decreeline l
 WHERE l.regency_code = %(regency)s AND NOT EXISTS (SELECT 1 FROM funding_decree d WHERE d.id = l.decree_id)
 GROUP BY l.decree_id
""",
    "bills_sealed": f"""
SELECT b.purse_id, 'bill ' || b.reference AS about,
       concat_ws(' / ', b.sha256, b.members, b.jkk_rp, b.jkm_rp, b.amount_rp) AS expected,
       coalesce(concat_ws(' / ', l.sha256, l.members, l.jkk_rp, l.jkm_rp, l.amount_rp), 'no lines') AS found
  FROM funding_bill b
  LEFT JOIN (SELECT bill_id, {BILL_SHA256} AS sha256, count(*) AS members, sum(jkk_rp) AS jkk_rp,
                    sum(jkm_rp) AS jkm_rp, sum(amount_rp) AS amount_rp
               FROM funding_billline WHERE regency_code = %(regency)s GROUP BY 1) l ON l.bill_id = b.id
 WHERE b.regency_code = %(regency)s AND b.kind <> 'project'
   AND (l.sha256, l.members, l.jkk_rp, l.jkm_rp, l.amount_rp) IS DISTINCT FROM
       (b.sha256::text, b.members::bigint, b.jkk_rp::numeric, b.jkm_rp::numeric, b.amount_rp::numeric)
""",
    "bill_lines_have_bills": """
SELECT 0 AS purse_id, 'bill id ' || l.bill_id AS about, 'bill' AS expected, count(*) || ' stray lines' AS found
  FROM funding_billline l
 WHERE l.regency_code = %(regency)s AND NOT EXISTS (SELECT 1 FROM funding_bill b WHERE b.id = l.bill_id)
 GROUP BY l.bill_id
""",
    "bills_paid": """
SELECT b.purse_id, 'bill ' || b.reference AS about, coalesce(a.rp, 0) AS expected, b.paid_rp AS found
  FROM funding_bill b
  LEFT JOIN (SELECT bill_id, sum(amount_rp) AS rp FROM funding_application
              WHERE regency_code = %(regency)s GROUP BY 1) a ON a.bill_id = b.id
 WHERE b.regency_code = %(regency)s AND coalesce(a.rp, 0) <> b.paid_rp
""",
    "payment_files": """
SELECT 0 AS purse_id, 'payment file ' || f.id || ' ' || f.file_name AS about,
       f.lines || ' / ' || f.total_rp AS expected,
       coalesce(l.lines, 0) || ' / ' || coalesce(l.rp, 0) AS found
  FROM funding_paymentfile f
  LEFT JOIN (SELECT file_id, count(*) AS lines, sum(amount_rp) AS rp FROM funding_paymentline
              WHERE regency_code = %(regency)s GROUP BY 1) l ON l.file_id = f.id
 WHERE f.regency_code = %(regency)s AND (coalesce(l.lines, 0), coalesce(l.rp, 0)) <> (f.lines, f.total_rp)
""",
    "payments_applied": """
SELECT 0 AS purse_id, 'payment ' || a.file_id || '/' || a.line AS about,
       'at most ' || coalesce(p.amount_rp, 0) AS expected,
       a.rp AS found
  FROM (SELECT file_id, line, sum(amount_rp) AS rp FROM funding_application
         WHERE regency_code = %(regency)s GROUP BY 1, 2) a
  LEFT JOIN funding_paymentline p ON p.regency_code = %(regency)s AND p.file_id = a.file_id AND p.line = a.line
 WHERE a.rp < 0 OR a.rp > CASE WHEN p.match = 'repeated' THEN 0 ELSE coalesce(p.amount_rp, 0) END
""",
    "payment_orders": """
SELECT b.purse_id, 'payment order ' || o.number AS about, 'a bill of the regency' AS expected, o.bill_id AS found
  FROM funding_paymentorder o LEFT JOIN funding_bill b ON b.id = o.bill_id AND o.amount_rp <= b.amount_rp
 WHERE o.regency_code = %(regency)s AND b.id IS NULL
""",
    "bills_ordered_once": """
SELECT b.purse_id, 'bill ' || b.reference AS about, 'one payment order that stands' AS expected,
       string_agg(o.number, ', ' ORDER BY o.number) AS found
  FROM funding_paymentorder o JOIN funding_bill b ON b.id = o.bill_id
 WHERE o.regency_code = %(regency)s
   AND NOT EXISTS (SELECT 1 FROM funding_orderstep s
                    WHERE s.regency_code = o.regency_code AND s.number = o.number AND s.step = 'cancelled')
 GROUP BY b.id, b.purse_id, b.reference HAVING count(*) > 1
""",
    "order_steps_have_orders": """
SELECT 0 AS purse_id, 'payment order ' || s.number AS about, 'an order' AS expected, s.step AS found
  FROM funding_orderstep s
 WHERE s.regency_code = %(regency)s AND NOT EXISTS (SELECT 1 FROM funding_paymentorder o
                                                     WHERE o.regency_code = s.regency_code AND o.number = s.number)
""",
    "months_have_both_programmes": """
SELECT coalesce(decreed_purse, billed_purse) AS purse_id,
       'person ' || person_id || ' month ' || to_char(month, 'YYYY-MM') AS about,
       'jkk and jkm in one state' AS expected, programmes || ': ' || state || ', ' || other_state AS found
  FROM audit_month WHERE state IS NOT NULL AND (programmes <> 2 OR state <> other_state)
""",
    "months_stand_on_papers": """
SELECT coalesce(decreed_purse, billed_purse) AS purse_id,
       'person ' || person_id || ' month ' || to_char(month, 'YYYY-MM') AS about,
       CASE WHEN bill_id IS NULL THEN 'decreed or lapsed'
            ELSE 'billed, paid or recognised (' || reference || ')' END AS expected,
       coalesce(state, 'no covered month') AS found
  FROM audit_month m LEFT JOIN (SELECT id, reference FROM funding_bill) b ON b.id = m.bill_id
 WHERE CASE WHEN bill_id IS NULL THEN state IS NULL OR state NOT IN ('decreed', 'lapsed')
            ELSE state IS NULL OR state NOT IN ('billed', 'paid', 'recognised') END
""",
    "months_have_decrees": """
SELECT coalesce(decreed_purse, billed_purse) AS purse_id,
       'person ' || person_id || ' month ' || to_char(month, 'YYYY-MM') AS about,
       'decree line of purse ' || coalesce(billed_purse::text, '-') AS expected,
       coalesce('decree ' || decree_id || ' line ' || line || ' purse ' || decreed_purse, 'none') AS found
  FROM audit_month
 WHERE CASE WHEN billed_decree = 0 THEN decree_id IS NOT NULL
            ELSE decree_id IS NULL OR (bill_id IS NOT NULL AND (decree_id, line, decreed_purse)
                                       IS DISTINCT FROM (billed_decree, billed_line, billed_purse)) END
""",
    "months_removed_once": f"""
SELECT min(r.purse_id) AS purse_id,
       concat_ws(' ', 'decree', r.removes_decree_id, 'line', r.removes_line, 'month', to_char(r.month, 'YYYY-MM'))
       AS about, 'removed once, from this line' AS expected, count(*) || ' removals' AS found
  FROM (SELECT l.purse_id, l.removes_decree_id, l.removes_line, m::date AS month FROM funding_decreeline l {_MONTHS}
         WHERE l.regency_code = %(regency)s AND l.removes_line IS NOT NULL) r
  LEFT JOIN funding_decreeline o ON o.regency_code = %(regency)s AND o.decree_id = r.removes_decree_id
                                AND o.line = r.removes_line AND o.removes_line IS NULL
                                AND r.month >= o.start_month AND r.month < o.end_month
 GROUP BY r.removes_decree_id, r.removes_line, r.month HAVING count(*) > 1 OR bool_or(o.line IS NULL)
""",
    "months_decreed_once": f"""
SELECT min(d.purse_id) AS purse_id, 'person ' || t.head_id || ' month ' || to_char(d.month, 'YYYY-MM') AS about,
       'one decree line' AS expected,
       string_agg('decree ' || d.decree_id || ' line ' || d.line, ', ' ORDER BY d.decree_id, d.line) AS found
  FROM (SELECT h.person_id, h.head_id
          FROM (SELECT l.person_id, coalesce(g.merged_into, l.person_id) AS head_id, count(*) AS lines
                  FROM funding_decreeline l LEFT JOIN {MERGED} g ON g.id = l.person_id
                 WHERE l.regency_code = %(regency)s AND l.removes_line IS NULL GROUP BY 1, 2) h
          JOIN (SELECT coalesce(g.merged_into, l.person_id) AS head_id
                  FROM funding_decreeline l LEFT JOIN {MERGED} g ON g.id = l.person_id
                 WHERE l.regency_code = %(regency)s AND l.removes_line IS NULL GROUP BY 1 HAVING count(*) > 1) s
            ON s.head_id = h.head_id) t
  JOIN audit_decreed_month d ON d.person_id = t.person_id
 GROUP BY t.head_id, d.month HAVING count(*) > 1
""",
    "months_name_their_payer": """
SELECT m.decreed_purse AS purse_id, 'person ' || m.person_id || ' month ' || to_char(m.month, 'YYYY-MM') AS about,
       u.payer AS expected, m.payer AS found
  FROM audit_month m JOIN funding_purse u ON u.id = m.decreed_purse
 WHERE m.payer <> u.payer
""",
    "months_recognised": f"""
WITH untold AS MATERIALIZED (
    SELECT m.person_id, m.month, m.payer, coalesce(m.decreed_purse, m.billed_purse) AS purse_id
      FROM audit_month m
     WHERE m.state = 'recognised'
       AND NOT EXISTS (SELECT 1 FROM membership_spell s
                        WHERE s.regency_code = %(regency)s AND s.person_id = m.person_id AND {_TELLS})
), record AS (
    SELECT id, merged_into AS head_id FROM {MERGED} g UNION SELECT merged_into, merged_into FROM {MERGED} g
)
SELECT m.purse_id, 'person ' || m.person_id || ' month ' || to_char(m.month, 'YYYY-MM') AS about,
       'told by an extract from ' || m.payer AS expected, 'no membership tells it' AS found
  FROM untold m
 WHERE NOT EXISTS (SELECT 1 FROM record a
                     JOIN record o ON o.head_id = a.head_id
                     JOIN membership_spell s ON s.regency_code = %(regency)s AND s.person_id = o.id AND {_TELLS}
                    WHERE a.id = m.person_id)
""",
    "months_paid": """
SELECT b.purse_id, 'bill ' || b.reference AS about,
       CASE WHEN b.paid_rp = b.amount_rp THEN 'all months paid'
            ELSE 'months paid up to ' || b.paid_rp END AS expected,
       m.paid_rp || CASE WHEN m.unpaid > 0 AND m.is_paid THEN ', unpaid months ' || m.unpaid ELSE '' END AS found
  FROM (SELECT bill_id, coalesce(sum(amount_rp) FILTER (WHERE state IN ('paid', 'recognised')), 0) AS paid_rp,
               bool_or(state IN ('paid', 'recognised')) AS is_paid,
               count(*) FILTER (WHERE state = 'billed') AS unpaid,
               max(amount_rp) FILTER (WHERE state = 'billed') AS dearest_rp
          FROM audit_month WHERE bill_id IS NOT NULL GROUP BY 1) m
  JOIN funding_bill b ON b.id = m.bill_id
 WHERE m.paid_rp > b.paid_rp OR (b.paid_rp = b.amount_rp AND m.unpaid > 0)
    OR (m.unpaid > 0 AND b.paid_rp - m.paid_rp >= greatest(m.dearest_rp, 1))
    OR (b.kind = 'package' AND m.is_paid AND m.unpaid > 0)
""",
}  # fmt: skip
"""`months_paid`: months are paid whole, never more than came in, as many as it pays for, a package all at once."""
