"""A row that waits for more than its own line is told so where its sender looks: as a finding of that row."""

from __future__ import annotations

import polars as pl

from semesta.bulk import execute, read_lines
from semesta.sheets.catalogue import severity_of
from semesta.sheets.reading import FINDING_SCHEMA, Reading

CODES = {
    "nik_of_other_person": "nik_of_other_person",
    "shared_nik": "shared_nik",
    "other_nik": "other_nik",
    "recorded_dead": "recorded_dead",
    "nik_doubtful": "waits_for_nik",
    "half_duplicates": "list_held",
    "one_person_many_rows": "list_held",
}
"""Waiting reasons -> kinds of finding. Of the other reasons (no NIK, no name, a damaged NIK) the reader tells."""

LAST_NUMBER = """(
    SELECT submission_id, max(number) AS number FROM intake_rowfinding
     WHERE regency_code = %s AND submission_id IN (SELECT submission_id FROM batch) GROUP BY 1
)"""
"""SQL: the last number given to a finding of each submission of the batch."""


def keep_outcome_findings(regency_code: str) -> int:
    """Add a finding for every row of temporary table `verdict` that waits for one of `CODES`; return how many."""
    return execute(
        f"""
        INSERT INTO intake_rowfinding (regency_code, submission_id, number, sheet, row, field, code, severity)
        SELECT %s, v.submission_id,
               coalesce(last.number, 0) + row_number() OVER (PARTITION BY v.submission_id ORDER BY v.line),
               i.sheet, i.row, 'nik', c.code, %s
          FROM verdict v
          JOIN incoming i USING (submission_id, line)
          JOIN unnest(%s::text[], %s::text[]) AS c(reason, code) ON c.reason = v.reason
          LEFT JOIN {LAST_NUMBER} last USING (submission_id)
         WHERE v.outcome = 'waiting'
        """,
        [regency_code, severity_of("other_nik"), list(CODES), list(CODES.values()), regency_code],
    )


def with_outcome_findings(reading: Reading, regency_code: str, submission_id: int) -> pl.DataFrame:
    """Return the reading's findings and those of `keep_outcome_findings`, each at its row's NIK cell."""
    lines = read_lines(
        "SELECT sheet, row, code FROM intake_rowfinding WHERE regency_code = %s AND submission_id = %s"
        " AND code = ANY(%s) ORDER BY number",
        [regency_code, submission_id, sorted(set(CODES.values()))],
    )
    if not lines:
        return reading.findings
    columns = [
        {"sheet": table.sheet, "first": table.first_row, "last": table.last_row, "column": table.columns.get("nik")}
        for table in reading.tables
    ]
    found = [
        line
        | {"field": "nik", "before": None, "after": None, "detail": None}
        | {
            "column": next(
                (
                    c["column"]
                    for c in columns
                    if c["sheet"] == line["sheet"] and c["first"] <= line["row"] <= c["last"]
                ),
                None,
            )
        }
        for line in lines
    ]
    return pl.concat([reading.findings, pl.DataFrame(found, schema=FINDING_SCHEMA)])
