"""A later extract of a sender takes the place of its earlier ones, for the months it speaks of.

An extract speaks of the members it names, from the first month it gives them. One that corrects an earlier file speaks
of all of that file: who is gone from it was never a member, unless it shows itself as the next month's extract, in
which who has left is simply missing. What other senders say is never touched.
"""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from semesta.bulk import read_lines

NEXT_MONTH_PERCENT = 20
"""From this share of members paid further than in the earlier extract on, it is that of a later month."""
OLDER_MONTH_PERCENT = 50
OLDER_MONTH_MEMBERS = 10
"""More than this share, of at least so many members, paid less far: it is an older month's and takes nothing back."""

_NONE = """
CREATE TEMPORARY TABLE superseded_spell (
    by_submission_id bigint, submission_id bigint, line integer, from_month date
) ON COMMIT DROP
"""
_ANY_FORMER = """
SELECT EXISTS (SELECT 1 FROM intake_submission f JOIN batch b ON f.sender = b.sender AND f.kind = b.kind
                WHERE f.regency_code = %s AND b.kind = 'insurer' AND f.rows_in > 0 AND f.id < b.submission_id)
"""
_NAMED = """
CREATE TEMPORARY TABLE named_member ON COMMIT DROP AS
SELECT submission_id, person_id, min(start_month) AS start_month, max(end_month) AS end_month
  FROM recognised_spell GROUP BY 1, 2
"""
_FORMER = """
CREATE TEMPORARY TABLE former_spell ON COMMIT DROP AS
SELECT b.submission_id AS by_submission_id, s.submission_id, s.line, s.person_id, s.start_month, s.end_month,
       coalesce(s.superseded_from_month, s.end_month) AS valid_until,
       coalesce(b.corrects_id = s.submission_id, false) AS corrected
  FROM batch b
  JOIN intake_submission f ON f.regency_code = %(regency)s AND f.sender = b.sender AND f.kind = b.kind
                          AND f.id < b.submission_id
  JOIN membership_spell s ON s.regency_code = %(regency)s AND s.submission_id = f.id
 WHERE b.kind = 'insurer' AND b.stop_reason = '' AND coalesce(s.superseded_from_month, s.end_month) > s.start_month
   AND EXISTS (SELECT 1 FROM named_member n WHERE n.submission_id = b.submission_id)
"""
_COMPARED = """
CREATE TEMPORARY TABLE compared_extract ON COMMIT DROP AS
WITH former AS (
    SELECT by_submission_id, submission_id, person_id, max(end_month) AS end_month FROM former_spell GROUP BY 1, 2, 3
), moved AS (
    SELECT f.by_submission_id, f.submission_id, count(*) AS members,
           count(*) FILTER (WHERE n.end_month > f.end_month) AS further,
           count(*) FILTER (WHERE n.end_month < f.end_month) AS less_far
      FROM former f JOIN named_member n ON n.submission_id = f.by_submission_id AND n.person_id = f.person_id
     GROUP BY 1, 2
)
SELECT by_submission_id, submission_id, less_far, further * 100 >= members * %(next)s AS is_of_next_month,
       less_far * 100 > members * %(older)s AND members >= %(fewest)s AS is_of_older_month
  FROM moved m
 WHERE EXISTS (SELECT 1 FROM earlier_submission e WHERE e.submission_id = m.by_submission_id)
"""
"""Only extracts that nobody said to correct a certain file: there the figures decide."""
_SUPERSEDED = """
INSERT INTO superseded_spell
SELECT f.by_submission_id, f.submission_id, f.line,
       CASE WHEN f.corrected AND NOT coalesce(c.is_of_next_month, false) THEN f.start_month
            ELSE greatest(f.start_month, n.start_month) END
  FROM former_spell f
  LEFT JOIN named_member n ON n.submission_id = f.by_submission_id AND n.person_id = f.person_id
  LEFT JOIN compared_extract c ON c.by_submission_id = f.by_submission_id AND c.submission_id = f.submission_id
 WHERE NOT coalesce(c.is_of_older_month, false)
   AND ((f.corrected AND NOT coalesce(c.is_of_next_month, false)) OR f.valid_until > n.start_month)
   AND NOT EXISTS (SELECT 1 FROM earlier_row e
                    WHERE e.submission_id = f.by_submission_id AND e.earlier_id = f.submission_id
                      AND e.earlier_line = f.line
                      AND NOT EXISTS (SELECT 1 FROM recognised_spell s
                                       WHERE s.submission_id = e.submission_id AND s.line = e.line))
"""
"""A row whose later version waits, or says no period, has not been taken back: its spell stays."""


def find_what_extracts_supersede(regency_code: str) -> None:
    """Create `superseded_spell` (by_submission_id, submission_id, line, from_month) from `recognised_spell`.

    Afterwards it names every spell of an earlier extract of the same sender that an extract of this batch takes the
    place of, and the first month from which it does; `compared_extract` says which extracts are of an older month.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NONE)
        cursor.execute(_ANY_FORMER, [regency_code])
        if not cursor.fetchone()[0]:
            return
        cursor.execute(_NAMED)
        cursor.execute(_FORMER, {"regency": regency_code})
        cursor.execute("ANALYZE named_member; ANALYZE former_spell; ANALYZE recognised_spell")
        cursor.execute(
            _COMPARED,
            {"next": NEXT_MONTH_PERCENT, "older": OLDER_MONTH_PERCENT, "fewest": OLDER_MONTH_MEMBERS},
        )
        cursor.execute("ANALYZE compared_extract")
        cursor.execute(_SUPERSEDED)
        cursor.execute("ANALYZE superseded_spell")


def findings_about_extracts() -> dict[int, list[dict[str, str]]]:
    """Return per submission of the batch what its extract undid, as findings about the file: code, before, detail."""
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for line in _lines_of("taken_back"):
        for code, number, persons in (
            ("months_taken_back", line["months"], line["persons"]),
            ("months_changed", line["months_changed"], line["persons_changed"]),
        ):
            if number:
                found[line["submission_id"]].append(_finding(code, before=str(persons), detail=str(number)))
    for line in _lines_of("compared_extract"):
        if line["is_of_older_month"]:
            finding = _finding(
                "extract_of_older_month", before=str(line["submission_id"]), detail=str(line["less_far"])
            )
            found[line["by_submission_id"]].append(finding)
    return found


def findings_about_deciles() -> dict[int, list[dict[str, str]]]:
    """Return per welfare extract of the batch of how many persons it told a decile, from whom and as of when."""
    if not _lines_of("batch", where="kind = 'welfare'"):
        return {}
    told = read_lines(
        "SELECT b.submission_id, b.sender, b.as_of_on, count(DISTINCT w.person_id) AS persons"
        "  FROM batch b LEFT JOIN person_welfare w USING (submission_id) WHERE b.kind = 'welfare' GROUP BY 1, 2, 3"
    )
    return {
        line["submission_id"]: [
            _finding("deciles_told", before=line["sender"], detail=str(line["persons"]))
            | {"after": str(line["as_of_on"])}
        ]
        for line in told
    }


def _lines_of(table: str, *, where: str = "true") -> list[dict[str, int]]:
    (asked,) = read_lines("SELECT to_regclass('pg_temp.' || %s) IS NOT NULL AS is_there", [table])
    return read_lines(f"SELECT * FROM {table} WHERE {where} ORDER BY 1, 2") if asked["is_there"] else []


def _finding(code: str, *, before: str, detail: str) -> dict[str, str]:
    return {"code": code, "sheet": "", "before": before, "after": "", "detail": detail}
