"""Rows that wait, as a verifier takes them up: grouped by what they wait for, each group with what it is worth.

Worth is that of pairs (`duplicates.worth`): months of cover that hang on an answer, times the month's contribution of
an own-account worker at the lowest basis. A worker's row: the coming year; the insurer's: the months it tells; nothing
for somebody recorded as dead and for notices of death. It only orders the queue.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from semesta.bulk import read_lines
from semesta.duplicates.worth import MONTHS_AHEAD, month_rp
from semesta.intake.outcome_finding import CODES
from semesta.intake.suggestion import CAUSES
from semesta.intake.words import reason_in_words
from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.law import default_law_folder, load_law
from semesta.sheets.catalogue import kinds

_CAUSE = """
WITH waiting AS (
    SELECT r.submission_id, r.line, r.sheet, r.row, r.reason, s.kind, s.state, s.sender
      FROM intake_stagedrow r JOIN intake_submission s ON s.id = r.submission_id
     WHERE r.regency_code = %(regency)s AND r.outcome = 'waiting' AND r.corrected_by_id IS NULL
), found AS MATERIALIZED (
    SELECT submission_id, sheet, "row", code FROM intake_rowfinding
     WHERE regency_code = %(regency)s AND code = ANY(%(causes)s)
), first AS (
    SELECT DISTINCT ON (w.submission_id, w.line) w.submission_id, w.line, f.code
      FROM waiting w JOIN found f USING (submission_id, sheet, "row")
     WHERE w.state = 'resolved'
     ORDER BY w.submission_id, w.line, array_position(%(causes)s::text[], f.code::text)
), cause AS (
    SELECT w.*, coalesce(f.code, w.reason) AS cause
      FROM waiting w LEFT JOIN first f USING (submission_id, line)
)
"""
"""SQL: every row that waits with its cause: the first of the findings that can make a row wait, else the reason."""
_GROUPS = """
SELECT c.cause, count(*) AS rows, count(DISTINCT c.submission_id) AS lists,
       sum(CASE WHEN c.reason = 'recorded_dead' OR c.kind = 'deaths' THEN 0
                WHEN c.kind <> 'insurer' THEN %(year)s
                WHEN x.paid_until_on >= x.active_from_on
                THEN (extract(year FROM x.paid_until_on) - extract(year FROM x.active_from_on)) * 12
                     + extract(month FROM x.paid_until_on) - extract(month FROM x.active_from_on) + 1
                ELSE 0 END)::bigint AS worth_months
  FROM cause c LEFT JOIN intake_waitingrow x
    ON c.kind = 'insurer' AND x.regency_code = %(regency)s AND x.submission_id = c.submission_id AND x.line = c.line
 GROUP BY 1 ORDER BY worth_months DESC, rows DESC, cause
"""
_LISTS = """
SELECT submission_id, sender, kind, count(*) AS rows, min(line) AS first_line FROM cause
 WHERE cause = %(cause)s GROUP BY 1, 2, 3 ORDER BY rows DESC, submission_id DESC LIMIT %(most)s
"""


def rows_that_wait(regency_code: str, month: Month) -> list[dict[str, Any]]:
    """Return what rows wait for, worth most first: cause (code of a finding, or a reason), rows, lists, worth_months,
    worth_rp by the law of the month. Only rows of lists that the reader sees.
    """
    lines = read_lines(_CAUSE + _GROUPS, {"regency": regency_code, "causes": list(CAUSES), "year": MONTHS_AHEAD})
    return [line | {"worth_rp": line["worth_months"] * _month_rp(month)} for line in lines]


def lists_that_wait(regency_code: str, cause: str, *, most: int = 20) -> list[dict[str, Any]]:
    """Return the lists with most rows that wait for a cause: submission_id, sender, kind, rows, first_line."""
    return read_lines(_CAUSE + _LISTS, {"regency": regency_code, "causes": list(CAUSES), "cause": cause, "most": most})


def cause_in_words(cause: str, language: Language) -> str:
    """Return what a row waits for in words: the title of its finding, else its reason."""
    kind = kinds().get(cause) or kinds().get(CODES.get(cause, ""))
    return kind.title(language) if kind is not None else reason_in_words("waiting", cause, language)


@cache
def _month_rp(month: Month) -> int:
    return month_rp(load_law(default_law_folder()), month)
