"""Bring found pairs into the table: a pair is there once, decided pairs keep what they were decided on."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db import connection

from semesta.bulk import copy_frame
from semesta.duplicates.search import PAIR, Found

_TABLES = """
DROP TABLE IF EXISTS found_pair, linked_row, left_person;
CREATE TEMPORARY TABLE found_pair (
    person_id bigint, record_id bigint, submission_id bigint, line integer, link_type text, band text, reason text,
    weight double precision, levels jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE linked_row (submission_id bigint, line integer) ON COMMIT DROP;
CREATE TEMPORARY TABLE left_person (id bigint PRIMARY KEY) ON COMMIT DROP
"""
_NUMBER_ROWS = """
WITH asked AS (
    SELECT DISTINCT submission_id, line FROM found_pair WHERE submission_id IS NOT NULL
), numbered AS (
    SELECT a.submission_id, a.line, coalesce(k.record_id, nextval('people_person_number')) AS record_id
      FROM asked a LEFT JOIN (SELECT DISTINCT submission_id, line, record_id FROM duplicates_pair
                               WHERE regency_code = %(regency)s AND submission_id IS NOT NULL) k
                USING (submission_id, line)
)
UPDATE found_pair f SET record_id = n.record_id
  FROM numbered n WHERE f.submission_id = n.submission_id AND f.line = n.line
"""
_KEEP = """
INSERT INTO duplicates_pair AS p (regency_code, number, person_id, record_id, submission_id, line, link_type, band,
                                  reason, weight, levels, model_version, worth_months, worth_rp, verdict, decided_by,
                                  against)
SELECT %(regency)s, nextval('duplicates_pair_number'), person_id, record_id, submission_id, line, link_type, band,
       reason, weight, levels, %(version)s, 0, 0, '', '', '[]'
  FROM (SELECT * FROM found_pair ORDER BY person_id, record_id) f
ON CONFLICT (regency_code, person_id, record_id) DO UPDATE
   SET band = excluded.band, reason = excluded.reason, weight = excluded.weight, levels = excluded.levels,
       model_version = excluded.model_version, against = '[]'
 WHERE p.verdict = '' AND (p.band, p.reason, p.weight, p.levels, p.model_version)
       IS DISTINCT FROM (excluded.band, excluded.reason, excluded.weight, excluded.levels, excluded.model_version)
   AND NOT (p.reason = 'conflict' AND excluded.band = 'machine' AND p.model_version = excluded.model_version)
"""
_FORGET = """
DELETE FROM duplicates_pair p
 WHERE p.regency_code = %(regency)s AND p.verdict = ''
   AND (CASE WHEN p.submission_id IS NULL
             THEN (%(is_full)s OR p.person_id = ANY(%(new)s) OR p.record_id = ANY(%(new)s))
              AND NOT EXISTS (SELECT 1 FROM left_person l WHERE l.id IN (p.person_id, p.record_id))
             ELSE EXISTS (SELECT 1 FROM linked_row l WHERE l.submission_id = p.submission_id AND l.line = p.line) END)
   AND NOT EXISTS (SELECT 1 FROM found_pair f WHERE f.person_id = p.person_id AND f.record_id = p.record_id)
   AND NOT EXISTS (SELECT 1 FROM duplicates_decision d
                    WHERE d.regency_code = p.regency_code AND d.pair_number = p.number)
"""


def keep_pairs(
    regency_code: str, found: Found, *, version: str, new_persons: list[int], left: pl.Series, is_full: bool
) -> dict[str, int]:
    """Store the found pairs, forget undecided ones that are no longer found; return `pairs_found`, `pairs_kept` (new
    or changed), `pairs_forgotten`. A pair that anything was ever decided of stays, and so do those of two persons of
    whom one is `left` (ids) for the next search.
    """
    if not found.people_compared:  # of two persons nothing was looked for, so nothing is forgotten
        new_persons, is_full = [], False
    values: dict[str, Any] = {
        "regency": regency_code, "version": version, "new": new_persons, "is_full": is_full,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        copy_frame(found.pairs.select(*PAIR), "found_pair")
        copy_frame(found.linked_rows, "linked_row")
        copy_frame(left.rename("id").to_frame(), "left_person")
        cursor.execute(_NUMBER_ROWS, values)
        cursor.execute(
            "CREATE INDEX ON found_pair (person_id, record_id); CREATE INDEX ON linked_row (submission_id, line)"
        )
        cursor.execute("ANALYZE found_pair; ANALYZE linked_row; ANALYZE left_person")
        cursor.execute(_KEEP, values)
        kept = cursor.rowcount
        cursor.execute(_FORGET, values)
        forgotten = cursor.rowcount
    return {"pairs_found": found.pairs.height, "pairs_kept": kept, "pairs_forgotten": forgotten}
