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
from django.db import transaction

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
from semesta.people.turns import wait_for_turn
from semesta.sheets.reading import FINDING_SCHEMA

Field = Literal["nik", "kk", "name", "birth_on", "sex", "nik_confirmed", "nik_known"]
FIELDS: tuple[Field, ...] = ("nik", "kk", "name", "birth_on", "nik_confirmed")
"""What somebody can correct in a row. `nik_confirmed` keeps the NIK as written and takes birth date and sex from it;
so does `nik_known`, which only a rule can say (`suggestion.py`), as it does the sex."""
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
SELECT r.submission_id, r.line, r.sheet, r.row, r.nik_written, r.kk, r.name, r.birth_on, r.sex, r.village_code,
       r.segment, w.birth_told_on, w.birth_place, w.birth_precision, w.mother_name, w.phone, w.marital, w.address,
       w.dusun, w.occupation, w.enterprise
  FROM unnest(%s::bigint[], %s::int[]) AS wanted(submission_id, line)
  JOIN intake_stagedrow r ON r.regency_code = %s AND r.submission_id = wanted.submission_id AND r.line = wanted.line
  JOIN intake_waitingrow w ON w.regency_code = r.regency_code AND w.submission_id = r.submission_id AND w.line = r.line
 WHERE r.outcome = 'waiting' AND r.corrected_by_id IS NULL AND r.reason = ANY(%s)
 ORDER BY r.submission_id, r.line
"""
_CODES = {"nik_confirmed": "nik_confirmed_on_page", "nik_known": "nik_known_elsewhere"}
_BEFORE = {
    "nik": "nik_written", "nik_confirmed": "nik_written", "nik_known": "nik_written", "kk": "kk", "name": "name",
    "birth_on": "birth_on", "sex": "sex",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mend:
    """A new value for a field of one row of a submission (its line); empty for `nik_confirmed` and `nik_known`."""

    line: int
    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class MendedList:
    """The list whose rows are mended: its number, sender, kind and usual segment."""

    submission_id: int
    sender: str
    kind: Kind
    segment: str | None


class RowsNotWaitingError(LookupError):
    """Some of the rows do not wait (any more) for something that a cell can mend. Nothing was changed."""


@transaction.atomic
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
    of = mended_list(regency_code, submission_id)
    require_permission(actor, HandedIn(Path(), of.sender, of.kind), regency_code)
    wait_for_turn(regency_code)
    lines = sorted({mend.line for mend in mends})
    rows = waiting_rows(regency_code, [(submission_id, line) for line in lines])
    if not rows or [row["line"] for row in rows] != lines:
        if taken := _already(regency_code, submission_id, lines):
            return Taken(taken, f"perbaikan-{submission_id}.xlsx", is_repeat=True)
        raise RowsNotWaitingError(
            f"Sebagian baris tidak lagi menunggu; muat ulang halamannya. Tidak ada yang berubah."
            f" / some rows wait no more; load the page again. Nothing was changed. ({submission_id})"
        )
    with tempfile.TemporaryDirectory() as folder:
        read = corrected(of, rows, mends, folder=Path(folder), gazetteer=gazetteer, today=today)
        if read is None:
            raise RowsNotWaitingError(
                "Baris yang diperbaiki tidak terbaca sebagai orang; isi nama atau NIK-nya. Tidak ada yang berubah."
                " / a corrected row does not read as a person; fill in name or NIK. Nothing was changed."
            )
        keep(files_folder, read.handed_in.path, read.reading.sha256)
        (taken_in,) = take_in_once(
            actor, [read], regency_code=regency_code, today=today, recogniser=recognise_exactly
        )  # fmt: skip
    return taken_in


def mended_list(regency_code: str, submission_id: int) -> MendedList:
    """Return a worker list by its number; NoSubmissionError when there is none."""
    found = read_lines(
        "SELECT sender, kind, segment_code FROM intake_submission WHERE regency_code = %s AND id = %s"
        " AND kind IN ('village_list', 'agency_list')",
        [regency_code, submission_id],
    )
    if not found:
        raise NoSubmissionError(f"Tidak ada kiriman nomor {submission_id} / there is no submission {submission_id}")
    sent = found[0]
    return MendedList(submission_id, sent["sender"], cast(Kind, sent["kind"]), sent["segment_code"] or None)


def waiting_rows(regency_code: str, places: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return those rows (submission, line) that wait for something a cell can mend, with all that they told."""
    numbers, lines = [number for number, _ in places], [line for _, line in places]
    return read_lines(_ROWS, [numbers, lines, regency_code, list(MENDABLE)])


def corrected(
    of: MendedList,
    rows: Sequence[dict[str, Any]],
    mends: Sequence[Mend],
    *,
    folder: Path,
    gazetteer: Gazetteer,
    today: date,
    because: str = "",
) -> ReadFile | None:
    """Return rows of one list with their new values as a list that corrects it, written into `folder` and read.

    None when a row does not read as a person. Every new value is a finding; `because` is the code of the finding
    that a rule settles (`mended_alike`), empty when somebody corrected the cell.
    """
    path = folder / f"perbaikan-{of.submission_id}.xlsx"
    path.write_bytes(written_slip(rows, _by_line(mends), corrects=of.submission_id))
    handed_in = HandedIn(path, of.sender, of.kind, of.segment, corrects=of.submission_id)
    read = read_one(handed_in, gazetteer, today)
    return _with_mends(read, rows, mends, because) if read.rows.height == len(rows) else None


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


def _with_mends(read: ReadFile, rows: Sequence[dict[str, Any]], mends: Sequence[Mend], because: str) -> ReadFile:
    """Add a finding for every corrected cell: what stood there and what stands there now."""
    of_line = {row["line"]: row for row in rows}
    told = pl.DataFrame(
        [
            {
                "sheet": of_line[mend.line]["sheet"], "row": of_line[mend.line]["row"],
                "field": "nik" if mend.field in _CODES else mend.field,
                "code": _CODES.get(mend.field) or ("mended_alike" if because else "mended_on_page"),
                "before": str(of_line[mend.line][_BEFORE[mend.field]] or ""), "after": mend.value, "detail": because,
            }
            for mend in mends
        ],
        schema={name: kind for name, kind in FINDING_SCHEMA.items() if name in _TOLD},
    )  # fmt: skip
    findings = pl.concat([read.reading.findings, told], how="diagonal").select(list(FINDING_SCHEMA))
    return replace(read, reading=replace(read.reading, findings=findings))


_TOLD = ("sheet", "row", "field", "code", "before", "after", "detail")
