"""A plainly written package is read as arrays of tags, any other by the parser: both see the same cells.

A comment in the XML makes no difference to what a sheet says, but sends it to the parser.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date

import numpy as np
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.kernel.finding import Finding
from semesta.sheets.limits import DEFAULT_LIMITS
from semesta.sheets.opening import open_bytes
from semesta.sheets.opening_ods_cells import read_tables
from semesta.sheets.opening_tags import tags_of
from semesta.sheets.opening_xlsx_cells import read_cells, shared_strings
from semesta.sheets.workbook import Grid, Workbook
from tests.sheets.files import HEADER, PEOPLE, a_raw_ods, a_raw_xlsx, an_ods, an_xlsx, ods_row, saved, text_cell


def grids(name: str, data: bytes) -> tuple[Grid, ...]:
    book = open_bytes(name, data)
    assert isinstance(book, Workbook), book
    return book.grids


def commented(data: bytes, parts: str, before: str) -> bytes:
    """The same package with a comment in each of the parts, so that the parser reads it."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            xml = source.read(name)
            if name.startswith(parts):
                xml = xml.replace(before.encode(), f"<!-- x -->{before}".encode(), 1)
                assert tags_of(xml) is None
            package.writestr(name, xml)
    return target.getvalue()


def assert_both_ways_agree(name: str, data: bytes, careful: bytes) -> None:
    quick, parsed = grids(name, data), grids(name, careful)
    assert len(quick) == len(parsed)
    for one, other in zip(quick, parsed, strict=True):
        assert one.cells.to_dict(as_series=False) == other.cells.to_dict(as_series=False)
        assert one.kinds.to_dict(as_series=False) == other.kinds.to_dict(as_series=False)
        assert (one.first_row, one.hidden_rows, one.merged) == (other.first_row, other.hidden_rows, other.merged)
        assert one.formula_cells == other.formula_cells


def assert_xlsx_agrees(data: bytes) -> None:
    assert_both_ways_agree("x.xlsx", data, commented(data, "xl/worksheets/sheet", "</sheetData>"))


def assert_ods_agrees(data: bytes) -> None:
    assert_both_ways_agree("x.ods", data, commented(data, "content.xml", "</table:table>"))


def test_a_list_with_dates_numbers_formulas_errors_and_merged_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [HEADER, *PEOPLE]:
        sheet.append(list(row))
    sheet["C5"], sheet["D5"], sheet["E5"] = date(1985, 3, 12), True, "=A1&B1"
    sheet["F5"], sheet["G5"], sheet["H5"] = 5203991507850003, 1.25, 1e-7
    sheet["B7"], sheet["AB9"] = "A & B <\"'> é", "  "
    sheet["C5"].number_format = "dd/mm/yyyy"
    sheet.merge_cells("A8:C9")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    assert_xlsx_agrees(saved(book))


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="2"><c r="B2"><v>12</v></c><c r="D2" t="n"><v>007</v></c></row>',
        '<row r="2"><c r="B2" t="str"><f>A1</f><v>x</v></c><c r="C2"><f>1/0</f></c></row>',
        '<row r="2"><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
        '<row r="2"><c r="B2" t="b"><v>0</v></c><c r="C2"/><c r="D2" t="inlineStr"><is><t>a</t></is></c></row>',
        '<row r="2" spans="1:2"/><row r="5"><c r="A5" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
        '<row r="2"><c r="B2"><v>1E+20</v></c><c r="C2"><v>-0.50</v></c><c r="D2"><v>9007199254740993</v></c></row>',
        '<row r="2"><c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>',
        '<row r="2"><c t="inlineStr"><is><t>a</t></is></c></row>',
        '<row r="2"><c r="AZ2" t="inlineStr"><is><t>&#233;&amp;&lt;</t></is></c></row>',
    ],
)
def test_every_form_of_a_cell(cells: str) -> None:
    row = f'<row r="1">{text_cell("A1", "NAMA")}</row>'
    assert_xlsx_agrees(a_raw_xlsx(f"<sheetData>{row}{cells}</sheetData>"))


@given(
    st.lists(st.lists(st.none() | st.text("aA1 &<>é'\"", max_size=6) | st.integers(0, 10**17), max_size=5), max_size=6)
)
@settings(max_examples=40, deadline=None)
def test_any_texts_and_numbers(rows: list[list[str | int | None]]) -> None:
    rows = [["NAMA"], *[[None if cell == "" else cell for cell in row] for row in rows]]
    assert_xlsx_agrees(an_xlsx(rows))


def test_an_ods_list() -> None:
    assert_ods_agrees(an_ods([HEADER, *PEOPLE]))


def cell(value_type: str, inside: str, attributes: str = "") -> str:
    """The XML of an ods cell with one value."""
    start = f'<table:table-cell office:value-type="{value_type}"'
    return f"{start}{attributes}><text:p>{inside}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    "row",
    [
        cell("float", "5,2E+15", ' office:value="5203991507850003"'),
        '<table:table-cell table:number-columns-repeated="3"/>' + cell("string", "a</text:p><text:p>b"),
        cell("string", 'a<text:s text:c="3"/>b', ' table:number-columns-repeated="2"'),
        cell("date", "12/3/85", ' office:date-value="1985-03-12"'),
        cell("boolean", "YA", ' office:boolean-value="true"'),
        cell("float", "1", ' table:formula="of:=1" office:value="1"'),
        cell("string", "a", ' table:number-columns-spanned="2"') + "<table:covered-table-cell/>",
        '<table:table-cell office:value-type="float" office:value="0.5"/>',
        cell("string", "a<text:span>b</text:span>"),
        cell("string", ""),
        cell("time", "1:00", ' office:time-value="PT1H"'),
    ],
)
def test_every_form_of_an_ods_cell(row: str) -> None:
    hidden = ods_row("x", "y", attributes=' table:visibility="collapse"')
    empty = '<table:table-row table:number-rows-repeated="7"><table:table-cell/></table:table-row>'
    assert_ods_agrees(a_raw_ods(f"{ods_row('NAMA', 'NIK')}{hidden}{empty}<table:table-row>{row}</table:table-row>"))


def test_plain_packages_go_the_quick_way() -> None:
    with zipfile.ZipFile(io.BytesIO(an_xlsx([HEADER, *PEOPLE]))) as package:
        name = next(name for name in package.namelist() if name.startswith("xl/worksheets/"))
        sheet = package.read(name)
    assert read_cells(sheet, pl.Series(dtype=pl.String), np.zeros(9, dtype=np.uint8))
    assert shared_strings(b"<sst><si><t>a</t></si><si><t>b</t></si></sst>").to_list() == ["a", "b"]
    with zipfile.ZipFile(io.BytesIO(an_ods([HEADER, *PEOPLE]))) as package:
        assert read_tables(package.read("content.xml"), DEFAULT_LIMITS)


def test_cells_repeated_without_end_are_refused() -> None:
    row = cell("string", "x", ' table:number-columns-repeated="16000"') * 2_000
    book = open_bytes("x.ods", a_raw_ods(f"<table:table-row>{row}</table:table-row>"))
    assert isinstance(book, Finding)
    assert book.kind.code == "range_too_large"
