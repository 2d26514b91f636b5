"""From readings to the tables of this room: the rows with their submission, the findings, and the submissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import polars as pl
from django.db import connection

from semesta.accounts.actor import Actor
from semesta.bulk import copy_frame
from semesta.intake.extracts import findings_about_deciles, findings_about_extracts
from semesta.intake.handing_in import ReadFile
from semesta.intake.models import Submission
from semesta.intake.outcome_finding import LAST_NUMBER
from semesta.intake.staging import INCOMING
from semesta.sheets.catalogue import kinds

_DOUBLE_MONTH_FINDING = f"""
INSERT INTO intake_rowfinding (regency_code, submission_id, number, sheet, row, field, code, severity, before, after,
                               detail)
SELECT %s, d.submission_id,
       coalesce(last.number, 0) + row_number() OVER (PARTITION BY d.submission_id ORDER BY d.line, d.payer),
       i.sheet, i.row, 'payer', 'two_payers', %s, d.payer, d.other_payer, d.months
  FROM (SELECT submission_id, line, payer, min(other_payer) AS other_payer,
               string_agg(DISTINCT to_char(month, 'YYYY-MM'), ', ') AS months
          FROM double_month GROUP BY 1, 2, 3) d
  JOIN incoming i USING (submission_id, line)
  LEFT JOIN {LAST_NUMBER} last USING (submission_id)
"""
_INCOMPLETE_FINDING = f"""
INSERT INTO intake_rowfinding (regency_code, submission_id, number, sheet, row, code, severity, detail)
SELECT %s, i.submission_id,
       coalesce(last.number, 0) + row_number() OVER (PARTITION BY i.submission_id ORDER BY i.line),
       i.sheet, i.row, 'cover_incomplete', %s,
       concat_ws(', ', CASE WHEN i.membership_class IS NULL THEN 'membership_class' END,
                 CASE WHEN i.programmes IS NULL THEN 'programmes' END,
                 CASE WHEN i.active_from IS NULL THEN 'active_from' END,
                 CASE WHEN i.paid_until IS NULL THEN 'paid_until' END)
  FROM incoming i JOIN batch b USING (submission_id)
  LEFT JOIN {LAST_NUMBER} last USING (submission_id)
 WHERE b.kind = 'insurer'
   AND (i.membership_class IS NULL OR i.programmes IS NULL OR i.active_from IS NULL OR i.paid_until IS NULL)
"""
_DECILE_FINDING = f"""
INSERT INTO intake_rowfinding (regency_code, submission_id, number, sheet, row, field, code, severity, before, after)
SELECT %s, t.submission_id,
       coalesce(last.number, 0) + row_number() OVER (PARTITION BY t.submission_id ORDER BY t.line),
       t.sheet, t.row, 'decile', t.code, %s, t.decile, t.first
  FROM (SELECT i.submission_id, i.line, i.sheet, i.row, i.decile, d.first,
               CASE WHEN i.decile IS NULL THEN 'decile_missing' ELSE 'two_deciles' END AS code
          FROM incoming i JOIN batch b USING (submission_id) JOIN verdict v USING (submission_id, line)
          LEFT JOIN (SELECT submission_id, person_id, (array_agg(decile ORDER BY line))[1] AS first
                       FROM person_welfare GROUP BY 1, 2 HAVING count(DISTINCT decile) > 1) d
                 ON d.submission_id = i.submission_id AND d.person_id = v.person_id
         WHERE b.kind = 'welfare' AND (i.decile IS NULL OR i.decile <> d.first)) t
  LEFT JOIN {LAST_NUMBER} last USING (submission_id)
