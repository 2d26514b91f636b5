"""The stored results of formulas, put back into a workbook that openpyxl has written.

openpyxl keeps a formula or its result, never both. A marked copy handed in again without a visit to Excel would then
have lost every computed value, so the results that the sender's file had are written beside the formulas.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, Final
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils.datetime import to_excel

from semesta.sheets.opening_marks import split_cell
from semesta.sheets.workbook import CellKind, Grid

_FORMULA_CELL: Final = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)>(<f\b(?:[^>]*/>|[^>]*>[^<]*</f>))<v\s*/>')
_TYPE: Final = re.compile(rb' t="\w+"')
_TYPES: Final = {CellKind.TEXT: "str", CellKind.BOOLEAN: "b", CellKind.ERROR: "e"}


def saved_with_results(book: openpyxl.Workbook, grids: Mapping[str, Grid]) -> bytes:
    """Save the workbook; formulas of sheets in `grids` (by name) keep the results that the grid holds."""
    target = io.BytesIO()
    book.save(target)
    parts = {
        f"xl/worksheets/sheet{number}.xml": grids[sheet.title]
        for number, sheet in enumerate(book.worksheets, start=1)
        if sheet.title in grids and grids[sheet.title].formula_cells
    }
    if not parts:
        return target.getvalue()
    result = io.BytesIO()
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, _with_results(content, parts[name], book.epoch) if name in parts else content)
    return result.getvalue()


def _with_results(xml: bytes, grid: Grid, epoch: datetime) -> bytes:
    def filled(found: re.Match[bytes]) -> bytes:
        value = _result(grid, found[1].decode(), epoch)
        if value is None:
            return found[0]
        kind, text = value
        attributes = _TYPE.sub(b"", found[2]) + (f' t="{kind}"'.encode() if kind else b"")
        return b'<c r="%b"%b>%b<v>%b</v>' % (found[1], attributes, found[3], escape(text).encode())

    return _FORMULA_CELL.sub(filled, xml)


def _result(grid: Grid, cell: str, epoch: datetime) -> tuple[str, str] | None:
    """Return (type of the cell, stored text) of a formula's result, None when the sender's file had none."""
    row, column = split_cell(cell)
    line = row - grid.first_row
    if cell not in grid.formula_cells or column not in grid.cells.columns or not 0 <= line < grid.height:
        return None
    text, kind = grid.cells[column][line], CellKind(grid.kinds[column][line])
    if text is None:
        return None
    if kind == CellKind.BOOLEAN:
        return "b", "1" if text == "TRUE" else "0"
    if kind == CellKind.DATE:
        serial = _serial(text, epoch)
        return ("", serial) if serial else ("str", text)
    return _TYPES.get(kind, ""), text


def _serial(text: str, epoch: datetime) -> str:
    to_serial: Callable[[Any, datetime], float] = to_excel
    for read in (date.fromisoformat, datetime.fromisoformat, time.fromisoformat):
        try:
            return str(to_serial(read(text), epoch))
        except ValueError:
            continue
    return ""
