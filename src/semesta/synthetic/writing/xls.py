"""Sheets to .xls with xlwt, for offices that never left Excel 2003. Limit of the format: 65,536 lines a sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlwt

from semesta.synthetic.layout.page import Formula, Sheet

_EPOCH = date(1899, 12, 30).toordinal()


def write_xls(path: Path, sheets: list[Sheet]) -> None:
    """Write the sheets to `path`; ValueError when a sheet has more lines than the format holds."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    digits = xlwt.easyxf(num_format_str="0")
    plain = xlwt.Style.default_style
    for sheet in sheets:
        if len(sheet.lines) > 65_536:
            raise ValueError(f"sheet '{sheet.name}' is too long for .xls: {len(sheet.lines)} lines")
        made = book.add_sheet(sheet.name)
        for number, line in enumerate(sheet.lines):
            row = made.row(number)
            if number + 1 in sheet.hidden:
                row.hidden = True
            for column, cell in enumerate(line):
                if isinstance(cell, str):
                    row.set_cell_text(column, cell, plain)
                elif cell is None:
                    continue
                elif isinstance(cell, date):
                    row.set_cell_number(column, cell.toordinal() - _EPOCH, day)
                elif isinstance(cell, Formula):
                    row.set_cell_number(column, cell.value, plain)
                else:
                    row.set_cell_number(column, cell, digits if cell > 99_999_999 else plain)
        made.merged_ranges.extend((r1 - 1, r2 - 1, c1 - 1, c2 - 1) for r1, c1, r2, c2 in sheet.merges)
    book.save(str(path))
