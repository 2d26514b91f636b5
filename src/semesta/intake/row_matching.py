"""Rows that wait for a usable NIK, linked to the register: merged by the machine, asked of people, or left waiting.

What a row has as outcome follows from the decisions that stand (`duplicates`): a merged row has a record of its own,
merged into its person, with the livelihood, death or months that it told; taking the decision back removes that record
and gives the row its former outcome. So any order of merging and undoing ends in the same register.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection, transaction

from semesta.accounts.actor import Actor
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.duplicates.actions import (
    Verdict,
    decide_pair,
    find_duplicates,
    forget_questions,
    inherit_pairs,
    release_rows,
    undo_decision,
)
from semesta.duplicates.actions.replacing import REPLACED
from semesta.duplicates.errors import AlreadyDecidedError, ClaimedError, ConflictError, NoPairError, ReplacedError
from semesta.duplicates.queries import pair_line
from semesta.duplicates.standing import settle_merges, tied_to, wait_for_turn
from semesta.intake.known_before import people_on_lists
from semesta.intake.replaced_rows import told_apart, unchanged_rows
from semesta.intake.row_frame import rows_to_match
from semesta.intake.settling import settle_records
from semesta.intake.staging import INCOMING, stage
from semesta.kernel.month import Month
from semesta.matching.model import Model
from semesta.membership.actions import remove_record_months
from semesta.people.actions import remove_records

MONTHS_PAID_AHEAD = 12
_PLACE = {"submission_id": pl.Int64, "line": pl.Int32}
_CHANGE = """
CREATE TEMPORARY TABLE row_change ON COMMIT DROP AS
WITH wanted AS (
    SELECT p.submission_id, p.line, p.record_id, p.decided_by FROM duplicates_pair p
      JOIN intake_stagedrow r ON r.regency_code = %(regency)s AND r.submission_id = p.submission_id AND r.line = p.line
     WHERE p.regency_code = %(regency)s AND p.verdict = 'same' AND p.submission_id IS NOT NULL
       AND r.corrected_by_id IS NULL AND (r.waited_for IS NOT NULL OR r.outcome = 'waiting')
       AND (%(submission)s::bigint IS NULL OR (p.submission_id, p.line) = (%(submission)s, %(line)s))
), present AS (
    SELECT submission_id, line, person_id, reason FROM intake_stagedrow
     WHERE regency_code = %(regency)s AND waited_for IS NOT NULL
       AND (%(submission)s::bigint IS NULL OR (submission_id, line) = (%(submission)s, %(line)s))
)
SELECT coalesce(w.submission_id, h.submission_id) AS submission_id, coalesce(w.line, h.line) AS line, w.record_id,
       h.person_id AS former_record_id,
       CASE w.decided_by WHEN 'machine' THEN 'matched' WHEN 'person' THEN 'decided_same' END AS reason
  FROM wanted w FULL JOIN present h ON h.submission_id = w.submission_id AND h.line = w.line
 WHERE w.record_id IS DISTINCT FROM h.person_id
    OR h.reason IS DISTINCT FROM CASE w.decided_by WHEN 'machine' THEN 'matched' ELSE 'decided_same' END
"""
_TOLD_ELSEWHERE = {"birth_told": "w.birth_told_on", "active_from": "w.active_from_on", "paid_until": "w.paid_until_on"}
_KEPT_WITH_ROW = (
    "birth_place", "birth_precision", "mother_name", "phone", "marital", "address", "dusun", "occupation", "enterprise",
    "membership_class", "programmes", "payer", "died_on", "decile",
)  # fmt: skip
_SOURCES = {
    name: "NULL" if name == "nik" else _TOLD_ELSEWHERE.get(name, f"w.{name}" if name in _KEPT_WITH_ROW else f"r.{name}")
    for name in INCOMING
}
"""Where each column of `incoming` stands; a row's record never bears a NIK, which is what the row waited for."""
_INCOMING = f"""
INSERT INTO incoming ({", ".join(INCOMING)})
SELECT {", ".join(_SOURCES.values())}
  FROM row_change c
  JOIN intake_stagedrow r ON r.regency_code = %(regency)s AND r.submission_id = c.submission_id AND r.line = c.line
  JOIN intake_waitingrow w ON w.regency_code = %(regency)s AND w.submission_id = c.submission_id AND w.line = c.line
 WHERE c.record_id IS NOT NULL AND c.former_record_id IS NULL
"""
_BATCH = """
INSERT INTO batch (submission_id, sender, kind, as_of_on, stop_reason)
SELECT id, sender, kind, as_of_on, '' FROM intake_submission WHERE id IN (SELECT submission_id FROM incoming)
"""
_VERDICT = """
CREATE TEMPORARY TABLE verdict ON COMMIT DROP AS
SELECT submission_id, line, 'merged' AS outcome, c.reason, c.record_id AS person_id, true AS is_head
  FROM incoming JOIN row_change c USING (submission_id, line)
"""
_OUTCOMES = """
UPDATE intake_stagedrow r
   SET outcome = CASE WHEN c.record_id IS NULL THEN 'waiting' ELSE 'merged' END,
       reason = CASE WHEN c.record_id IS NULL THEN r.waited_for ELSE c.reason END,
       waited_for = CASE WHEN c.record_id IS NOT NULL THEN coalesce(r.waited_for, r.reason) END,
       person_id = c.record_id
  FROM row_change c
 WHERE r.regency_code = %(regency)s AND r.submission_id = c.submission_id AND r.line = c.line
"""
_BALANCE = """
UPDATE intake_submission s SET merged = s.merged + t.more, waiting = s.waiting - t.more
  FROM (SELECT submission_id, count(*) FILTER (WHERE former_record_id IS NULL)
                              - count(*) FILTER (WHERE record_id IS NULL) AS more
          FROM row_change GROUP BY 1) t
 WHERE s.id = t.submission_id AND t.more <> 0
"""
"""Before the rows themselves change: the database holds every state of a submission to its rows."""


