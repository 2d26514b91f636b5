"""What a decision is worth: the months of cover at stake, and their contribution.

Two persons: months in which both are covered (paid twice), and of the coming year the months in which neither is (a
plan would pay them twice). A row of a worker's list: the coming months in which its person has no cover, none for
somebody recorded as dead. A row of the insurer: the months it tells. A death: the coming months that stand covered for
the dead. The welfare ranking: as a worker's list. Rupiah: months times the month's contribution of an own-account
worker (BPU) at the lowest basis, which is an assumption for everybody else; it only orders the queue.
"""

from __future__ import annotations

import polars as pl
from django.db import connection

from semesta.bulk import copy_frame
from semesta.kernel.month import Month
from semesta.law import Law
from semesta.law.contribution import contribution

MONTHS_AHEAD = 12
LOWEST_INCOME_RP = 0
SEGMENT = "farmer"
"""A segment that has no relief of its own; the contribution of an own-account worker does not depend on it."""
_WORTH = """
WITH asked AS (
    SELECT number, link_type, reason, submission_id, line, person_id, record_id FROM duplicates_pair
     WHERE regency_code = %(regency)s AND verdict = '' AND reason <> 'replaced'
), covered AS (
    SELECT a.number, c.month, count(DISTINCT c.person_id) AS records
      FROM asked a JOIN membership_coveredmonth c ON c.regency_code = %(regency)s
                                                AND c.person_id IN (a.person_id, a.record_id)
     WHERE c.programme = 'jkm' AND c.state IN ('paid', 'recognised') GROUP BY 1, 2
), counted AS (
    SELECT number, count(*) FILTER (WHERE records = 2) AS twice,
           count(*) FILTER (WHERE month >= %(since)s AND month < %(before)s) AS ahead FROM covered GROUP BY 1
), worth AS (
    SELECT a.number,
           CASE WHEN a.reason = 'recorded_dead' THEN 0 ELSE CASE a.link_type
             WHEN 'within' THEN coalesce(c.twice, 0) + %(year)s - coalesce(c.ahead, 0)
             WHEN 'insurer' THEN coalesce(t.months_told, 0)
             WHEN 'deaths' THEN coalesce(c.ahead, 0)
             ELSE %(year)s - coalesce(c.ahead, 0)
           END END AS months
      FROM asked a LEFT JOIN counted c USING (number) LEFT JOIN months_told t USING (submission_id, line)
)
UPDATE duplicates_pair p SET worth_months = w.months, worth_rp = w.months * %(month_rp)s
  FROM worth w
 WHERE p.regency_code = %(regency)s AND p.number = w.number
   AND (p.worth_months, p.worth_rp) IS DISTINCT FROM (w.months::int, w.months * %(month_rp)s::bigint)
"""


def month_rp(law: Law, month: Month) -> int:
    """Return what a month of JKK and JKM costs an own-account worker at the lowest basis, by the law of the month."""
    return contribution(
        law, month=month, segment=SEGMENT, income_rp=LOWEST_INCOME_RP, membership_class="BPU"
    ).total_rp  # fmt: skip


def value_pairs(regency_code: str, rows: pl.DataFrame, *, month: Month, month_rp: int) -> None:
    """Set `worth_months` and `worth_rp` of every undecided pair; `rows`: submission_id, line, months_told."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS months_told")
        cursor.execute(
            "CREATE TEMPORARY TABLE months_told (submission_id bigint, line integer, months_told integer)"
            " ON COMMIT DROP"
        )
        copy_frame(rows.select("submission_id", "line", "months_told"), "months_told")
        cursor.execute("ANALYZE months_told")
        cursor.execute(
            _WORTH,
            {
                "regency": regency_code, "year": MONTHS_AHEAD, "since": month.first_day(),
                "before": month.plus(MONTHS_AHEAD).first_day(), "month_rp": month_rp,
            },
        )  # fmt: skip
