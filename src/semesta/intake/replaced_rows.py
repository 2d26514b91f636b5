"""Rows whose place a corrected list took, as matching sees them: which stand there unchanged, and who they are not."""

from __future__ import annotations

import polars as pl

from semesta.accounts.actor import Actor
from semesta.bulk import read_frame, read_lines
from semesta.duplicates.actions import forget_questions, inherit_pairs, release_rows
from semesta.duplicates.actions.replacing import REPLACED
from semesta.duplicates.left_for_next import PLACE
from semesta.duplicates.search import STANDING

_UNCHANGED = """
WITH list AS (
    SELECT DISTINCT r.submission_id, r.corrected_by_id AS later_id
      FROM duplicates_pair p JOIN intake_stagedrow r
        ON r.regency_code = p.regency_code AND r.submission_id = p.submission_id AND r.line = p.line
     WHERE p.regency_code = {regency} AND r.corrected_by_id IS NOT NULL
), placed AS (
    SELECT submission_id, line, row_hash, corrected_by_id, outcome, waited_for, coalesce(waited_for, reason) AS cause,
           row_number() OVER (PARTITION BY submission_id, row_hash ORDER BY line) AS copy
      FROM intake_stagedrow
     WHERE regency_code = {regency} AND row_hash <> ''
       AND submission_id IN (SELECT submission_id FROM list UNION SELECT later_id FROM list)
)
SELECT f.submission_id, f.line, l.submission_id AS later_id, l.line AS later_line
  FROM placed f JOIN placed l ON l.submission_id = f.corrected_by_id AND l.row_hash = f.row_hash AND l.copy = f.copy
 WHERE (l.outcome = 'waiting' OR l.waited_for IS NOT NULL) AND l.cause = f.cause
   AND EXISTS (SELECT 1 FROM duplicates_pair p WHERE p.regency_code = {regency}
                                                 AND p.submission_id = f.submission_id AND p.line = f.line)
   AND NOT EXISTS (SELECT 1 FROM duplicates_pair p WHERE p.regency_code = {regency}
                                                     AND p.submission_id = l.submission_id AND p.line = l.line)
"""
"""SQL: rows with pairs that stand on the list which corrected theirs just as they were (of equal ones the second for
the second, as in `corrections`), and that wait there for the same cause."""
_TOLD_APART = """
SELECT DISTINCT coalesce(h.merged_into, h.id) AS id, r.corrected_by_id AS submission_id
  FROM duplicates_pair p
  JOIN intake_stagedrow r ON r.regency_code = p.regency_code AND r.submission_id = p.submission_id AND r.line = p.line
  JOIN people_person h ON h.regency_code = p.regency_code AND h.id = p.person_id
 WHERE p.regency_code = {regency} AND p.verdict <> 'same' AND r.corrected_by_id IS NOT NULL
   AND EXISTS (SELECT 1 FROM duplicates_decision d
                WHERE d.regency_code = p.regency_code AND d.pair_number = p.number AND d.by = 'person'
                  AND d.verdict <> 'same')
"""


def follow_corrections(actor: Actor, regency_code: str) -> bool:
    """Let the pairs of rows whose place a corrected list took follow: inherited by the row that stands there unchanged,
    else what was joined is taken back and nothing more is asked. Return whether there was any.

    The outcome of the rows follows by `row_outcomes.carry_out`.
    """
    any_moved = False
    while (moved := unchanged_rows(regency_code)).height:  # again for a list that was corrected twice meanwhile
        inherit_pairs(actor, regency_code, moved)
        any_moved = True
    gone = _superseded(regency_code)
    if gone.height:
        release_rows(actor, regency_code, gone, reason="corrected")
    replaced = _asked_of_replaced(regency_code)
    if replaced.height:
        forget_questions(actor, regency_code, replaced)
    return any_moved or gone.height > 0


def unchanged_rows(regency_code: str) -> pl.DataFrame:
    """Return the rows whose pairs the identical row of a corrected list inherits (`inherit_pairs`)."""
    schema = {"submission_id": pl.Int64, "line": pl.Int32, "later_id": pl.Int64, "later_line": pl.Int32}
    return read_frame(_UNCHANGED, schema, regency=regency_code)


def told_apart(regency_code: str) -> pl.DataFrame:
    """Return of which persons people said that a row replaced by these lists is not theirs (`search.STANDING`).

    Which row of the list stands for the replaced one is not kept, so all of its rows are asked about those persons.
    """
    return read_frame(_TOLD_APART, STANDING, regency=regency_code)


def _superseded(regency_code: str) -> pl.DataFrame:
    lines = read_lines(
        "SELECT submission_id, line FROM intake_stagedrow"
        " WHERE regency_code = %s AND waited_for IS NOT NULL AND corrected_by_id IS NOT NULL",
        [regency_code],
    )
    return pl.DataFrame(lines, schema=PLACE)


def _asked_of_replaced(regency_code: str) -> pl.DataFrame:
    """Return the rows that something is asked of although a corrected list took their place."""
    lines = read_lines(
        "SELECT DISTINCT p.submission_id, p.line FROM duplicates_pair p JOIN intake_stagedrow r"
        "    ON r.regency_code = p.regency_code AND r.submission_id = p.submission_id AND r.line = p.line"
        " WHERE p.regency_code = %s AND p.verdict = '' AND p.reason <> %s AND r.corrected_by_id IS NOT NULL",
        [regency_code, REPLACED],
    )
    return pl.DataFrame(lines, schema=PLACE)
