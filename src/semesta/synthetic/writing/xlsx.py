"""Sheets to .xlsx with XlsxWriter. The creation date is fixed, so equal sheets give equal bytes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from semesta.synthetic.layout.page import Formula, Sheet

_CREATED = datetime(2026, 1, 31, 8, 0)  # noqa: DTZ001 - the file format knows no time zone
_EPOCH = date(1899, 12, 30).toordinal()
_MANY_LINES = 20_000


def write_xlsx(path: Path, sheets: list[Sheet]) -> None:
    """Write the sheets to `path`; numbers keep all their digits on screen, dates are real date cells."""
    constant = any(len(sheet.lines) > _MANY_LINES for sheet in sheets)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": constant, "in_memory": not constant})
    book.set_properties({"created": _CREATED})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    digits = book.add_format({"num_format": "0"})
    for sheet in sheets:
        made = book.add_worksheet(sheet.name)
        write_string, write_number = made.write_string, made.write_number
        for row, line in enumerate(sheet.lines):
            if row + 1 in sheet.hidden:
                made.set_row(row, None, None, {"hidden": True})
            for column, cell in enumerate(line):
                if isinstance(cell, str):
                    write_string(row, column, cell)
                elif cell is None:
                    continue
                elif isinstance(cell, date):
                    write_number(row, column, cell.toordinal() - _EPOCH, day)
                elif isinstance(cell, Formula):
                    made.write_formula(row, column, cell.text, None, cell.value)
                else:
                    write_number(row, column, cell, digits if cell > 99_999_999 else None)
        if not constant:
            for first_row, first_column, last_row, last_column in sheet.merges:
                _merge(made, sheet, first_row, first_column, last_row, last_column)
    book.close()


def _merge(
    made: xlsxwriter.worksheet.Worksheet,
    sheet: Sheet,
    first_row: int,
    first_column: int,
    last_row: int,
    last_column: int,
) -> None:
    line = sheet.lines[first_row - 1]
    value = line[first_column - 1] if first_column <= len(line) else None
    made.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, value)
