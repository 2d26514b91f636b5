"""Lists handed in as everybody may know them: numbers, places and reasons, without a value or a word of the sender.

They read the views `sight.open_...` (`row_sight.py`), which show the same whoever asks.
"""

from __future__ import annotations

import json
from typing import Any

from semesta.bulk import read_lines
from semesta.intake.queries import BALANCE, CORRECTED, SUPERSEDED, NoSubmissionError

_SHOWN = "s.id, s.sender, s.kind, s.layout, s.state, s.stop_reason, s.corrects_id, s.handed_in_at, " + ", ".join(
    f"s.{name}" for name in BALANCE
)


def open_submissions(regency_code: str, *, sender: str = "", most: int = 100) -> list[dict[str, Any]]:
    """Return submissions, newest first: id, sender, kind, layout, state, stop_reason, balance, handed_in_at.

    `sender` narrows them to a village, or to the villages of a district.
    """
    return read_lines(
        f"{CORRECTED} SELECT {_SHOWN}, coalesce(superseded, 0) AS superseded FROM sight.open_submission s {SUPERSEDED}"
        " WHERE s.regency_code = %s AND (%s = '' OR s.sender = %s OR s.sender LIKE %s) ORDER BY s.id DESC LIMIT %s",
        [regency_code, regency_code, sender, sender, sender + ".%", most],
    )


def open_submission(regency_code: str, submission_id: int) -> dict[str, Any]:
    """Return one submission: the columns of `open_submissions`, format, reasons of its rows, tables and file_findings.

    Sheets of `tables` bear their number, unused columns no heading, file findings their code only. NoSubmissionError
    when the regency has none of this number.
    """
    found = read_lines(
        f"SELECT {_SHOWN}, s.format, s.tables::text AS tables, s.file_findings::text AS file_findings"
        " FROM sight.open_submission s WHERE s.regency_code = %s AND s.id = %s",
        [regency_code, submission_id],
    )
    if not found:
        raise NoSubmissionError(f"Tidak ada kiriman nomor {submission_id} / there is no submission {submission_id}")
    reasons = read_lines(
        "SELECT outcome, reason, count(*) AS rows FROM sight.open_row"
        " WHERE regency_code = %s AND submission_id = %s GROUP BY 1, 2 ORDER BY 1, 3 DESC",
        [regency_code, submission_id],
    )
    read = {name: json.loads(found[0][name]) for name in ("tables", "file_findings")}
    return found[0] | read | {"reasons": reasons}


def open_findings_by_kind(regency_code: str, submission_id: int, *, cells: int = 24) -> list[dict[str, Any]]:
    """Return how often each kind of finding stands in a submission: code, severity, count, places.

    `places` are the first `cells` of them in the order of the file: sheet (its number as text), row, column (None for a
    whole row).
    """
    lines = read_lines(
        "SELECT code, severity, count(*) AS count, (array_agg(sheet ORDER BY number))[1:%(cells)s] AS sheets,"
        ' (array_agg(row ORDER BY number))[1:%(cells)s] AS rows, (array_agg("column" ORDER BY number))[1:%(cells)s]'
        " AS columns FROM sight.open_finding WHERE regency_code = %(regency)s AND submission_id = %(submission)s"
        " GROUP BY 1, 2 ORDER BY 3 DESC, 1",
        {"cells": cells, "regency": regency_code, "submission": submission_id},
    )
    return [
        {key: line[key] for key in ("code", "severity", "count")}
        | {"places": list(zip(line["sheets"], line["rows"], line["columns"], strict=True))}
        for line in lines
    ]
