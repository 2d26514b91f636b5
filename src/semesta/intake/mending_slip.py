"""The workbook of corrected rows: every row at its own sheet and row, every value as text."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from semesta.kernel.segment import shipped_segments

_HEADINGS = (
    "NO", "NAMA", "NIK", "NO KK", "TEMPAT LAHIR", "TANGGAL LAHIR", "JENIS KELAMIN", "NAMA IBU", "NO HP", "STATUS KAWIN",
    "ALAMAT", "DUSUN", "KODE DESA", "PEKERJAAN", "NAMA USAHA",
)  # fmt: skip
_CREATED = datetime.combine(date(2026, 1, 1), time())  # a constant, so that the same corrections are the same bytes
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")


def written_slip(
    rows: Sequence[Mapping[str, Any]], changed: Mapping[int, Mapping[str, str]], *, corrects: int
) -> bytes:
    """Return an xlsx of the rows with the changes of their lines; a sheet whose name Excel refuses gets a number.

    The number of the list it corrects stands in it: the same row on two lists of one sender makes two files.
    """
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties({"created": _CREATED, "title": f"Perbaikan kiriman {corrects}"})
    sheets: dict[str, Any] = {}
    for number, row in enumerate(rows, start=1):
        if row["sheet"] not in sheets:
            sheets[row["sheet"]] = sheet = book.add_worksheet(_sheet_name(row["sheet"], len(sheets) + 1))
            for column, heading in enumerate(_HEADINGS):
                sheet.write_string(0, column, heading)
        values = _values(number, row, changed[row["line"]])
        for column, value in enumerate(values):
            if value:
                sheets[row["sheet"]].write_string(max(row["row"], 2) - 1, column, value)
    book.close()
    return data.getvalue()


def _sheet_name(name: str, number: int) -> str:
    usable = bool(name) and len(name) <= _LONGEST_SHEET_NAME and not _NOT_IN_SHEET_NAMES.search(name)
    return name if usable else f"Lembar {number}"


def _values(number: int, row: Mapping[str, Any], new: Mapping[str, str]) -> list[str]:
    told = {name: str(value or "") for name, value in row.items()}
    follows_nik = "nik_confirmed" in new or "nik_known" in new
    return [
        str(number),
        new.get("name", told["name"]),
        new.get("nik", told["nik_written"]),
        new.get("kk", told["kk"]),
        told["birth_place"],
        "" if follows_nik else new.get("birth_on", _birth(row)),
        "" if follows_nik else new.get("sex", told["sex"]),
        *(told[name] for name in ("mother_name", "phone", "marital", "address", "dusun", "village_code")),
        told["occupation"] or _segment_name(row["segment"]),
        told["enterprise"],
    ]


def _birth(row: Mapping[str, Any]) -> str:
    """Write the birth date as the list told it: the year where it told no more, nothing where it told none."""
    told = row["birth_told_on"]
    if told is None:
        return ""
    return str(told.year) if row["birth_precision"] == "year" else f"{told:%d-%m-%Y}"


def _segment_name(code: str | None) -> str:
    segment = shipped_segments().get(code or "")
    return segment.name_id if segment else ""
