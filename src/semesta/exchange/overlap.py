"""What an active wage earner's answer undoes: the purse's months from then on, and a mark on the decree's lines."""

from __future__ import annotations

from semesta.accounts.actor import Actor
from semesta.bulk import execute
from semesta.membership.actions import take_back_months
from semesta.people.standing import MERGED

_MONTHS = f"""
CREATE TEMPORARY TABLE month_to_take_back ON COMMIT DROP AS
WITH told AS (
    SELECT a.line, a.since_month, b.payer, coalesce(m.merged_into, b.person_id) AS head_id
      FROM answered a
      JOIN exchange_batchline b ON b.regency_code = %(regency)s AND b.batch = %(batch)s AND b.line = a.line
      LEFT JOIN {MERGED} m ON m.id = b.person_id
     WHERE a.effect = 'applied' AND a.outcome = 'overlap'
), record AS (
    SELECT head_id AS id, head_id FROM told
     UNION
    SELECT m.id, m.merged_into FROM {MERGED} m JOIN told t ON t.head_id = m.merged_into
)
SELECT DISTINCT ON (c.person_id, c.payer, c.month) c.person_id, c.payer, c.month, c.state, t.line, t.since_month
  FROM told t JOIN record r USING (head_id)
  JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = r.id AND c.payer = t.payer
                                AND c.month >= t.since_month AND c.submission_id = 0 AND c.programme = 'jkm'
 ORDER BY c.person_id, c.payer, c.month, t.since_month, t.line
"""
"""The purse's months of the person, whichever of its records holds them; told twice, the earlier day counts."""
_MARKS = """
INSERT INTO exchange_wageearneroverlap (regency_code, answer_id, decree_id, decree_line, person_id, batch, line,
                                        since_month, taken_back, kept)
SELECT %(regency)s, %(answer)s, l.decree_id, l.line, l.person_id, %(batch)s, t.line, t.since_month,
       coalesce(array_agg(t.month ORDER BY t.month) FILTER (WHERE g.person_id IS NOT NULL), '{}'),
       coalesce(array_agg(t.month ORDER BY t.month) FILTER (WHERE g.person_id IS NULL), '{}')
  FROM month_to_take_back t
  JOIN funding_decreeline l ON l.regency_code = %(regency)s AND l.person_id = t.person_id AND l.removes_line IS NULL
                           AND t.month >= l.start_month AND t.month < l.end_month
  JOIN funding_purse u ON u.id = l.purse_id AND u.payer = t.payer
  LEFT JOIN month_taken_back g ON g.person_id = t.person_id AND g.payer = t.payer AND g.month = t.month
 WHERE NOT EXISTS (SELECT 1 FROM funding_decreeline r
                    WHERE r.regency_code = l.regency_code AND r.removes_decree_id = l.decree_id
                      AND r.removes_line = l.line AND t.month >= r.start_month AND t.month < r.end_month)
 GROUP BY l.decree_id, l.line, l.person_id, t.line, t.since_month
"""


def take_back(actor: Actor, regency_code: str, *, answer_id: int, batch: int) -> int:
    """Take back the months of everybody whom temporary table `answered` tells to be an active wage earner.

    Every decree line concerned is marked for amendment with the months given up and those billed or paid already.
    Return how many months (of a person) were given up.
    """
    parameters = {"regency": regency_code, "answer": answer_id, "batch": batch}
    execute("DROP TABLE IF EXISTS pg_temp.month_to_take_back; DROP TABLE IF EXISTS pg_temp.month_taken_back")
    if not execute(_MONTHS, parameters):
        return 0
    months = take_back_months(actor, regency_code)
    execute(_MARKS, parameters)
    return months
