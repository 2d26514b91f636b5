"""The outcome of rows follows from the decisions that stand: rows are merged, or wait again, with what they tell.

A merged row has a record of its own, merged into its person, with the livelihood, death or months that it told; taking
the decision back removes that record and gives the row its former outcome.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from semesta.accounts.actor import Actor
from semesta.audit.actions import record
from semesta.bulk import read_lines
from semesta.duplicates.standing import settle_merges, tied_if_few
from semesta.intake.settling import settle_records
from semesta.intake.staging import INCOMING, stage
from semesta.kernel.month import Month
from semesta.membership.actions import remove_record_months
from semesta.people.actions import remove_records

MONTHS_PAID_AHEAD = 12
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


def carry_out(actor: Actor, regency_code: str, *, today: date, pair: dict[str, Any] | None = None) -> dict[str, int]:
    """Let the outcome of every row, and the records rows have of their own, follow from the decisions that stand.

    `pair`: only the row of this pair, after a decision on it. Return `rows_matched` and `rows_released`.
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
    settle_merges(actor, regency_code, among=tied_if_few(regency_code, _records_of_changed(regency_code)))
    counts = {"rows_matched": matched, "rows_released": released}
    record(
        actor, "carry_out_matches", object_type="submission", object_id="*", region_code=regency_code, detail=counts
    )  # fmt: skip
    return counts


def _records_of_changed(regency_code: str) -> list[int]:
    """Return the records of the rows of `row_change`, and the persons that anything was decided or asked of them."""
    lines = read_lines(
        "SELECT DISTINCT r.id FROM row_change c"
        "  LEFT JOIN duplicates_pair p"
        "         ON p.regency_code = %s AND p.submission_id = c.submission_id AND p.line = c.line"
        " CROSS JOIN LATERAL (VALUES (c.record_id), (c.former_record_id), (p.person_id), (p.record_id)) AS r(id)"
        " WHERE r.id IS NOT NULL",
        [regency_code],
    )
    return [line["id"] for line in lines]
