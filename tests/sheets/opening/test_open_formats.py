"""A list is a list, whatever program wrote it: the same cells in the same places with the kind the file gave them."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from semesta.sheets.opening import open_bytes, open_workbook
from semesta.sheets.workbook import CellKind, Grid, Workbook
from tests.sheets.files import HEADER, PEOPLE, a_raw_xlsx, an_ods, an_xls, an_xlsb, an_xlsx, saved, text_cell

LIST = (HEADER, *PEOPLE)


def opened(name: str, data: bytes) -> Workbook:
    book = open_bytes(name, data)
    assert isinstance(book, Workbook), book
    return book


def only_grid(name: str, data: bytes) -> Grid:
    (grid,) = opened(name, data).grids
    return grid


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("daftar.xlsx", an_xlsx(LIST)),
        ("daftar.xls", an_xls(LIST)),
        ("daftar.ods", an_ods(LIST)),
        ("daftar.xlsb", an_xlsb(LIST)),
        ("daftar.csv", "\n".join(";".join(row) for row in LIST).encode()),
    ],
)
def test_the_same_list_reads_the_same_from_every_format(name: str, data: bytes) -> None:
    book = opened(name, data)
    assert book.format == name.rpartition(".")[2]
    assert book.findings == ()
    (grid,) = book.grids
    assert grid.cells.rows() == list(LIST)
    assert grid.cells.columns == ["A", "B", "C", "D", "E"]
    assert set(grid.kinds.row(1)) == {CellKind.TEXT}


def test_a_path_and_its_bytes_open_alike(tmp_path: Path) -> None:
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(an_xlsx(LIST))
    from_path, from_bytes = open_workbook(path), opened("daftar.xlsx", path.read_bytes())
    assert isinstance(from_path, Workbook)
    assert from_path.sha256 == from_bytes.sha256
    assert from_path.grids[0].cells.equals(from_bytes.grids[0].cells)


def test_kinds_tell_text_from_number_from_date() -> None:
    values = ["0812", 812, 1.5, date(1990, 7, 1), datetime.combine(date(1990, 7, 1), time(8, 30)), True]
    grid = only_grid("x.xlsx", an_xlsx([values]))
    assert grid.cells.row(0) == ("0812", "812", "1.5", "1990-07-01", "1990-07-01 08:30:00", "TRUE")
    kinds = [CellKind.TEXT, CellKind.NUMBER, CellKind.NUMBER, CellKind.DATE, CellKind.DATE, CellKind.BOOLEAN]
    assert grid.kinds.row(0) == tuple(kinds)


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("5203991507850003", "5203991507850003"),
        ("5.20399150785E+15", "5203991507850000"),
        ("1.234567890123457E+19", "12345678901234570000"),
        ("0.0000001", "0.0000001"),
        ("22107", "22107"),
        ("-3", "-3"),
    ],
)
def test_numbers_have_all_their_digits_and_no_exponent(stored: str, written: str) -> None:
    grid = only_grid("x.xlsx", a_raw_xlsx(f'<sheetData><row r="1"><c r="A1"><v>{stored}</v></c></row></sheetData>'))
    assert grid.cells.item(0, "A") == written
    assert grid.kinds.item(0, "A") == CellKind.NUMBER


def test_a_grid_keeps_the_rows_and_letters_of_the_spreadsheet() -> None:
    rows = f'<sheetData><row r="4">{text_cell("C4", "NIK")}</row><row r="6">{text_cell("D6", "x")}</row></sheetData>'
    grid = only_grid("x.xlsx", a_raw_xlsx(rows))
    assert (grid.first_row, grid.cells.columns) == (4, ["C", "D"])
    assert grid.cells.rows() == [("NIK", None), (None, None), (None, "x")]


def test_blank_cells_are_null_and_blank_rows_at_the_end_are_cut() -> None:
    grid = only_grid("x.xlsx", an_xlsx([["NAMA", "\u00a0"], ["AMAQ", "x"], ["  ", "\u00a0"]]))
    assert grid.cells.rows() == [("NAMA", None), ("AMAQ", "x")]
    assert grid.kinds.rows() == [(1, 0), (1, 1)]


def test_old_calendar_of_the_macintosh_is_honoured() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(1990, 7, 1)
    assert only_grid("x.xlsx", saved(book)).cells.item(0, "A") == "1990-07-01"


def test_chart_sheets_are_left_out_and_other_sheets_keep_their_order() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Dusun 1"
    book.active["A1"] = "NIK"
    book.create_chartsheet("Grafik")
    book.create_sheet("Dusun 2")["A1"] = "NAMA"
    assert [grid.sheet for grid in opened("x.xlsx", saved(book)).grids] == ["Dusun 1", "Dusun 2"]


def test_a_worksheet_with_prefixed_elements_opens() -> None:
    inside = '<x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData>'
    assert only_grid("x.xlsx", a_raw_xlsx(inside, root="x:worksheet")).cells.rows() == [("7",)]
