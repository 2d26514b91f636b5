"""What the people of a territory see of lists: rows that wait with their values, and findings with examples.

Who may see is asked first; a list that may not be seen is a list that is not there.
"""

from __future__ import annotations

from typing import Any

from semesta.accounts.actor import Actor
from semesta.bulk import read_lines
from semesta.intake.mending import MENDABLE
from semesta.intake.permission import may_see_rows
from semesta.intake.queries import NoSubmissionError, submission
from semesta.kernel.finding import Language
from semesta.matching.name_key import name_key_of
from semesta.sheets.catalogue import kinds

_WAITING = """
SELECT r.line, r.sheet, r.row, r.name, r.nik_written, r.nik_state, r.kk, r.birth_on, r.sex, r.reason,
       r.reason = ANY(%(mendable)s) AS is_mendable
  FROM intake_stagedrow r
 WHERE r.regency_code = %(regency)s AND r.submission_id = %(submission)s AND r.outcome = 'waiting'
   AND r.corrected_by_id IS NULL AND r.line > %(after)s
 ORDER BY r.line LIMIT %(most)s
"""
_IN_VILLAGE = """
SELECT r.submission_id, r.line, r.sheet, r.row, r.name, r.nik_written, r.birth_on, r.reason, s.handed_in_at
  FROM intake_submission s JOIN intake_stagedrow r ON r.regency_code = s.regency_code AND r.submission_id = s.id
 WHERE s.regency_code = %(regency)s AND s.sender = %(village)s AND s.kind = 'village_list' AND s.waiting > 0
   AND r.outcome = 'waiting' AND r.corrected_by_id IS NULL
   AND (%(name)s = '' OR r.name_key LIKE '%%' || %(name)s || '%%')
   AND (%(nik)s = '' OR r.nik_written LIKE '%%' || %(nik)s)
   AND (%(after_list)s = 0 OR s.id < %(after_list)s OR (s.id = %(after_list)s AND r.line > %(after_line)s))
 ORDER BY s.id DESC, r.line LIMIT %(most)s
"""
_FINDINGS_OF_ROWS = """
SELECT sheet, row, code, field, before, after, detail FROM intake_rowfinding
 WHERE regency_code = %s AND submission_id = %s AND severity IN ('error', 'doubt')
   AND (sheet, row) IN (SELECT unnest(%s::text[]), unnest(%s::int[])) ORDER BY number
"""


def submission_seen_by(actor: Actor, regency_code: str, number: int, *, language: Language) -> dict[str, Any]:
    """Return a submission as `queries.submission` does, `corrected` (rows whose place a later file has taken) besides.

    Raises NoSubmissionError also where the actor may not see its rows.
    """
    found = submission(regency_code, number, language=language)
    if not may_see_rows(actor, found["sender"], found["handed_in_by"], regency_code):
        raise NoSubmissionError(f"Tidak ada kiriman nomor {number} / there is no submission {number}")
    found["corrected"] = read_lines(
        "SELECT corrected_by_id AS by_id, count(*) AS rows FROM intake_stagedrow WHERE regency_code = %s"
        " AND submission_id = %s AND outcome = 'waiting' AND corrected_by_id IS NOT NULL GROUP BY 1 ORDER BY 1",
        [regency_code, number],
    )
    return found


def waiting_rows_of(
    regency_code: str, number: int, *, language: Language, after: int = 0, most: int = 25
) -> list[dict[str, Any]]:
    """Return rows of a list that still wait, in order: line, sheet, row, name, nik_written, kk, birth_on, reason,
    is_mendable, and the findings of the row that ask for something, in words (title, message, before, after).
    """
    rows = read_lines(
        _WAITING,
        {"mendable": list(MENDABLE), "regency": regency_code, "submission": number, "after": after, "most": most},
    )
    places = ([row["sheet"] for row in rows], [row["row"] for row in rows])
    findings = read_lines(_FINDINGS_OF_ROWS, [regency_code, number, *places]) if rows else []
    of_row: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for line in findings:
        kind = kinds()[line["code"]]
        of_row.setdefault((line["sheet"], line["row"]), []).append({**line, "title": kind.title(language)})
    return [{**row, "findings": of_row.get((row["sheet"], row["row"]), [])} for row in rows]


def waiting_in_village(
    regency_code: str,
    village_code: str,
    *,
    name: str = "",
    nik: str = "",
    after: tuple[int, int] = (0, 0),
    most: int = 50,
) -> list[dict[str, Any]]:
    """Return people of a village whose rows still wait on its own lists, newest list first: submission_id, line, sheet,
    row, name, nik_written, birth_on, reason, handed_in_at.

    `name`: a part of it; `nik`: a whole number, or how it ends; `after`: list and line where the page before ended.
    """
    key = name_key_of(name)[0] if name.strip() else ""
    if name.strip() and not key:
        return []
    return read_lines(
        _IN_VILLAGE,
        {
            "regency": regency_code, "village": village_code, "name": key, "nik": nik, "most": most,
            "after_list": after[0], "after_line": after[1],
        },
    )  # fmt: skip


def number_waiting(regency_code: str, number: int) -> int:
    """Return how many rows of a list still wait."""
    return int(
        read_lines(
            "SELECT count(*) AS number FROM intake_stagedrow WHERE regency_code = %s AND submission_id = %s"
            " AND outcome = 'waiting' AND corrected_by_id IS NULL",
            [regency_code, number],
        )[0]["number"]
    )


def examples_of_findings(regency_code: str, number: int, *, each: int = 6) -> dict[str, list[dict[str, Any]]]:
    """Return the first findings of each code with their values: sheet, row, column, field, before, after."""
    lines = read_lines(
        'SELECT code, sheet, row, "column", field, before, after, detail FROM ('
        "   SELECT *, row_number() OVER (PARTITION BY code ORDER BY number) AS place FROM intake_rowfinding"
        "    WHERE regency_code = %s AND submission_id = %s) f WHERE place <= %s ORDER BY code, place",
        [regency_code, number, each],
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        found.setdefault(line.pop("code"), []).append(line)
    return found


def findings_by_kind(regency_code: str, number: int, *, cells: int = 24) -> list[dict[str, Any]]:
    """Return how often each kind of finding stands in a list, most first: code, severity, count, places.

    `places` are the first `cells` of them in the order of the file: sheet, row, column (None for a whole row).
    """
    lines = read_lines(
        "SELECT code, severity, count(*) AS count, (array_agg(sheet ORDER BY number))[1:%(cells)s] AS sheets,"
        ' (array_agg(row ORDER BY number))[1:%(cells)s] AS rows, (array_agg("column" ORDER BY number))[1:%(cells)s]'
        " AS columns FROM intake_rowfinding WHERE regency_code = %(regency)s AND submission_id = %(submission)s"
        " GROUP BY 1, 2 ORDER BY 3 DESC, 1",
        {"cells": cells, "regency": regency_code, "submission": number},
    )
    return [
        {name: line[name] for name in ("code", "severity", "count")}
        | {"places": list(zip(line["sheets"], line["rows"], line["columns"], strict=True))}
        for line in lines
    ]
