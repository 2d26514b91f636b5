"""What becomes of pairs whose row was replaced by a corrected list, or whose row somebody else fits as well."""

from __future__ import annotations

import polars as pl
from django.db import connection, transaction

from semesta.accounts.actor import Actor, may_decide, require
from semesta.audit.actions import record
from semesta.bulk import copy_frame, execute, read_lines
from semesta.duplicates.second_look import BETTER_PERSON
from semesta.duplicates.standing import refresh

REPLACED = "replaced"
"""Reason of a pair that nobody is asked about because its row is no more; its decisions stay on record."""
_OF_ROWS = "SELECT unnest(%(submissions)s::bigint[]) AS submission_id, unnest(%(lines)s::int[]) AS line"


@transaction.atomic
def inherit_pairs(actor: Actor, regency_code: str, moved: pl.DataFrame) -> int:
    """Let rows that stand unchanged on a corrected list have the pairs, and so the decisions, of the former row.

    `moved`: submission_id, line of the former row, later_id, later_line; the later row has no pairs. The record number
    set aside for the row goes with them. Return how many pairs moved.
    """
    require(may_decide(actor, regency_code), actor=actor, to="pass on decisions in", region_code=regency_code)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS moved_row")
        cursor.execute(
            "CREATE TEMPORARY TABLE moved_row (submission_id bigint, line int, later_id bigint, later_line int)"
            " ON COMMIT DROP"
        )
        copy_frame(moved.select("submission_id", "line", "later_id", "later_line"), "moved_row")
        cursor.execute("ANALYZE moved_row")
        cursor.execute(
            "UPDATE duplicates_pair p SET submission_id = m.later_id, line = m.later_line FROM moved_row m"
            " WHERE p.regency_code = %s AND p.submission_id = m.submission_id AND p.line = m.line",
            [regency_code],
        )
        pairs = int(cursor.rowcount)
    _tell(actor, "inherit_pairs", regency_code, pairs)
    return pairs


@transaction.atomic
def release_rows(actor: Actor, regency_code: str, rows: pl.DataFrame, *, reason: str) -> int:
    """Take back what was decided the same of rows (submission_id, line), for a reason of the program's own: a corrected
    file took their place, or somebody else is as near; return how many decisions were taken back.
    """
    require(may_decide(actor, regency_code), actor=actor, to="release rows of", region_code=regency_code)
    lines = read_lines(
        "INSERT INTO duplicates_decision (regency_code, number, pair_number, verdict, by, actor, reason, undoes_id)"
        " SELECT p.regency_code, nextval('duplicates_decision_number'), p.number, 'undone', 'machine', %(actor)s,"
        f"       %(reason)s, p.decision_id FROM duplicates_pair p JOIN ({_OF_ROWS}) r USING (submission_id, line)"
        "  WHERE p.regency_code = %(regency)s AND p.verdict = 'same' RETURNING pair_number",
        _values(regency_code, rows) | {"actor": actor.name, "reason": reason},
    )
    refresh(regency_code, [line["pair_number"] for line in lines])
    _tell(actor, "release_rows", regency_code, len(lines))
    return len(lines)


def ask_again(actor: Actor, regency_code: str, rows: pl.DataFrame) -> int:
    """Take back the machine's joins of rows (submission_id, line) for which somebody else is now as near, and ask.

    Return how many. Part of a search, which settles merges at its end.
    """
    taken = release_rows(actor, regency_code, rows, reason=BETTER_PERSON)
    execute(
        f"UPDATE duplicates_pair p SET band = 'queue', reason = '{BETTER_PERSON}' FROM ({_OF_ROWS}) r"
        " WHERE p.regency_code = %(regency)s AND p.submission_id = r.submission_id AND p.line = r.line"
        "   AND p.verdict = '' AND p.band = 'machine'",
        _values(regency_code, rows),
    )
    return taken


@transaction.atomic
def forget_questions(actor: Actor, regency_code: str, rows: pl.DataFrame) -> int:
    """Ask nobody any more about rows (submission_id, line) whose place a corrected list took; return the pairs gone.

    A pair of which anything was ever decided stays with its decisions, for the reason `REPLACED`.
    """
    require(may_decide(actor, regency_code), actor=actor, to="forget questions of", region_code=regency_code)
    values = _values(regency_code, rows)
    undecided = "p.regency_code = %(regency)s AND p.submission_id = r.submission_id AND p.line = r.line"
    gone = execute(
        f"DELETE FROM duplicates_pair p USING ({_OF_ROWS}) r WHERE {undecided} AND p.verdict = ''"
        "   AND NOT EXISTS (SELECT 1 FROM duplicates_decision d"
        "                    WHERE d.regency_code = p.regency_code AND d.pair_number = p.number)",
        values,
    )
    kept = execute(
        f"UPDATE duplicates_pair p SET reason = '{REPLACED}', worth_months = 0, worth_rp = 0 FROM ({_OF_ROWS}) r"
        f" WHERE {undecided} AND p.verdict = '' AND p.reason <> '{REPLACED}'",
        values,
    )
    _tell(actor, "forget_questions", regency_code, gone + kept)
    return gone + kept


def _values(regency_code: str, rows: pl.DataFrame) -> dict[str, object]:
    return {
        "regency": regency_code, "submissions": rows["submission_id"].to_list(), "lines": rows["line"].to_list(),
    }  # fmt: skip


def _tell(actor: Actor, action: str, regency_code: str, pairs: int) -> None:
    if pairs:
        record(
            actor, action, object_type="pair", object_id="*", region_code=regency_code, detail={"pairs": pairs}
        )  # fmt: skip
