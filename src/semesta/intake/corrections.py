"""A corrected file takes the place of only what it corrects: the same rows stay, changed rows are looked at anew."""

from __future__ import annotations

from django.db import connection

SHARE_THAT_MAKES_A_CORRECTION_PERCENT = 30

_EARLIER = """
CREATE TEMPORARY TABLE earlier_submission ON COMMIT DROP AS
SELECT b.submission_id, s.id AS earlier_id
  FROM batch b
  JOIN intake_submission s ON s.regency_code = %s AND s.sender = b.sender AND s.kind = b.kind
                          AND s.id < b.submission_id AND s.rows_in > 0
 WHERE b.corrects_id IS NULL
"""
_FIND_CORRECTED = """
WITH shared AS (
    SELECT e.submission_id, e.earlier_id, count(*) AS rows_shared
      FROM earlier_submission e
      JOIN incoming i USING (submission_id)
     WHERE EXISTS (SELECT 1 FROM intake_stagedrow r
                    WHERE r.regency_code = %s AND r.submission_id = e.earlier_id AND r.row_hash = i.row_hash)
     GROUP BY 1, 2
), best AS (
    SELECT DISTINCT ON (submission_id) submission_id, earlier_id, rows_shared
      FROM shared ORDER BY submission_id, rows_shared DESC, earlier_id DESC
)
UPDATE batch b SET corrects_id = best.earlier_id
  FROM best
 WHERE best.submission_id = b.submission_id
   AND best.rows_shared * 100 >= %s * (SELECT count(*) FROM incoming i WHERE i.submission_id = b.submission_id)
"""

_PLACES = """
CREATE TEMPORARY TABLE earlier_row ON COMMIT DROP AS
SELECT DISTINCT ON (i.submission_id, i.line)
       i.submission_id, i.line, r.submission_id AS earlier_id, r.line AS earlier_line, r.outcome, r.person_id,
       r.row_hash = i.row_hash AS unchanged
  FROM batch b
  JOIN incoming i USING (submission_id)
  JOIN intake_stagedrow r ON r.regency_code = %s AND r.submission_id = b.corrects_id
                         AND (r.row_hash = i.row_hash OR (r.sheet = i.sheet AND r.row = i.row))
 WHERE b.corrects_id IS NOT NULL
 ORDER BY i.submission_id, i.line, (r.row_hash = i.row_hash) DESC, (r.sheet = i.sheet AND r.row = i.row) DESC, r.line
"""


def find_what_is_corrected(regency_code: str) -> None:
    """Set `batch.corrects_id` and create `earlier_row`: for each row, the row of the earlier file it stands for.

    A file corrects the earlier one of the same sender and kind that shares most rows with it, if that is at least
    30 % of its own. A row stands for the identical one, else for the one at the same sheet and row.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [regency_code])
        if cursor.rowcount:
            cursor.execute("ANALYZE earlier_submission")
            cursor.execute(_FIND_CORRECTED, [regency_code, SHARE_THAT_MAKES_A_CORRECTION_PERCENT])
        cursor.execute(_PLACES, [regency_code])
        cursor.execute("ANALYZE earlier_row")
