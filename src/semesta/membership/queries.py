"""Read cover: until when a person is covered, and by whom."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db import connection

from semesta.bulk import read_frame
from semesta.kernel.month import Month
from semesta.people.standing import MERGED

_HELD = """
WITH record AS (
    SELECT id, coalesce(merged_into, id) AS head_id FROM people_person WHERE regency_code = {regency}
), held AS (
    SELECT r.head_id, max(c.month) AS month, max(c.month) FILTER (WHERE c.month < {first}::date) AS last_before,
           min(c.month) FILTER (WHERE c.month >= {first}::date) AS next_month
      FROM membership_coveredmonth c JOIN record r ON r.id = c.person_id
     WHERE c.regency_code = {regency} AND c.programme = 'jkm'
       AND c.state IN ('decreed', 'billed', 'paid', 'recognised')
     GROUP BY 1
)
SELECT DISTINCT ON (h.head_id) h.head_id AS person_id, h.month AS last_month, c.membership_class, c.payer,
       h.last_before, h.next_month
  FROM held h JOIN record r USING (head_id)
  JOIN membership_coveredmonth c ON c.regency_code = {regency} AND c.person_id = r.id AND c.month = h.month
                                AND c.programme = 'jkm'
 ORDER BY h.head_id, array_position(ARRAY['PU', 'JK', 'PMI', 'BPU'], c.membership_class::text), c.payer
"""
_PU_FIRST = "array_position(ARRAY['PU', 'JK', 'PMI', 'BPU'], c.membership_class::text)"


def cover_of_asked(regency_code: str, *, month: Month) -> dict[int, dict[str, Any]]:
    """Return per record: is_covered (JKK and JKM in `month`), covered_until (last such month), payer, class.

    Asked are the records of temporary table `asked_person` (person_id); who was never covered is left out. A month
    counts for every record of a person, whichever record it stands with.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH asked AS (
                SELECT id AS person_id, coalesce(merged_into, id) AS head_id FROM people_person
                 WHERE regency_code = %(regency)s AND id IN (SELECT person_id FROM asked_person)
            ), record AS (
                SELECT head_id AS id, head_id FROM asked
                 UNION
                SELECT m.id, m.merged_into FROM {MERGED} m WHERE m.merged_into IN (SELECT head_id FROM asked)
            ), covered AS (
                SELECT r.head_id, c.month,
                       (array_agg(c.payer ORDER BY {_PU_FIRST}, c.payer))[1] AS payer,
                       (array_agg(c.membership_class ORDER BY {_PU_FIRST}, c.payer))[1] AS membership_class
                  FROM record r JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = r.id
                 WHERE c.programme IN ('jkk', 'jkm') AND c.state IN ('paid', 'recognised')
                 GROUP BY 1, 2 HAVING min(c.programme) < max(c.programme)
            )
            SELECT DISTINCT ON (a.person_id) a.person_id, c.month, c.payer, c.membership_class,
                   EXISTS (SELECT 1 FROM covered n WHERE n.head_id = a.head_id AND n.month = %(month)s)
              FROM asked a JOIN covered c USING (head_id) ORDER BY a.person_id, c.month DESC
            """,
            {"regency": regency_code, "month": month.first_day()},
        )
        return {
            person_id: {
                "is_covered": is_covered,
                "covered_until": str(Month.of(last)),
                "payer": payer,
                "class": membership_class,
            }
            for person_id, last, payer, membership_class, is_covered in cursor.fetchall()
        }


def last_held_months(regency_code: str, *, first: Month) -> pl.DataFrame:
    """Return the last month everybody holds, with its class and payer: person_id (the head), last_month (first day),
    membership_class, payer; and around the month `first`: last_before (the last one held before it) and next_month
    (the first one held from it on), each empty where there is none.

    Held is a month that is paid or recognised, and one that is decreed or billed: nobody else may pay it any more.
    Whoever never held one is left out. JKM stands for the pair.
    """
    schema = {"person_id": pl.Int64, "last_month": pl.Date, "membership_class": pl.String, "payer": pl.String,
              "last_before": pl.Date, "next_month": pl.Date}  # fmt: skip
    return read_frame(_HELD, schema, regency=regency_code, first=first.first_day())
