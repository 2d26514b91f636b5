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

_NO_PLACES = """
CREATE TEMPORARY TABLE earlier_row (
    submission_id bigint, line integer, earlier_id bigint, earlier_line integer, person_id bigint, unchanged boolean
) ON COMMIT DROP
"""
_LATER = """
CREATE TEMPORARY TABLE later_row ON COMMIT DROP AS
SELECT i.submission_id, i.line, b.corrects_id AS earlier_id, i.sheet, i.row, i.nik, i.nik_written, i.name_key,
       i.name_token, i.birth_on, i.kk, i.row_hash,
       row_number() OVER (PARTITION BY i.submission_id, i.row_hash ORDER BY i.line) AS copy
  FROM batch b JOIN incoming i USING (submission_id)
 WHERE b.corrects_id IS NOT NULL
"""
_FORMER = """
CREATE TEMPORARY TABLE former_row ON COMMIT DROP AS
SELECT r.submission_id AS earlier_id, r.line AS earlier_line,
       CASE WHEN r.waited_for IS NULL THEN r.person_id END AS person_id, -- what matching merged is judged anew
       r.sheet, r.row, r.nik, r.nik_written,
       r.name_key, r.name_token, r.birth_on, r.kk, r.row_hash,
       row_number() OVER (PARTITION BY r.submission_id, r.row_hash ORDER BY r.line) AS copy
  FROM intake_stagedrow r
 WHERE r.regency_code = %s AND r.submission_id IN (SELECT corrects_id FROM batch)
"""
_SAME = """
INSERT INTO earlier_row
SELECT l.submission_id, l.line, f.earlier_id, f.earlier_line, f.person_id, true
  FROM later_row l JOIN former_row f USING (earlier_id, row_hash, copy)
"""
_CHANGED = """
INSERT INTO earlier_row
SELECT DISTINCT ON (submission_id, earlier_line) *
  FROM (SELECT DISTINCT ON (l.submission_id, l.line)
               l.submission_id, l.line, f.earlier_id, f.earlier_line, f.person_id, false
          FROM later_row l JOIN former_row f USING (earlier_id, {keys})
         WHERE {condition}
           AND NOT EXISTS (SELECT 1 FROM earlier_row e WHERE e.submission_id = l.submission_id AND e.line = l.line)
           AND NOT EXISTS (SELECT 1 FROM earlier_row e
                            WHERE e.submission_id = l.submission_id AND e.earlier_line = f.earlier_line)
         ORDER BY l.submission_id, l.line, f.earlier_line) found
 ORDER BY submission_id, earlier_line, line
"""
_LIKE = """
(l.nik_written = f.nik_written OR l.name_key = f.name_key OR l.name_token = f.name_token
 OR (l.birth_on = f.birth_on AND to_char(l.birth_on, 'MM-DD') NOT IN ('01-01', '12-31')))
"""
"""The two rows speak of one person: something that tells people apart stayed as it was."""

_WAYS = [
    ("sheet, row", _LIKE),
    ("nik", "true"),
    ("name_key, birth_on", "true"),
    ("name_key, kk", "true"),
    ("name_key", "f.person_id IS NOT NULL AND (l.kk IS NULL OR f.kk IS NULL)"),
]
"""How a changed row is found again: at its place if it speaks of the same person, else by what stayed of it. By the
name alone only a known person is found, and only where no family card could tell; see recognition for what follows."""


def find_what_is_corrected(regency_code: str) -> None:
    """Set `batch.corrects_id` and create `earlier_row`: for each row, the row of the earlier file it stands for.

    A file corrects the earlier one of the same sender and kind that shares most rows with it, if that is at least
    30 % of its own. A row stands for the identical one (the second copy for the second), else for the one of the same
    person at the same sheet and row, else elsewhere; one row never stands for two.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [regency_code])
        if cursor.rowcount:
            cursor.execute("ANALYZE earlier_submission")
            cursor.execute(_FIND_CORRECTED, [regency_code, SHARE_THAT_MAKES_A_CORRECTION_PERCENT])
        cursor.execute(_NO_PLACES)
        cursor.execute("SELECT EXISTS (SELECT 1 FROM batch WHERE corrects_id IS NOT NULL)")
        if cursor.fetchone()[0]:
            cursor.execute(_LATER)
            cursor.execute(_FORMER, [regency_code])
            cursor.execute("ANALYZE later_row; ANALYZE former_row")
            cursor.execute(_SAME)
            for keys, condition in _WAYS:
                cursor.execute("ANALYZE earlier_row")
                cursor.execute(_CHANGED.format(keys=keys, condition=condition))
        cursor.execute("ANALYZE earlier_row")