@transaction.atomic
def match(
    actor: Actor, regency_code: str, *, today: date, model: Model | None = None, snapshots: Path | None = None
) -> dict[str, int]:
    """Search for duplicates among persons and waiting rows and carry out what is certain; return counts.

    Keys as of `duplicates.actions.find_duplicates`, and `rows_matched`, `rows_released` (rows that were merged and no
    longer are, because a corrected file took their place or somebody came who fits as well). A row that stands
    unchanged on a corrected list has what was decided of it before; of a changed one's former row nothing is asked any
    more. Every submission's rows balance. The same again changes nothing. `model`: None for the one in use
    (UnusableModelError when the settings name none). `snapshots` as of `find_duplicates`.
    """
    wait_for_turn(regency_code)
    while (moved := unchanged_rows(regency_code)).height:  # again for a list that was corrected twice meanwhile
        inherit_pairs(actor, regency_code, moved)
    gone = _superseded(regency_code)
    if gone.height:
        release_rows(actor, regency_code, gone, reason="corrected")
    replaced = _asked_of_replaced(regency_code)
    if replaced.height:
        forget_questions(actor, regency_code, replaced)
    told = people_on_lists(regency_code)
    rows = rows_to_match(regency_code, told)
    standing = told.filter(pl.col("submission_id").is_in(rows["submission_id"].unique().implode()))
    counts = find_duplicates(
        actor, regency_code, today=today, rows=rows, standing=standing.select("id", "submission_id").unique(),
        apart=told_apart(regency_code), model=model, snapshots=snapshots,
    )  # fmt: skip
    execute("UPDATE intake_waitingrow SET is_linked = true WHERE regency_code = %s AND NOT is_linked", [regency_code])
    return counts | _carry_out(actor, regency_code, today=today)


@transaction.atomic
def decide(
    actor: Actor, regency_code: str, number: int, verdict: Verdict, *, reason: str, today: date,
    now: datetime | None = None,
) -> int:  # fmt: skip
    """Decide a pair and let persons and rows follow; return the decision's number. Errors as of
    `duplicates.actions.decide_pair`, and ReplacedError when a corrected list took the place of the pair's row.
    """
    wait_for_turn(regency_code)
    _refuse_replaced(regency_code, number)
    decision = decide_pair(actor, regency_code, number, verdict, reason=reason, now=now)
    _follow(actor, regency_code, number, today=today)
    return decision


def decide_alike(
    actor: Actor, regency_code: str, numbers: list[int], verdict: Verdict, *, reason: str, today: date, now: datetime
) -> dict[str, list[int]]:
    """Decide many pairs the same way, each by itself; return `decided` and `left`, with none lost, and `decisions`, the
    numbers of the decisions on those decided, in their order.

    Left is what meanwhile was decided, is in somebody's hand, or contradicts decisions that stand.
    """
    done: dict[str, list[int]] = {"decided": [], "decisions": [], "left": []}
    for number in numbers:
        try:
            decision = decide(actor, regency_code, number, verdict, reason=reason, today=today, now=now)
        except (AlreadyDecidedError, ClaimedError, ConflictError, NoPairError):
            done["left"].append(number)
        else:
            done["decided"].append(number)
            done["decisions"].append(decision)
    return done


