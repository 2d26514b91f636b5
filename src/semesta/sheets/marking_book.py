"""The workbook to be marked: the sender's own where openpyxl can keep it, else a new one with the same cells.

xlsx and xlsm come back as they are, with formulas, widths, merged cells, styles, pictures and macros (kept, never run).
Everything else becomes an xlsx with the same sheets and the same cells in the same places, text as text, so that a
value that begins with = + - @ is never taken for a formula.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from copy import copy
from datetime import date, datetime
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

from semesta.sheets.limits import DEFAULT_LIMITS, MIB
from semesta.sheets.opening_archive import Archive
from semesta.sheets.opening_thinning import thinned
from semesta.sheets.opening_xlsx import relations, worksheet_parts
from semesta.sheets.workbook import CellKind, Grid, Workbook

_TEXT_FORMAT: Final = "@"
_DATE_FORMAT: Final = "dd/mm/yyyy"
_THIN_FROM: Final = 2 * MIB
_WIDEST: Final = 45


def book_to_mark(data: bytes, opened: Workbook) -> openpyxl.Workbook:
    """Return an openpyxl workbook that holds what `data`, opened as `opened`, holds."""
    if opened.format in ("xlsx", "xlsm"):
        try:
            return _kept(data, with_macros=opened.format == "xlsm")
        except Exception:  # openpyxl rejects some files in many ways; their cells are still at hand
            return rebuilt(opened)
    return rebuilt(opened)


def rebuilt(opened: Workbook) -> openpyxl.Workbook:
    """Return a new workbook with the sheets of the grids."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for grid in opened.grids:
        _write_grid(book.create_sheet(grid.sheet[:31]), grid)
    return book


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that can hold a value; ValueError inside a merged range."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise ValueError(f"{cell.coordinate} is covered by a merged cell")
    return cell


def write_text(cell: Cell, text: str) -> None:
    """Write text that stays text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True


class _Picture(Image):
    """A picture carried over byte by byte; it is never decoded."""

    def __init__(self, data: bytes, name: str, anchor: Any) -> None:
        self._bytes = data
        self.format = name.rpartition(".")[2].lower()
        self.anchor = anchor

    def _data(self) -> bytes:
        return self._bytes


def _kept(data: bytes, *, with_macros: bool) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of every extension it does not keep
        book = openpyxl.load_workbook(io.BytesIO(_lean(data)), keep_vba=with_macros, rich_text=True)
        _restore_pictures(data, book)
    return book


def _lean(data: bytes) -> bytes:
    """Leave out the formatted empty rows of large worksheets, which would each become an object in memory."""
    archive = Archive(data, DEFAULT_LIMITS)
    large = {part.name for part in worksheet_parts(archive) if archive.size(part.name) > _THIN_FROM}
    if not large:
        return data
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as lean:
        for name in archive.names:
            content = thinned(archive.chunks(name), DEFAULT_LIMITS)[0] if name in large else archive.read(name)
            lean.writestr(name, content)
    return target.getvalue()


def _restore_pictures(data: bytes, book: openpyxl.Workbook) -> None:
    archive = Archive(data, DEFAULT_LIMITS)
    for part in worksheet_parts(archive):
        for kind, drawing in relations(archive, part.name).values():
            if kind == "drawing" and drawing in archive and part.sheet in book.sheetnames:
                for picture in _pictures(archive, drawing):
                    book[part.sheet].add_image(picture)


def _pictures(archive: Archive, drawing: str) -> list[_Picture]:
    tree: Any = fromstring(archive.read(drawing))
    try:
        anchors: Any = SpreadsheetDrawing.from_tree(tree)
        blips = anchors._blip_rels
    except (TypeError, ValueError, AttributeError):
        return []  # a drawing openpyxl does not understand is left out, the workbook is not
    links = relations(archive, drawing)
    found = [(blip.anchor, *links.get(blip.embed, ("", ""))) for blip in blips]
    return [
        _Picture(archive.read(target), target, anchor)
        for anchor, of, target in found
        if of == "image" and target in archive
    ]


def _write_grid(sheet: Worksheet, grid: Grid) -> None:
    sheet.sheet_state = "hidden" if grid.hidden else "visible"
    looks: dict[str, Any] = {}
    for name in grid.cells.columns:
        column = column_index_from_string(name)
        pairs = zip(grid.cells[name].to_list(), grid.kinds[name].to_list(), strict=True)
        widest = 0
        for row, (text, kind) in enumerate(pairs, start=grid.first_row):
            if text is not None:
                _write_value(sheet.cell(row, column), text, kind, looks)
                widest = max(widest, len(text))
        sheet.column_dimensions[name].width = min(max(widest, 4) + 2, _WIDEST)
    for row in grid.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for top, left, bottom, right in grid.merged:
        box = sheet.iter_rows(min_row=top, max_row=min(bottom, sheet.max_row), min_col=left, max_col=right)
        if sum(cell.value is not None for line in box for cell in line) > 1:
            continue  # merging would drop what stands under the merged cell
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _write_value(cell: Any, text: str, kind: int, looks: dict[str, Any]) -> None:
    if kind == CellKind.ERROR and text in ERROR_CODES:
        cell.value, cell.data_type = text, "e"
        return
    value = _value(text, kind)
    if isinstance(value, str):
        _dress(cell, _TEXT_FORMAT, looks)
        write_text(cell, value)
        return
    cell.value = value
    if kind == CellKind.DATE:
        _dress(cell, _DATE_FORMAT, looks)


def _dress(cell: Any, number_format: str, looks: dict[str, Any]) -> None:
    # the style is worked out once: openpyxl looks it up among all styles on each assignment
    if number_format not in looks:
        cell.number_format = number_format
        looks[number_format] = copy(cell._style)
    cell._style = copy(looks[number_format])


def _value(text: str, kind: int) -> str | int | float | bool | date:
    try:
        if kind == CellKind.NUMBER:
            return int(text) if text.lstrip("-").isdigit() else float(text)
        if kind == CellKind.DATE:
            return date.fromisoformat(text) if len(text) == len("2026-01-31") else datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "TRUE" if kind == CellKind.BOOLEAN else text
