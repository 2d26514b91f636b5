"""Correct cells of waiting rows without the file: the corrected rows become a small list of their own.

That list (a slip) is a workbook like any other: the same sheet and row for each corrected row, what the row told
besides, and the new values as text. It is kept under its SHA-256, read with the same checks, and taken in as a
correction of the list it mends, so recognition, balance and trail are those of a corrected file handed in again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

import polars as pl

from semesta.accounts.actor import Actor
from semesta.bulk import read_lines
from semesta.intake.actions import Taken, take_in_once
from semesta.intake.handing_in import HandedIn, Kind, ReadFile, read_one
from semesta.intake.mending_slip import written_slip
from semesta.intake.permission import require_permission
from semesta.intake.queries import NoSubmissionError
from semesta.intake.recognition import recognise_exactly
from semesta.intake.storage import keep
from semesta.kernel.gazetteer import Gazetteer
from semesta.sheets.reading import FINDING_SCHEMA

Field = Literal["nik", "kk", "name", "birth_on", "nik_confirmed"]
FIELDS: tuple[Field, ...] = ("nik", "kk", "name", "birth_on", "nik_confirmed")
"""What can be corrected. `nik_confirmed` keeps the NIK as written and takes birth date and sex from it."""
MENDABLE = (
    "nik_missing",
    "nik_damaged",
    "nik_doubtful",
    "name_missing",
    "shared_nik",
    "nik_of_other_person",
    "other_nik",
)
"""Waiting reasons that a corrected cell can settle; the others wait for a statement or for another list."""
MOST_AT_ONCE = 200
_ROWS = """
SELECT r.line, r.sheet, r.row, r.nik_written, r.kk, r.name, r.birth_on, r.sex, r.village_code, r.segment,
       w.birth_told_on, w.birth_place, w.birth_precision, w.mother_name, w.phone, w.marital, w.address, w.dusun,
       w.occupation, w.enterprise
  FROM intake_stagedrow r JOIN intake_waitingrow w USING (regency_code, submission_id, line)
 WHERE r.regency_code = %s AND r.submission_id = %s AND r.line = ANY(%s) AND r.outcome = 'waiting'
   AND r.corrected_by_id IS NULL AND r.reason = ANY(%s)
 ORDER BY r.line
"""


@dataclass(frozen=True, slots=True)
class Mend:
    """A new value for a field of one row of a submission (its line); empty for `nik_confirmed`."""

    line: int
    field: Field
    value: str


class RowsNotWaitingError(LookupError):
    """Some of the rows do not wait (any more) for something that a cell can mend. Nothing was changed."""


def mend_rows(
    actor: Actor,
    submission_id: int,
    mends: Sequence[Mend],
    *,
    regency_code: str,
    gazetteer: Gazetteer,
    today: date,
    files_folder: Path,
) -> Taken:
    """Correct cells of rows that wait; return the submission that takes their place.

    Each corrected cell is a finding of it (`mended_on_page`, before and after). The same corrections twice are one
    submission. Raises NotPermittedError, NoSubmissionError, and RowsNotWaitingError for rows that are not (any more)
    to be mended; nothing is changed then.
    """
    found = read_lines(
        "SELECT sender, kind, segment_code FROM intake_submission WHERE regency_code = %s AND id = %s"
        " AND kind IN ('village_list', 'agency_list')",
        [regency_code, submission_id],
    )
    if not found:
        raise NoSubmissionError(f"Tidak ada kiriman nomor {submission_id} / there is no submission {submission_id}")
    sent = found[0]
    lines = sorted({mend.line for mend in mends})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"perbaikan-{submission_id}.xlsx"
        handed_in = HandedIn(
            path, sent["sender"], cast(Kind, sent["kind"]), sent["segment_code"] or None, corrects=submission_id
        )
        require_permission(actor, handed_in, regency_code)
        rows = read_lines(_ROWS, [regency_code, submission_id, lines, list(MENDABLE)])
        if not rows or [row["line"] for row in rows] != lines:
            if taken := _already(regency_code, submission_id, lines):
                return Taken(taken, path.name, is_repeat=True)
            raise RowsNotWaitingError(
                f"Sebagian baris tidak lagi menunggu; muat ulang halamannya. Tidak ada yang berubah."
                f" / some rows wait no more; load the page again. Nothing was changed. ({submission_id})"
            )
        path.write_bytes(written_slip(rows, _by_line(mends)))
        read = read_one(handed_in, gazetteer, today)
        if read.rows.height != len(rows):
            raise RowsNotWaitingError(
                "Baris yang diperbaiki tidak terbaca sebagai orang; isi nama atau NIK-nya. Tidak ada yang berubah."
                " / a corrected row does not read as a person; fill in name or NIK. Nothing was changed."
            )
        keep(files_folder, path, read.reading.sha256)
        (taken_in,) = take_in_once(
            actor, [_with_mends(read, rows, mends)], regency_code=regency_code, today=today,
            recogniser=recognise_exactly,
        )  # fmt: skip
    return taken_in


def _by_line(mends: Sequence[Mend]) -> dict[int, dict[str, str]]:
    changed: dict[int, dict[str, str]] = {}
    for mend in mends:
        changed.setdefault(mend.line, {})[mend.field] = mend.value
    return changed


def _already(regency_code: str, submission_id: int, lines: list[int]) -> int | None:
    """Return the one submission that has taken the place of all these rows, if there is one: a form sent twice."""
    found = read_lines(
        "SELECT DISTINCT corrected_by_id AS id FROM intake_stagedrow"
        " WHERE regency_code = %s AND submission_id = %s AND line = ANY(%s)",
        [regency_code, submission_id, lines],
    )
    return found[0]["id"] if len(found) == 1 and found[0]["id"] else None


def _with_mends(read: ReadFile, rows: Sequence[dict[str, Any]], mends: Sequence[Mend]) -> ReadFile:
    """Add a finding for every corrected cell: what stood there and what stands there now."""
    of_line = {row["line"]: row for row in rows}
    before = {"nik": "nik_written", "nik_confirmed": "nik_written", "kk": "kk", "name": "name", "birth_on": "birth_on"}
    told = pl.DataFrame(
        [
            {
                "sheet": of_line[mend.line]["sheet"], "row": of_line[mend.line]["row"],
                "field": "nik" if mend.field == "nik_confirmed" else mend.field,
                "code": "nik_confirmed_on_page" if mend.field == "nik_confirmed" else "mended_on_page",
                "before": str(of_line[mend.line][before[mend.field]] or ""), "after": mend.value,
            }
            for mend in mends
        ],
        schema={name: kind for name, kind in FINDING_SCHEMA.items() if name in _TOLD},
    )  # fmt: skip
    findings = pl.concat([read.reading.findings, told], how="diagonal").select(list(FINDING_SCHEMA))
    return replace(read, reading=replace(read.reading, findings=findings))


_TOLD = ("sheet", "row", "field", "code", "before", "after")
