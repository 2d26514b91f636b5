"""Bring covered months to what their bills have received: which months of a bill count as paid.

Published rule for a bill paid in part: months paid already stay first; then whoever has gone unpaid longest (earliest
last paid month; never paid before comes last), then by decree and line. A month is paid whole or not at all.
"""

from __future__ import annotations

from typing import Any, Final

from semesta.accounts.actor import Actor
from semesta.bulk import execute, read_lines
from semesta.membership.actions import move_months

TOUCHED: Final = """
CREATE TEMPORARY TABLE IF NOT EXISTS touched_bill (bill_id bigint PRIMARY KEY) ON COMMIT DROP;
CREATE TEMPORARY TABLE IF NOT EXISTS touched_line (bill_id bigint, person_id bigint, month date, months int,
    amount_rp bigint, decree_id bigint, decree_line int, paid_rp bigint, is_settled boolean) ON COMMIT DROP;
CREATE TEMPORARY TABLE IF NOT EXISTS month_to_move (person_id bigint, month date) ON COMMIT DROP;
CREATE TEMPORARY TABLE IF NOT EXISTS wanted_line (bill_id bigint, person_id bigint, month date, months int,
    state text, is_paid boolean) ON COMMIT DROP;
TRUNCATE touched_bill, touched_line, month_to_move, wanted_line;
"""
_LINES = """
INSERT INTO touched_line
SELECT b.id, l.person_id, b.month, l.months, l.amount_rp, l.decree_id, l.decree_line, b.paid_rp,
       b.paid_rp = b.amount_rp
  FROM touched_bill t
  JOIN funding_bill b ON b.id = t.bill_id AND b.reversed_on IS NULL
  JOIN funding_billline l ON l.regency_code = %(regency)s AND l.bill_id = b.id
"""
_COVERED = """
  FROM touched_line l
  JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = l.person_id AND c.month = l.month
                                AND c.month = ANY(%(months)s) AND c.programme = 'jkm'
"""
_SETTLED = f"""
INSERT INTO wanted_line
SELECT l.bill_id, l.person_id, l.month, l.months, c.state, true
{_COVERED} WHERE l.is_settled AND CASE WHEN c.state = 'billed' THEN true END
"""
"""The state stands in a CASE, of which the planner assumes half: by statistics from before the bills nobody is billed,
and it would meet every month with every line."""
_IN_PART = f"""
INSERT INTO wanted_line
SELECT bill_id, person_id, month, months, state, running_rp <= paid_rp
  FROM (SELECT l.bill_id, l.person_id, l.month, l.months, c.state, l.paid_rp,
               sum(l.amount_rp) OVER (PARTITION BY l.bill_id
                                      ORDER BY c.state IN ('paid', 'recognised') DESC, last.month NULLS LAST,
                                               l.decree_id, l.decree_line, l.person_id) AS running_rp
        {_COVERED}
          LEFT JOIN LATERAL (SELECT max(e.month) AS month FROM membership_coveredmonth e
                              WHERE e.regency_code = %(regency)s AND e.person_id = l.person_id AND e.month < l.month
                                AND e.programme = 'jkm' AND e.state IN ('paid', 'recognised')) last ON true
         WHERE NOT l.is_settled) ranked
"""
_MOVING = """
INSERT INTO month_to_move
SELECT w.person_id, (w.month + make_interval(months => n))::date
  FROM wanted_line w CROSS JOIN LATERAL generate_series(0, w.months - 1) n
 WHERE w.is_paid = %s AND w.state = %s
"""


def settle_months(actor: Actor, regency_code: str) -> tuple[int, int]:
    """Move the months of the bills in temporary table `touched_bill`; return how many became paid and unpaid again."""
    values: dict[str, Any] = {"regency": regency_code}
    execute("ANALYZE touched_bill")
    execute(_LINES, values)
    execute("ANALYZE touched_line")  # else the planner meets every month with every bill
    months = [line["month"] for line in read_lines("SELECT DISTINCT month FROM touched_line ORDER BY 1")]
    execute(_SETTLED, values | {"months": months})
    execute(_IN_PART, values | {"months": months})
    moved = []
    for is_paid, state, to_state in ((False, "paid", "billed"), (True, "billed", "paid")):
        execute("TRUNCATE month_to_move")
        if execute(_MOVING, [is_paid, state]):
            execute("ANALYZE month_to_move")
            moved.append(move_months(actor, regency_code, from_state=state, to_state=to_state))
        else:
            moved.append(0)
    return moved[1], moved[0]
