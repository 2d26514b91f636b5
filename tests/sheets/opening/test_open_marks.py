"""What a sheet says beyond its values: hidden rows and sheets, formulas, errors, merged cells, empty formatted rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest

from semesta.kernel.finding import Finding
from semesta.sheets.opening import open_bytes
from semesta.sheets.workbook import CellKind, Workbook
from tests.sheets.files import (
    HEADER,
    MAIN,
    PEOPLE,
    a_raw_ods,
    a_raw_xlsx,
    an_xls,
    an_xlsb,
    an_xlsx,
    ods_row,
    saved,
    text_cell,
)

LIST = [HEADER, *PEOPLE]


def opened(name: str, data: bytes) -> Workbook:
    book = open_bytes(name, data)
    assert isinstance(book, Workbook), book
    return book


def found(book: Workbook) -> dict[str, Finding]:
    return {finding.kind.code: finding for finding in book.findings}


def test_hidden_rows_and_sheets_are_told_and_read() -> None:
    book = openpyxl.Workbook()
    for row in LIST:
        book.active.append(list(row))
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["D"].hidden = True
    book.create_sheet("Simpanan")["A1"] = "x"
    book["Simpanan"].sheet_state = "veryHidden"
    answer = opened("x.xlsx", saved(book))
    first, second = answer.grids
    assert (first.hidden_rows, first.hidden) == (frozenset({2}), False)
    assert first.cells.rows() == [tuple(row) for row in LIST]
    assert second.hidden
    told = found(answer)
    assert (told["hidden_rows"].detail, told["hidden_rows"].place.row) == ("1: 2", 2)
    assert told["hidden_sheet"].detail == "Simpanan"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xls", an_xls(LIST, hidden_row=2)),
        ("x.xlsb", an_xlsb(LIST, hidden_row=2)),
        ("x.ods", a_raw_ods(ods_row("NIK") + ods_row("1", attributes='table:visibility="collapse"') + ods_row("2"))),
    ],
)
def test_hidden_rows_are_told_in_the_other_formats(name: str, data: bytes) -> None:
    assert opened(name, data).grids[0].hidden_rows == {2}


def test_merged_ranges_are_rows_and_columns() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "DAFTAR CALON PESERTA"
    book.active.merge_cells("A1:E2")
    assert opened("x.xlsx", saved(book)).grids[0].merged == ((1, 1, 2, 5),)
    merged = ods_row("a") + '<table:table-row><table:table-cell/><table:table-cell table:number-columns-spanned="3" '
    merged += 'table:number-rows-spanned="1"><text:p>DUSUN</text:p></table:table-cell></table:table-row>'
    assert opened("x.ods", a_raw_ods(merged)).grids[0].merged == ((2, 2, 2, 4),)


def test_stored_results_of_formulas_are_used_and_noted() -> None:
    cells = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;""</f><v></v></c></row>'
    book = opened("x.xlsx", a_raw_xlsx(f"<sheetData>{cells}</sheetData>"))
    assert book.grids[0].cells.item(0, "A") == "2"
    assert book.grids[0].formula_cells == {"A1", "B1"}
    finding = found(book)["formulas_used"]
    assert (finding.kind.severity, finding.place.cell, finding.detail) == ("note", "A1", "2: A1, B1")
    assert "formula_without_value" not in found(book)


def test_formulas_without_a_stored_result_are_an_error() -> None:
    finding = found(opened("x.xlsx", an_xlsx([["NIK", "UMUR"], ["5203050107909001", "=YEAR(NOW())-1990"]])))
    assert finding["formula_without_value"].kind.severity == "error"
    assert finding["formula_without_value"].place.cell == "B2"


@pytest.mark.parametrize(
    ("name", "data", "cell"),
    [
        ("x.xls", an_xls([["NIK"]], formula="1+1"), "B1"),
        ("x.xlsb", an_xlsb([["NIK", 2.0]], formula=True), "B1"),
        ("x.ods", a_raw_ods('<table:table-row><table:table-cell table:formula="of:=1+1" office:value-type="float" '
                            'office:value="2"><text:p>2</text:p></table:table-cell></table:table-row>'), "A1"),
    ],
)  # fmt: skip
def test_formulas_are_noted_in_the_other_formats(name: str, data: bytes, cell: str) -> None:
    book = opened(name, data)
    assert book.grids[0].formula_cells == {cell}
    assert "formulas_used" in found(book)


def test_error_cells_keep_their_text_and_kind() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><f>VLOOKUP(1,A:A,2)</f><v>#N/A</v></c></row>'
    grid = opened("x.xlsx", a_raw_xlsx(f"<sheetData>{cells}</sheetData>")).grids[0]
    assert grid.cells.row(0) == ("1", "#N/A")
    assert grid.kinds.row(0) == (CellKind.NUMBER, CellKind.ERROR)


def test_a_macro_is_noted_and_the_cells_are_read() -> None:
    data = io.BytesIO(an_xlsx(LIST))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 never run")
    book = opened("daftar.xlsm", data.getvalue())
    assert (book.format, list(found(book))) == ("xlsm", ["macro_ignored"])
    assert book.grids[0].height == 3


@pytest.mark.parametrize(
    ("name", "data", "detail"),
    [
        ("daftar.xls", an_xlsx(LIST), ".xls: XLSX"),
        ("daftar.xlsx", an_xls(LIST), ".xlsx: XLS"),
        ("daftar.xlsx", b"NIK,NAMA\n1,2\n", ".xlsx: CSV"),
        ("daftar", an_xlsx(LIST), None),
        ("DAFTAR.XLSX", an_xlsx(LIST), None),
    ],
)
def test_content_decides_and_a_wrong_ending_is_noted(name: str, data: bytes, detail: str | None) -> None:
    finding = found(opened(name, data)).get("wrong_extension")
    assert (finding.detail if finding else None) == detail


def many_rows(count: int, cells: str) -> Iterator[bytes]:
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    yield f'<row r="1">{text_cell("A1", "NIK")}{text_cell("B1", "NAMA")}</row>'.encode()
    for start in range(2, count + 2, 50_000):
        yield "".join(
            f'<row r="{i}" s="1">{cells.replace("#", str(i))}</row>' for i in range(start, start + 50_000)
        ).encode()
    yield f'<row r="{count + 9}">{text_cell(f"B{count + 9}", "INAQ")}</row></sheetData>'.encode()
    yield b'<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>'


@pytest.mark.parametrize(("count", "cells"), [(1_000_000, ""), (300_000, '<c r="A#" s="2"/><c r="B#" s="2"/>')])
def test_a_million_formatted_empty_rows_are_passed_over(count: int, cells: str) -> None:
    data = io.BytesIO(a_raw_xlsx("<sheetData/>"))
    with zipfile.ZipFile(data) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"".join(many_rows(count, cells))
    with zipfile.ZipFile(data := io.BytesIO(), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    book = opened("daftar.xlsx", data.getvalue())
    (grid,) = book.grids
    assert grid.cells.filter(grid.cells["B"].is_not_null()).rows() == [("NIK", "NAMA"), (None, "INAQ")]
    assert (grid.height, grid.merged) == (count + 9, ((1, 1, 1, 2),))


def test_formatted_empty_rows_below_the_list_are_cut_and_noted() -> None:
    rows = f'<row r="1">{text_cell("A1", "NIK")}</row>'
    rows += "".join(f'<row r="{i}" s="1"><c r="A{i}" s="1"/></row>' for i in range(2, 6_002))
    book = opened("daftar.xlsx", a_raw_xlsx(f"<sheetData>{rows}</sheetData>"))
    assert book.grids[0].height == 1
    assert found(book)["formatted_empty_rows"].detail == "6.000"
