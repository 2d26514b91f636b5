"""The circuit breaker: a list that is absurd is held as a whole, with the reason, before anything comes of it."""

from __future__ import annotations

from django.db import connection

FEW_ROWS = 20
DUPLICATE_SHARE_PERCENT = 50
ONE_PERSON_ROWS = 30

_JUDGE = """
WITH keyed AS (
    SELECT submission_id,
           coalesce(nik, CASE WHEN coalesce(birth_on::text, kk) IS NOT NULL  -- a name alone is many people's
                              THEN name_key || '/' || concat_ws('/', birth_on, kk) END, row_hash) AS person_key
      FROM incoming WHERE nik IS NULL OR nik_repeats
), repeated AS (
    SELECT submission_id, count(*) AS times FROM keyed GROUP BY submission_id, person_key HAVING count(*) > 1
), counted AS (
    SELECT submission_id, sum(times - 1) AS extra, max(times) AS most FROM repeated GROUP BY 1
), judged AS (
    SELECT submission_id, extra, most, rows_in
      FROM counted JOIN (SELECT submission_id, count(*) AS rows_in FROM incoming GROUP BY 1) total USING (submission_id)
)
UPDATE batch b
   SET stop_reason = CASE WHEN j.most >= %s THEN 'one_person_many_rows' ELSE 'half_duplicates' END
  FROM judged j
 WHERE j.submission_id = b.submission_id AND j.rows_in >= %s
   AND (j.most >= %s OR j.extra * 100 >= j.rows_in * %s)
"""


def stop_absurd_lists() -> None:
    """Set `batch.stop_reason` where half the rows repeat a person, or one person stands on thirty rows.

    Lists of fewer than 20 rows are never stopped. All rows of a stopped list wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(_JUDGE, [ONE_PERSON_ROWS, FEW_ROWS, ONE_PERSON_ROWS, DUPLICATE_SHARE_PERCENT])
