"""The straightforward way: openpyxl, a loop over rows, and the ORM row by row. What most programs do.

It reads the same files into the same tables as `semesta.intake`: a short list of header words, the NIK check, the date
in its four commonest forms, a look-up per row. It finds less, repairs nothing, writes no trail and does not ask who a
row without a NIK is; it is here only to be timed beside the real thing, on one processor like most of its kind.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from openpyxl import load_workbook

from semesta.intake.handing_in import HandedIn
from semesta.intake.models import RowFinding, StagedRow, Submission
from semesta.kernel.nik import nik_problem
from semesta.people.models import Livelihood, Person

FORMATS = (".xlsx", ".csv")
WORDS = {
    "nik": {"nik", "no nik", "no. ktp", "no ktp", "nomor ktp", "nik ktp", "nomor induk kependudukan", "n i k"},
    "name": {"nama", "nama lengkap", "nama penduduk", "nama peserta", "nama pekerja", "nama sesuai ktp", "nama petani"},
    "kk": {"no kk", "no. kk", "no_kk", "nomor kk", "nomor kartu keluarga", "kk", "no.kk"},
    "birth_on": {"tanggal lahir", "tgl lahir", "tanggallahir", "tgl/bln/th", "tgl lhr"},
    "sex": {"jk", "l/p", "jenis kelamin", "sex", "kelamin"},
}
_DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """A row as read and checked; `problem` is what is wrong with it, None when a person can come of it."""

    sheet: str
    row: int
    nik: str
    nik_written: str
    name: str
    kk: str | None
    birth_on: date | None
    sex: str | None
    problem: str | None


def read_rows(path: Path) -> list[BaselineRow]:
    """Read and check one xlsx or csv file."""
    return [_checked(sheet, number, values) for sheet, number, values in _rows(path)]


def store_rows(handed_in: HandedIn, rows: Sequence[BaselineRow], *, regency_code: str) -> None:
    """Store one file row by row, in one transaction."""
    with transaction.atomic():
        submission = Submission.objects.create(
            regency_code=regency_code, sender=handed_in.sender, kind=handed_in.kind, file_name=handed_in.path.name,
            sha256=hashlib.sha256(handed_in.path.read_bytes()).hexdigest(), size=handed_in.path.stat().st_size,
            format=handed_in.path.suffix.lstrip("."), layout="", state="resolved", handed_in_by="bench",
            rows_in=0, accepted=0, merged=0, waiting=0, refused=0,
        )  # fmt: skip
        counts = {"accepted": 0, "merged": 0, "waiting": 0}
        for line, row in enumerate(rows, start=1):
            counts[_store_row(submission, handed_in, line, row)] += 1
        Submission.objects.filter(id=submission.id).update(rows_in=len(rows), **counts)


@contextmanager
def without_checks_of_balance() -> Iterator[None]:
    """Leave out the triggers that count a submission's rows after each statement: they are ours, not the baseline's."""
    _each_trigger("DISABLE")
    try:
        yield
    finally:
        _each_trigger("ENABLE")


def _each_trigger(action: str) -> None:
    with connection.cursor() as cursor:
        for table in ("intake_stagedrow", "intake_submission"):
            cursor.execute(f"ALTER TABLE {table} {action} TRIGGER USER")


def _store_row(submission: Submission, handed_in: HandedIn, line: int, row: BaselineRow) -> str:
    regency = submission.regency_code
    person = None
    outcome, reason = "waiting", "nik_damaged"
    if row.problem is None:
        person = Person.objects.filter(regency_code=regency, nik=row.nik).first()
        outcome, reason = "merged", "same_nik"
        if person is None:
            outcome, reason = "accepted", "new_person"
            person = Person.objects.create(
                regency_code=regency, id=_next_person(), nik=row.nik, name=row.name, name_key=row.name,
                name_token=row.name, kk=row.kk, birth_on=row.birth_on, sex=row.sex,
                village_code=handed_in.sender if handed_in.kind == "village_list" else None,
            )  # fmt: skip
        Livelihood.objects.get_or_create(
            regency_code=regency, person_id=person.id, segment_code=handed_in.segment or "farmer",
            defaults={"submission_id": submission.id},
        )  # fmt: skip
    else:
        RowFinding.objects.create(
            regency_code=regency, submission_id=submission.id, number=line, sheet=row.sheet, row=row.row,
            field="nik", code=row.problem, severity="error", before=row.nik_written,
        )  # fmt: skip
    StagedRow.objects.create(
        regency_code=regency, submission_id=submission.id, line=line, sheet=row.sheet, row=row.row,
        row_hash="", nik=row.nik if row.problem is None else None,
        nik_state="valid" if row.problem is None else "damaged", nik_written=row.nik_written[:40], name=row.name,
        outcome=outcome, reason=reason, person_id=person.id if person else None,
    )  # fmt: skip
    return outcome


def _next_person() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('people_person_number')")
        return int(cursor.fetchone()[0])


def _checked(sheet: str, number: int, values: dict[str, str]) -> BaselineRow:
    written = values.get("nik", "")
    nik = re.sub(r"\D", "", written)
    name = " ".join(values.get("name", "").upper().split())
    kk = re.sub(r"\D", "", values.get("kk", ""))
    sex = values.get("sex", "").upper()[:1]
    return BaselineRow(
        sheet=sheet,
        row=number,
        nik=nik,
        nik_written=written,
        name=name,
        kk=kk if len(kk) == 16 else None,
        birth_on=_date(values.get("birth_on", "")),
        sex=sex if sex in ("L", "P") else None,
        problem=nik_problem(nik) or (None if name else "name_missing"),
    )


def _rows(path: Path) -> Iterator[tuple[str, int, dict[str, str]]]:
    for sheet, lines in _sheets(path):
        columns: dict[str, int] = {}
        for number, line in enumerate(lines, start=1):
            texts = ["" if cell is None else str(cell).strip() for cell in line]
            found = {
                field: place
                for place, text in enumerate(texts)
                for field, words in WORDS.items()
                if text.lower() in words
            }
            if len(found) >= 2:
                columns = found
            elif columns and len(texts) > columns.get("name", 0) and texts[columns.get("name", 0)]:
                yield sheet, number, {field: texts[place] for field, place in columns.items() if place < len(texts)}


def _sheets(path: Path) -> Iterator[tuple[str, Any]]:
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8", errors="replace")
        yield "csv", csv.reader(text.splitlines(), delimiter=";" if text[:2000].count(";") > 5 else ",")
        return
    workbook = load_workbook(path, read_only=True, data_only=True)  # the faster way to use openpyxl
    for sheet in workbook.worksheets:
        yield sheet.title, sheet.iter_rows(values_only=True)
    workbook.close()


def _date(text: str) -> date | None:
    for shape in _DATE_FORMATS:
        try:
            return datetime.strptime(text[:10], shape).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