"""


def rows_of(batch: Sequence[ReadFile], numbers: Sequence[int]) -> pl.DataFrame:
    """Return the rows of all files under each other: those columns of `INCOMING` that any of them has.

    Lines count from 1 in each file.
    """
    frames = []
    for read, number in zip(batch, numbers, strict=True):
        rows = read.rows.with_row_index("line", offset=1).with_columns(
            pl.lit(number, dtype=pl.Int64).alias("submission_id"), pl.col("line").cast(pl.Int32)
        )
        frames.append(rows.select(column for column in INCOMING if column in rows.columns))
    return pl.concat(frames, how="diagonal")


def keep_findings(batch: Sequence[ReadFile], numbers: Sequence[int], *, regency_code: str) -> None:
    """Store every finding about rows by one COPY; one for months of two payers, deciles not told or told twice."""
    severities = {code: kind.severity for code, kind in kinds().items()}
    frames = [
        read.reading.findings.with_row_index("number", offset=1).with_columns(
            pl.lit(regency_code).alias("regency_code"),
            pl.lit(number, dtype=pl.Int64).alias("submission_id"),
            pl.col("code").replace_strict(severities, return_dtype=pl.String).alias("severity"),
        )
        for read, number in zip(batch, numbers, strict=True)
        if read.reading.findings.height
    ]
    if frames:
        copy_frame(pl.concat(frames), "intake_rowfinding")
    with connection.cursor() as cursor:
        if any(read.handed_in.kind == "insurer" for read in batch):
            cursor.execute(_INCOMPLETE_FINDING, [regency_code, severities["cover_incomplete"], regency_code])
        if any(read.handed_in.kind == "welfare" for read in batch):
            cursor.execute(_DECILE_FINDING, [regency_code, severities["decile_missing"], regency_code])
        cursor.execute("SELECT to_regclass('pg_temp.double_month') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(_DOUBLE_MONTH_FINDING, [regency_code, severities["two_payers"], regency_code])


def keep_submissions(
    actor: Actor, batch: Sequence[ReadFile], numbers: Sequence[int], *, regency_code: str
) -> list[dict[str, Any]]:
    """Insert the submissions with the balance of their rows; return that balance per submission for the trail."""
    counts = _counts()
    about_extracts = findings_about_extracts() | findings_about_deciles()
    submissions = []
    for read, number in zip(batch, numbers, strict=True):
        counted = counts[number]
        reading = read.reading
        state = "refused" if reading.refusal is not None else "stopped" if counted["stop_reason"] else "resolved"
        submissions.append(
            Submission(
                id=number,
                regency_code=regency_code,
                sender=read.handed_in.sender,
                kind=read.handed_in.kind,
                segment_code=read.handed_in.segment or "",
                file_name=read.handed_in.shown_name,
                sha256=reading.sha256,
                size=read.handed_in.path.stat().st_size,
                format=reading.format,
                layout=reading.layout,
                tables=[asdict(table) for table in reading.tables],
                file_findings=[
                    {
                        "code": finding.kind.code,
                        "sheet": finding.place.sheet,
                        "before": finding.before,
                        "after": finding.after,
                        "detail": finding.detail,
                    }
                    for finding in (*reading.file_findings, *([reading.refusal] if reading.refusal else []))
                ]
                + about_extracts.get(number, []),
                state=state,
                stop_reason=counted["stop_reason"],
                refusal_code=reading.refusal.kind.code if reading.refusal else "",
                corrects_id=counted["corrects_id"],
                as_of_on=counted["as_of_on"],
                handed_in_by=actor.name,
                rows_in=counted["rows_in"],
                accepted=counted["accepted"],
                merged=counted["merged"],
                waiting=counted["waiting"],
                refused=counted["refused"],
            )
        )
    Submission.objects.bulk_create(submissions)
    return [
        {
            "id": s.id, "file": s.file_name, "sha256": s.sha256, "sender": s.sender, "state": s.state,
            "rows_in": s.rows_in, "accepted": s.accepted, "merged": s.merged, "waiting": s.waiting,
            "refused": s.refused, "corrects": s.corrects_id,
        }
        for s in submissions
    ]  # fmt: skip


def _counts() -> dict[int, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT b.submission_id, b.stop_reason, b.corrects_id, b.as_of_on, count(v.line) AS rows_in,
                   count(*) FILTER (WHERE v.outcome = 'accepted') AS accepted,
                   count(*) FILTER (WHERE v.outcome = 'merged') AS merged,
                   count(*) FILTER (WHERE v.outcome = 'waiting') AS waiting,
                   count(*) FILTER (WHERE v.outcome = 'refused') AS refused
              FROM batch b LEFT JOIN verdict v USING (submission_id)
             GROUP BY 1, 2, 3, 4
            """
        )
        names = [column.name for column in cursor.description or []]
        return {line[0]: dict(zip(names, line, strict=True)) for line in cursor.fetchall()}
