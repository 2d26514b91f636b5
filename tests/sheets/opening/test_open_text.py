"""Delimited text: any common delimiter and encoding, every cell as it was typed, one grid row per record."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.sheets.opening import open_bytes
from semesta.sheets.workbook import CellKind, Grid, Workbook

ROWS = [("NIK", "NAMA", "HP"), ("5203050107909001", "AMAQ SAHDAN", "0812000111")]


def opened(data: bytes) -> Workbook:
    book = open_bytes("daftar.csv", data)
    assert isinstance(book, Workbook), book
    return book


def grid_of(data: bytes) -> Grid:
    return opened(data).grids[0]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_recognised(delimiter: str, newline: str) -> None:
    grid = grid_of(newline.join(delimiter.join(row) for row in ROWS).encode())
    assert grid.cells.rows() == ROWS
    assert set(grid.kinds.row(0)) == {CellKind.TEXT}


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("utf-16-le", "UTF-16-LE"), ("cp1252", "Windows-1252")],
)
def test_encodings_are_recognised_and_a_guess_is_noted(encoding: str, noted: str | None) -> None:
    book = opened("NIK;NAMA\n1;L’ALU SYAMSUÉ\n".encode(encoding))
    assert book.grids[0].cells.row(1) == ("1", "L’ALU SYAMSUÉ")
    assert [finding.detail for finding in book.findings] == ([noted] if noted else [])


def test_short_long_and_blank_lines_stay_lines_of_their_own() -> None:
    grid = grid_of(b"DAFTAR PEKERJA\n\nNO;NIK;NAMA\n1;2;3;4\n\nSelong, 2026\n")
    assert grid.cells.rows() == [
        ("DAFTAR PEKERJA", None, None, None),
        (None, None, None, None),
        ("NO", "NIK", "NAMA", None),
        ("1", "2", "3", "4"),
        (None, None, None, None),
        ("Selong, 2026", None, None, None),
    ]


def test_quoted_cells_may_hold_delimiters_quotes_and_new_lines() -> None:
    grid = grid_of(b'NO;ALAMAT\n1;"DUSUN A\nRT 01; RW 02"\n2;"GANG ""MAWAR"""\n3;x\n')
    assert grid.cells["B"].to_list() == ["ALAMAT", "DUSUN A\nRT 01; RW 02", 'GANG "MAWAR"', "x"]


def test_quotation_marks_inside_a_cell_are_letters() -> None:
    grid = grid_of(b'NO;ALAMAT\n1;GANG "MAWAR" 2\n2;"a;b"\n')
    assert grid.cells["B"].to_list() == ["ALAMAT", 'GANG "MAWAR" 2', "a;b"]


def test_an_unpaired_quotation_mark_does_not_swallow_the_people_below() -> None:
    book = opened(b'NO;NAMA\n1;"AMAQ\n2;INAQ\n3;PAPUQ\n')
    assert book.grids[0].cells["B"].to_list() == ["NAMA", "AMAQ", "INAQ", "PAPUQ"]
    assert [finding.kind.code for finding in book.findings] == ["quotes_uneven"]


def test_the_delimiter_excel_writes_in_front_is_obeyed() -> None:
    assert grid_of(b"sep=|\nNIK|NAMA\n1|A;B;C\n").cells.rows() == [("NIK", "NAMA"), ("1", "A;B;C")]


def test_decimal_commas_do_not_outvote_the_real_delimiter() -> None:
    grid = grid_of(b"NAMA;UPAH;TTL\nA;1,5;SELONG, 1-2-90\nB;2,5;SAKRA, 3-4-91\n")
    assert grid.cells.columns == ["A", "B", "C"]


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=8)
TABLE = st.lists(st.lists(PLAIN, min_size=3, max_size=3), min_size=1, max_size=8)


@settings(deadline=None, max_examples=60)
@given(TABLE)
def test_what_a_csv_writer_writes_is_read_back_cell_by_cell(rows: list[list[str]]) -> None:
    target = io.StringIO()
    target.write("sep=;\n")
    csv.writer(target, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([["NIK", "A", "B"], *rows])
    grid = grid_of(target.getvalue().encode())
    expected = [[value if value.strip() else None for value in row] for row in rows]
    while expected and not any(expected[-1]):
        expected.pop()
    assert [list(row) for row in grid.cells.rows()][1:] == expected
