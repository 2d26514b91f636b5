"""Read submissions: their balance, their findings in words, the commonest mistakes, what waits and why.

Sums over all lists are of the whole regency for every reader (`sight.open_...` hold no value of a person); single
lists, rows and findings are those the reader may see.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from semesta.bulk import read_lines
from semesta.intake.models import Submission
from semesta.kernel.finding import Language
from semesta.sheets.catalogue import kinds

BALANCE = ("rows_in", "accepted", "merged", "waiting", "refused")


class NoSubmissionError(LookupError):
    """There is no submission of this number in the regency."""


SUPERSEDED = """
LEFT JOIN LATERAL (
    SELECT count(*) AS superseded FROM sight.open_row r
     WHERE r.regency_code = s.regency_code AND r.submission_id = s.id AND r.outcome = 'waiting'
       AND r.corrected_by_id IS NOT NULL
       AND EXISTS (SELECT 1 FROM corrected c WHERE c.corrects_id = s.id)) g ON s.waiting > 0
"""
CORRECTED = """WITH corrected AS MATERIALIZED (
    SELECT DISTINCT corrects_id FROM sight.open_submission WHERE regency_code = %s AND corrects_id IS NOT NULL)
"""
"""SQL: `superseded`, the rows of submission s that waited until a corrected file took their place."""
_SUMS = ", ".join(f"coalesce(sum(s.{name}), 0)::bigint AS {name}" for name in BALANCE)
_SUMS += ", coalesce(sum(g.superseded), 0)::bigint AS superseded"


def balance(regency_code: str) -> dict[str, int]:
    """Return files, rows_in, accepted, merged, waiting, refused over all submissions of a regency, and superseded.

    rows_in = accepted + merged + waiting + refused: what became of the rows when they came. `superseded` are those of
    the waiting rows whose place a corrected file has taken since; `waiting_reasons` tells of the others.
    """
    return read_lines(
        f"{CORRECTED} SELECT count(*) AS files, {_SUMS} FROM sight.open_submission s {SUPERSEDED}"
        " WHERE s.regency_code = %s",
        [regency_code, regency_code],
    )[0]


def balance_by_kind(regency_code: str) -> list[dict[str, Any]]:
    """Return the same per kind of submission (village_list, agency_list, insurer, deaths, welfare)."""
    return read_lines(
        f"{CORRECTED} SELECT s.kind, count(*) AS files, {_SUMS} FROM sight.open_submission s {SUPERSEDED}"
        " WHERE s.regency_code = %s GROUP BY s.kind ORDER BY s.kind",
        [regency_code, regency_code],
    )


def submissions(
    regency_code: str, *, sender: str = "", handed_in_by: str = "", before: int | None = None, most: int = 100
) -> list[dict[str, Any]]:
    """Return submissions, newest first: id, sender, kind, file_name, layout, state, balance, handed_in_at/by.

    `before`: only those with a smaller number, which turns pages by key.
    """
    return read_lines(
        f"{CORRECTED} SELECT s.id, sender, kind, file_name, layout, state, stop_reason, refusal_code, corrects_id,"
        " rows_in, accepted, merged, waiting, refused, coalesce(superseded, 0) AS superseded, handed_in_by,"
        f" handed_in_at FROM intake_submission s {SUPERSEDED}"
        " WHERE s.regency_code = %s AND (%s = '' OR sender = %s OR sender LIKE %s) AND (%s = '' OR handed_in_by = %s)"
        " AND (%s::bigint IS NULL OR s.id < %s) ORDER BY s.id DESC LIMIT %s",
        [regency_code, regency_code, sender, sender, sender + ".%", handed_in_by, handed_in_by, before, before, most],
    )


def submission(regency_code: str, submission_id: int, *, language: Language) -> dict[str, Any]:
    """Return one submission with its tables as understood, findings about the file in words, and waiting reasons."""
    found = Submission.objects.filter(regency_code=regency_code, id=submission_id).values().first()
    if found is None:
        raise NoSubmissionError(f"Tidak ada kiriman nomor {submission_id} / there is no submission {submission_id}")
    shown: dict[str, Any] = dict(found)
    shown["file_findings"] = [_in_words(finding, language) for finding in found["file_findings"]]
    shown["reasons"] = read_lines(
        "SELECT outcome, reason, count(*) AS rows FROM intake_stagedrow"
        " WHERE regency_code = %s AND submission_id = %s GROUP BY 1, 2 ORDER BY 1, 3 DESC",
        [regency_code, submission_id],
    )
    return shown


def findings_of(regency_code: str, submission_id: int, *, language: Language, most: int = 1000) -> list[dict[str, Any]]:
    """Return findings about rows in words: sheet, cell, code, severity, title, message, remedy, before, after."""
    lines = read_lines(
        'SELECT sheet, row, "column", field, code, severity, before, after, detail FROM intake_rowfinding'
        " WHERE regency_code = %s AND submission_id = %s"
        " ORDER BY array_position(ARRAY['error', 'doubt', 'repaired', 'note'], severity::text), number LIMIT %s",
        [regency_code, submission_id, most],
    )
    return [_in_words(line, language) for line in lines]


def top_findings(regency_code: str, *, language: Language, most: int = 10) -> list[dict[str, Any]]:
    """Return the commonest finding codes over all lists: code, severity, title, count, files."""
    lines = read_lines(
        "SELECT code, severity, count(*) AS count, count(DISTINCT submission_id) AS files FROM sight.open_finding"
        " WHERE regency_code = %s GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT %s",
        [regency_code, most],
    )
    return [{**line, "title": kinds()[line["code"]].title(language)} for line in lines]


def waiting_rows(regency_code: str, *, sender: str = "", most: int = 100) -> list[dict[str, Any]]:
    """Return rows that wait and that no corrected file has taken the place of, newest submission first."""
    return read_lines(
        "SELECT r.submission_id, s.file_name, r.sheet, r.row, r.name, r.nik_state, r.reason"
        "  FROM intake_stagedrow r JOIN intake_submission s ON s.id = r.submission_id"
        " WHERE r.regency_code = %s AND r.outcome = 'waiting' AND r.corrected_by_id IS NULL"
        "   AND (%s = '' OR s.sender = %s OR s.sender LIKE %s)"
        " ORDER BY r.submission_id DESC, r.line LIMIT %s",
        [regency_code, sender, sender, sender + ".%", most],
    )


def newest_list_of(regency_code: str, actor_name: str) -> int:
    """Return the number of the newest list that somebody handed in, mended rows among them; 0 before the first."""
    lines = read_lines(
        "SELECT max(id) AS number FROM intake_submission WHERE regency_code = %s AND handed_in_by = %s",
        [regency_code, actor_name],
    )
    return lines[0]["number"] or 0


def newest_list_at(regency_code: str) -> datetime | None:
    """Return when the newest list with rows came in, None before the first."""
    found: datetime | None = read_lines(
        "SELECT max(handed_in_at) AS at FROM sight.open_submission WHERE regency_code = %s AND rows_in > 0",
        [regency_code],
    )[0]["at"]
    return found


def waiting_reasons(regency_code: str) -> list[dict[str, Any]]:
    """Return how many rows wait for which reason, most first; a row that a corrected file has replaced waits no more.

    Together they are `waiting` less `superseded` of the balance.
    """
    return read_lines(
        "SELECT reason, count(*) AS rows FROM sight.open_row"
        " WHERE regency_code = %s AND outcome = 'waiting' AND corrected_by_id IS NULL GROUP BY 1 ORDER BY 2 DESC, 1",
        [regency_code],
    )


def _in_words(line: dict[str, Any], language: Language) -> dict[str, Any]:
    kind = kinds()[line["code"]]
    blanks = {name: line.get(name) or "" for name in ("before", "after", "detail")}
    cell = f"{line['column']}{line['row']}" if line.get("column") and line.get("row") else ""
    return {
        **line,
        "cell": cell,
        "severity": kind.severity,
        "title": kind.title(language),
        "message": kind.message(language, **blanks),
        "remedy": kind.remedy(language, **blanks),
    }
