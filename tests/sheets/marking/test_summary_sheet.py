"""The first sheet of a marked copy: the balance of rows, the commonest findings, a way from finding to cell."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.kernel.finding import Finding
from semesta.sheets.marking import mark_workbook
from semesta.sheets.marking_findings import count_rows, findings_of, outcomes
from semesta.sheets.opening import open_bytes
from semesta.sheets.reading import FINDING_SCHEMA, ROW_SCHEMA, Reading
from semesta.sheets.refusals import about_file
from tests.sheets.files import HEADER, PEOPLE, an_ole, an_xlsx

CODES = ("nik_length", "nik_birth_mismatch", "phone_completed", "birth_heaped", "name_digits_replaced")


def a_reading(rows: int, findings: list[tuple[int, str, str]]) -> Reading:
    lines = [("O'Daftar", row, column, "", code, "1", "2", "3") for row, column, code in findings]
    return Reading(
        "daftar.xlsx", "xlsx", "", "hand-made",
        rows=pl.DataFrame(
            [("O'Daftar", row) for row in range(2, 2 + rows)],
            schema={name: ROW_SCHEMA[name] for name in ("sheet", "row")}, orient="row",
        ),
        findings=pl.DataFrame(lines, schema=FINDING_SCHEMA, orient="row"),
        tables=(),
    )  # fmt: skip


def summary(reading: Reading, data: bytes | None = None) -> Any:
    source = data or an_xlsx([HEADER, *PEOPLE], sheet="O'Daftar")
    return openpyxl.load_workbook(io.BytesIO(mark_workbook(source, reading, language="id"))).worksheets[0]


def texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from("ABC"), st.sampled_from(CODES)), max_size=25))
def test_every_person_row_is_counted_once(findings: list[tuple[int, str, str]]) -> None:
    reading = a_reading(6, findings)
    values = findings_of(reading)
    counts = count_rows(reading, outcomes(reading, values))
    assert counts.read == 6
    assert min(counts.fine, counts.repaired, counts.doubt, counts.error) >= 0


def test_counts_say_how_many_rows_are_fine_repaired_and_waiting() -> None:
    sheet = summary(a_reading(4, [(2, "B", "nik_length"), (2, "C", "nik_birth_mismatch"), (3, "C", "birth_heaped")]))
    counts = {row[1]: row[2] for row in sheet.iter_rows(max_row=12, values_only=True) if isinstance(row[2], int)}
    assert counts == {
        "Dibaca": 4,
        "Tanpa catatan": 3,
        "Diperbaiki otomatis": 0,
        "Perlu diperiksa": 0,
        "Perlu diperbaiki (menunggu)": 1,
    }


def test_findings_are_listed_gravest_first_with_a_link_to_the_cell() -> None:
    sheet = summary(a_reading(2, [(2, "E", "birth_heaped"), (3, "B", "nik_length")]))
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'O''Daftar'!B3", "'O''Daftar'!E2"]


def test_the_ten_commonest_findings_are_counted() -> None:
    sheet = summary(a_reading(2, [(2, "B", "nik_length"), (3, "B", "nik_length"), (3, "C", "birth_heaped")]))
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int) and row[2] is None]
    assert [(row[0], row[3]) for row in rows][:2] == [
        (2, "Jumlah angka NIK salah"),
        (1, "Tanggal lahir 31 Desember atau 1 Januari"),
    ]


def test_the_sheet_opens_first_and_alone() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(mark_workbook(an_xlsx([HEADER], sheet="O'Daftar"), a_reading(0, []), language="en"))
    )
    assert book.active is book.worksheets[0]
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [True, False]


def test_what_is_about_the_file_is_told() -> None:
    reading = replace(a_reading(2, []), file_findings=(about_file("macro_ignored", "daftar.xlsx"),))
    assert any("makronya tidak dijalankan" in text for text in texts(summary(reading)))


def test_a_file_that_cannot_be_opened_comes_back_as_the_reason_alone() -> None:
    locked = an_ole("EncryptedPackage")
    refusal = open_bytes("daftar.xlsx", locked)
    assert isinstance(refusal, Finding)
    sheet = summary(replace(a_reading(0, []), refusal=refusal), locked)
    assert "Berkas ini tidak diterima" in texts(sheet)
    assert any("hapus kata sandi" in text for text in texts(sheet))