@transaction.atomic
def undo(
    actor: Actor, regency_code: str, number: int, *, reason: str, today: date, decision: int | None = None,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Take back what stands decided of a pair and let persons and rows follow; `decision`, `now` and errors as of
    `duplicates.actions.undo_decision`.
    """
    undo_decision(actor, regency_code, number, reason=reason, decision=decision, now=now)
    _follow(actor, regency_code, number, today=today)


def _refuse_replaced(regency_code: str, number: int) -> None:
    lines = read_lines(
        "SELECT r.corrected_by_id FROM duplicates_pair p JOIN intake_stagedrow r"
        "    ON r.regency_code = p.regency_code AND r.submission_id = p.submission_id AND r.line = p.line"
        " WHERE p.regency_code = %s AND p.number = %s AND r.corrected_by_id IS NOT NULL",
        [regency_code, number],
    )
    if lines:
        by = lines[0]["corrected_by_id"]
        raise ReplacedError(
            f"Baris pasangan {number} sudah digantikan kiriman {by}; jalankan `semesta match` lalu lihat antrean."
            f" / Submission {by} took the place of the row of pair {number}; run `semesta match`, then see the queue."
        )


def _superseded(regency_code: str) -> pl.DataFrame:
    lines = read_lines(
        "SELECT submission_id, line FROM intake_stagedrow"
        " WHERE regency_code = %s AND waited_for IS NOT NULL AND corrected_by_id IS NOT NULL",
        [regency_code],
    )
    return pl.DataFrame(lines, schema=_PLACE)


def _asked_of_replaced(regency_code: str) -> pl.DataFrame:
    """Return the rows that something is asked of although a corrected list took their place."""
    lines = read_lines(
        "SELECT DISTINCT p.submission_id, p.line FROM duplicates_pair p JOIN intake_stagedrow r"
        "    ON r.regency_code = p.regency_code AND r.submission_id = p.submission_id AND r.line = p.line"
        " WHERE p.regency_code = %s AND p.verdict = '' AND p.reason <> %s AND r.corrected_by_id IS NOT NULL",
        [regency_code, REPLACED],
    )
    return pl.DataFrame(lines, schema=_PLACE)


def _follow(actor: Actor, regency_code: str, number: int, *, today: date) -> None:
    """Let the row of a pair, if it has one, follow from what stands decided of it."""
    pair = pair_line(regency_code, number)
    if pair["submission_id"] is not None:
        _carry_out(actor, regency_code, today=today, pair=pair)
        if pair["verdict"] != "same":  # the next match looks for somebody else
            execute(
                "UPDATE intake_waitingrow SET is_linked = false"
                " WHERE regency_code = %s AND submission_id = %s AND line = %s",
                [regency_code, pair["submission_id"], pair["line"]],
            )


def _carry_out(actor: Actor, regency_code: str, *, today: date, pair: dict[str, Any] | None = None) -> dict[str, int]:
    """Let the outcome of every row, and the records rows have of their own, follow from the decisions that stand.

    `pair`: only the row of this pair, after a decision on it.
    """
    this_month = Month.of(today)
    row = {"submission": pair and pair["submission_id"], "line": pair and pair["line"]}
    values: dict[str, Any] = {"regency": regency_code, **row}
    stage(pl.DataFrame(schema={"submission_id": pl.Int64}), [])
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, values)
        if not cursor.rowcount:
            return {"rows_matched": 0, "rows_released": 0}
        cursor.execute("ANALYZE row_change")
        cursor.execute(
            "CREATE TEMPORARY TABLE record_gone ON COMMIT DROP AS SELECT former_record_id AS person_id"
            "  FROM row_change WHERE former_record_id IS DISTINCT FROM record_id AND former_record_id IS NOT NULL"
        )
        remove_record_months(actor, regency_code)
        remove_records(actor, regency_code)
        cursor.execute(_INCOMING, values)
        cursor.execute(_BATCH)
        cursor.execute(_VERDICT)
        cursor.execute("ANALYZE incoming; ANALYZE batch; ANALYZE verdict")
        settle_records(
            actor, regency_code, since=Month(this_month.year - 1, 1), before=this_month.plus(MONTHS_PAID_AHEAD + 1)
        )
        cursor.execute(_BALANCE)
        cursor.execute(_OUTCOMES, values)
        cursor.execute("SET CONSTRAINTS submission_rows_balance IMMEDIATE")  # commit would check it all the same
        cursor.execute("SET CONSTRAINTS submission_rows_balance DEFERRED")
        cursor.execute(
            "SELECT count(*) FILTER (WHERE former_record_id IS NULL), count(*) FILTER (WHERE record_id IS NULL)"
            "  FROM row_change"
        )
        matched, released = cursor.fetchone()
    among = tied_to(regency_code, [pair["person_id"], pair["record_id"]]) if pair else None
    settle_merges(actor, regency_code, among=among)
    counts = {"rows_matched": matched, "rows_released": released}
    record(
        actor, "carry_out_matches", object_type="submission", object_id="*", region_code=regency_code, detail=counts
    )  # fmt: skip
    return counts
