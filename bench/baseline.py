"""The straightforward way: openpyxl, a loop over rows, and the ORM row by row. What most programs do.

It reads the same files into the same tables as `semesta.intake`, with a short list of header words, a NIK check and a
look-up per row. It finds less and repairs nothing; it is here only to be timed beside the real thing.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from openpyxl import load_workbook

from semesta.intake.handing_in import HandedIn
from semesta.intake.models import RowFinding, StagedRow, Submission
from semesta.kernel.nik import nik_problem
from semesta.people.models import Livelihood, Person

WORDS = {
    "nik": {"nik", "no nik", "no. ktp", "no ktp", "nomor ktp", "nik ktp", "nomor induk kependudukan", "n i k"},
    "name": {"nama", "nama lengkap", "nama penduduk", "nama peserta", "nama pekerja", "nama sesuai ktp", "nama petani"},
    "kk": {"no kk", "no. kk", "no_kk", "nomor kk", "nomor kartu keluarga", "kk", "no.kk"},
    "birth_on": {"tanggal lahir", "tgl lahir", "tanggallahir", "tgl/bln/th", "tgl lhr"},
    "sex": {"jk", "l/p", "jenis kelamin", "sex", "kelamin"},
}
_DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")


def import_one(handed_in: HandedIn, *, regency_code: str) -> int:
    """Import one file row by row; return how many rows were stored."""
    rows = 0
    with transaction.atomic():
        submission = Submission.objects.create(
            regency_code=regency_code, sender=handed_in.sender, kind=handed_in.kind, file_name=handed_in.path.name,
            sha256=hashlib.sha256(handed_in.path.read_bytes()).hexdigest(), size=handed_in.path.stat().st_size,
            format=handed_in.path.suffix, layout="", state="resolved", handed_in_by="bench",
            rows_in=0, accepted=0, merged=0, waiting=0, refused=0,
        )  # fmt: skip
        counts = {"accepted": 0, "merged": 0, "waiting": 0}
        for sheet, number, values in _rows(handed_in.path):
            rows += 1
            outcome = _import_row(submission, handed_in, sheet, number, rows, values)
            counts[outcome] += 1
        Submission.objects.filter(id=submission.id).update(rows_in=rows, **counts)
    return rows


def _import_row(
    submission: Submission, handed_in: HandedIn, sheet: str, number: int, line: int, values: dict[str, str]
) -> str:
    nik = re.sub(r"\D", "", values.get("nik", ""))
    name = " ".join(values.get("name", "").upper().split())
    problem = nik_problem(nik)
    person = None
    outcome, reason = "waiting", "nik_damaged"
    if problem is None and name:
        person = Person.objects.filter(regency_code=submission.regency_code, nik=nik).first()
        outcome, reason = "merged", "same_nik"
        if person is None:
            outcome, reason = "accepted", "new_person"
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('people_person_number')")
                person_id = cursor.fetchone()[0]
            person = Person.objects.create(
                regency_code=submission.regency_code, id=person_id, nik=nik, name=name, name_key=name, name_token=name,
                kk=values.get("kk") or None, birth_on=_date(values.get("birth_on", "")),
                sex=values.get("sex", "").upper()[:1] if values.get("sex", "").upper()[:1] in ("L", "P") else None,
                village_code=handed_in.sender if handed_in.sender.count(".") == 3 else None,
            )  # fmt: skip
        Livelihood.objects.get_or_create(
            regency_code=submission.regency_code, person_id=person.id, segment_code=handed_in.segment or "farmer",
            defaults={"submission_id": submission.id},
        )  # fmt: skip
    else:
        RowFinding.objects.create(
            regency_code=submission.regency_code, submission_id=submission.id, number=line, sheet=sheet, row=number,
            field="nik", code=problem or "name_missing", severity="error", before=values.get("nik", ""),
        )  # fmt: skip
    StagedRow.objects.create(
        regency_code=submission.regency_code, submission_id=submission.id, line=line, sheet=sheet, row=number,
        row_hash="", nik=nik if problem is None else None, nik_state="valid" if problem is None else "damaged",
        nik_written=nik[:40], name=name, outcome=outcome, reason=reason, person_id=person.id if person else None,
    )  # fmt: skip
    return outcome


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
            elif columns and texts[columns.get("name", 0)]:
                yield sheet, number, {field: texts[place] for field, place in columns.items() if place < len(texts)}


def _sheets(path: Path) -> Iterator[tuple[str, Any]]:
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8", errors="replace")
        yield "csv", csv.reader(text.splitlines(), delimiter=";" if text[:2000].count(";") > 5 else ",")
    elif path.suffix in (".xlsx", ".xlsm"):
        workbook = load_workbook(path, read_only=True, data_only=True)
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
