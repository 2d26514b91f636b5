"""A damaged list goes out marked, is corrected as suggested, and comes back clean; rows that were right are known."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from semesta.kernel.finding import Finding
from semesta.kernel.gazetteer import Gazetteer, Region
from semesta.sheets.catalogue import severity_of
from semesta.sheets.context import ReadingContext
from semesta.sheets.marking import mark_workbook
from semesta.sheets.marking_findings import findings_of
from semesta.sheets.marking_suggestions import corrected_value
from semesta.sheets.opening import open_bytes
from semesta.sheets.reader import read_workbook
from semesta.sheets.reading import Reading
from semesta.sheets.workbook import Workbook
from tests.sheets.files import an_ods, an_xls, an_xlsx, saved

REGIONS = [
    Region("52", "Nusa Tenggara Barat"),
    Region("52.03", "Lombok Timur"),
    Region("52.03.05", "Masbagik"),
    Region("52.03.05.2001", "Kotaraja"),
]
CONTEXT = ReadingContext(Gazetteer.of(REGIONS), today=date(2026, 2, 1), village_code="52.03.05.2001")
HEADER = ["NO", "NIK", "NO KK", "NAMA LENGKAP", "TEMPAT LAHIR", "TGL LAHIR", "L/P", "DUSUN", "PEKERJAAN", "NO HP"]
KK = "5203051003159001"
DAMAGED: list[list[Any]] = [
    ["DAFTAR CALON PESERTA"],
    ["DESA : KOTARAJA"],
    HEADER,
    [
        1,
        "5203050107909001",
        KK,
        "AMAQ SAHDAN",
        "MASBAGIK",
        "01-07-1990",
        "L",
        "DASAN",
        "Petani tembakau",
        "081234567890",
    ],
    [2, "52O3O54203859OO2", KK, "INAQ SAHNIM", "MASBAGIK", "02-03-1985", "P", "DASAN", "Buruh tani", "0812-3456-7891"],
    [3, "'5203052507929003", KK, "LALU JAY4", "MASBAGIK", "07/25/1992", "L", "DASAN", "Nelayan", "81234567892"],
    [4, "5203 0555 0888 9004", KK, "BAIQ ANI", "MASBAGIK", "15 Agustus 1988", "", "DASAN", "Pedagang", ""],
    [5, "5203051507889005", KK, "SAPRUDIN", "MASBAGIK", "15-07-88", "P", "DASAN", "Tukang ojek", ""],
    [6, "5203050506929006", KK, "JALALUDIN", "MASBAGIK", "30-02-1992", "L", "DASAN", "Nelayan", ""],
    [7, "520305450792900", KK, "SITI RAHMAH", "MASBAGIK", "05-07-1992", "P", "DASAN", "Kader posyandu", ""],
    [8, "", KK, "MUSTIAH", "MASBAGIK", "17-11-1970", "P", "DASAN", "Penjahit", ""],
]
FROM_THE_CARD = {"NIK": {7: "5203054507929007", 8: "5203055711709008"}}
"""What no machine may guess: the NIK of rows 7 and 8, looked up on the card by the village."""


def read(name: str, data: bytes) -> Reading:
    book = open_bytes(name, data)
    assert isinstance(book, Workbook)
    return read_workbook(book, context=CONTEXT)


def open_questions(reading: Reading) -> list[Finding]:
    return [finding for finding in findings_of(reading) if finding.kind.severity in ("doubt", "error")]


def corrected(marked: bytes, reading: Reading) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(marked))
    for finding in findings_of(reading):
        value = corrected_value(finding)
        if value and finding.place.cell:
            book[finding.place.sheet][finding.place.cell] = value
    sheet = book.worksheets[1]
    for number, nik in FROM_THE_CARD["NIK"].items():
        (row,) = (cell.row for cell in sheet["A"] if str(cell.value) == str(number))
        sheet.cell(row, 2).value = nik
    return saved(book)


@pytest.mark.parametrize(
    ("name", "data"),
    [("desa.xlsx", an_xlsx(DAMAGED)), ("desa.xls", an_xls(DAMAGED)), ("desa.ods", an_ods(DAMAGED))],
)
def test_a_list_corrected_as_suggested_comes_back_without_a_question(name: str, data: bytes) -> None:
    first = read(name, data)
    assert {finding.kind.severity for finding in open_questions(first)} == {"doubt", "error"}
    second = read("desa (bertanda).xlsx", corrected(mark_workbook(data, first, language="id"), first))
    assert open_questions(second) == []
    assert second.rows["nik_state"].to_list() == ["valid"] * 8
    assert (second.rows["nik"].n_unique(), second.rows["birth_on"].null_count()) == (8, 0)


def test_a_marked_copy_handed_in_as_it_is_says_the_same_again() -> None:
    first = read("desa.xlsx", an_xlsx(DAMAGED))
    second = read("desa.xlsx", mark_workbook(an_xlsx(DAMAGED), first, language="id"))
    assert second.rows.equals(first.rows)
    assert second.findings.equals(first.findings)


def test_unchanged_rows_of_the_corrected_copy_are_known_by_their_hash() -> None:
    first = read("desa.xlsx", an_xlsx(DAMAGED))
    second = read("desa.xlsx", corrected(mark_workbook(an_xlsx(DAMAGED), first, language="id"), first))
    known = set(first.rows["row_hash"]) & set(second.rows["row_hash"])
    asked = {finding.place.row for finding in open_questions(first)}
    untouched = first.rows.filter(~first.rows["row"].is_in(list(asked)))
    assert set(untouched["row_hash"]) <= known
    assert len(known) < first.rows.height


def test_every_finding_of_the_list_stands_in_its_cell() -> None:
    reading = read("desa.xlsx", an_xlsx(DAMAGED))
    sheet = openpyxl.load_workbook(io.BytesIO(mark_workbook(an_xlsx(DAMAGED), reading, language="id")))["Daftar"]
    for finding in findings_of(reading):
        assert finding.place.row is not None
        cell = sheet[finding.place.cell or f"A{finding.place.row}"]
        assert finding.message("id") in cell.comment.text
    assert severity_of("nik_length") == "error"
