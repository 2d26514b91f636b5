"""ods: the content is looked over row by row as bytes, then parsed from a clean package.

An ods file may repeat a cell or a row a million times with one attribute, so how far the filled cells reach is counted
first. LibreOffice ends rows and sheets with such repeats of nothing; those cost nothing and are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Final

from python_calamine import SheetVisibleEnum

from semesta.sheets.limits import Limits
from semesta.sheets.opening_archive import Archive, packed, refuse_entities
from semesta.sheets.opening_cells import grid_of_cells
from semesta.sheets.opening_grid import calamine_of, grids_of
from semesta.sheets.opening_marks import Extent, SheetMarks, letters
from semesta.sheets.opening_ods_cells import read_tables
from semesta.sheets.opening_package import ODS_TYPE
from semesta.sheets.opening_tags import is_utf8
from semesta.sheets.refusals import RefusalError
from semesta.sheets.workbook import Grid

_TABLE: Final = re.compile(rb"<table:table\s[^>]*>")
_ROW: Final = re.compile(rb"<table:table-row(?=[\s/>])([^>]*)>")
_CELL: Final = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])([^>]*)>([^<]*(?:<text:p[^>]*>([^<]*))?)?")
_CELL_STARTS: Final = (b"<table:table-cell", b"<table:covered-table-cell")
_REPEATED: Final = re.compile(rb'-repeated="[1-9]\d{0,8}"')
_ROWS_REPEATED: Final = re.compile(rb'number-rows-repeated="(\d+)"')
_COLUMNS_REPEATED: Final = re.compile(rb'number-columns-repeated="(\d+)"')
_HIDDEN: Final = re.compile(rb'table:visibility="(?:collapse|filter)"')
_SPAN: Final = re.compile(rb'number-(columns|rows)-spanned="(\d+)"')
_TRACKED: Final = re.compile(rb"<table:tracked-changes\b.*?</table:tracked-changes>", re.DOTALL)
_WORTHWHILE: Final = 128 * 1024
_MANIFEST: Final = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"/>'
)


def open_ods(archive: Archive, limits: Limits) -> list[tuple[Grid, SheetMarks]]:
    """Return the sheets of an ods package in the order of their tabs."""
    content = archive.read("content.xml")
    refuse_entities(content, "content.xml")
    if b"<table:tracked-changes" in content:
        content = _TRACKED.sub(b"", content)
    if (repeats := content.count(b"-repeated=")) and repeats != len(_REPEATED.findall(content)):
        raise RefusalError("damaged_file", "content.xml")
    quick = _quick_grids(content, limits)
    return quick if quick is not None else _parsed_grids(content, limits)


def _quick_grids(content: bytes, limits: Limits) -> list[tuple[Grid, SheetMarks]] | None:
    """Return the sheets of a file that is written plainly; None for any other."""
    count = content.count(b"<table:table ")
    if count > 1 and len(content) < count * _WORTHWHILE:
        return None  # for many small sheets the parser is quicker
    tables = read_tables(content, limits) if is_utf8(content) else None
    if not tables or len(tables) > limits.sheets:
        return None
    found: list[tuple[Grid, SheetMarks]] = []
    left = limits.cells
    for name, cells, marks in tables:
        grid = grid_of_cells(name, cells, marks, replace(limits, cells=left), hidden=False)
        left -= grid.height * grid.cells.width
        found.append((grid, marks))
    return found


def _parsed_grids(content: bytes, limits: Limits) -> list[tuple[Grid, SheetMarks]]:
    """Return the sheets of any file, by way of the parser."""
    starts = [found.start() for found in _TABLE.finditer(content)]
    if not starts:
        raise RefusalError("no_sheets")
    if len(starts) > limits.sheets:
        raise RefusalError("too_large", f"{len(starts)} sheets")
    marks = [_marks(content[a:b], limits) for a, b in zip(starts, [*starts[1:], len(content)], strict=True)]
    parts = {"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": _MANIFEST}
    source = calamine_of(packed(parts))
    hidden = [sheet.visible != SheetVisibleEnum.Visible for sheet in source.sheets_metadata]
    if len(hidden) != len(marks):
        raise RefusalError("damaged_file", "content.xml")
    return grids_of(source, list(zip(range(len(marks)), marks, hidden, strict=True)), limits)


def _marks(table: bytes, limits: Limits) -> SheetMarks:
    extent, marks = Extent(), SheetMarks()
    hidden: set[int] = set()
    formulas: list[str] = []
    has_hidden, has_marks = b"table:visibility=" in table, b"table:formula=" in table or b"-spanned=" in table
    for number, repeated, attributes, content in _rows(table):
        marks.written_rows += repeated
        width = _width(content)
        if not width:
            continue
        extent.add(number + repeated - 1, width)
        extent.refuse_beyond(limits, "")
        if has_hidden and _HIDDEN.search(attributes) is not None:
            hidden.update(range(number, number + repeated))
        if has_marks and (b"table:formula=" in content or b"-spanned=" in content):
            _look_at_cells(number, content, marks, formulas)
    marks.hidden_rows, marks.formula_cells = frozenset(hidden), frozenset(formulas)
    return marks


def _rows(table: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Yield (number, times repeated, attributes, content) of each row element; numbers count from 1."""
    number = 1
    for found in _ROW.finditer(table):
        attributes = found[1]
        repeat = _ROWS_REPEATED.search(attributes) if b"repeated" in attributes else None
        repeated = int(repeat[1]) if repeat else 1
        content = b""
        if not attributes.endswith(b"/"):
            end = table.find(b"</table:table-row>", found.end())
            content = table[found.end() : end if end >= 0 else len(table)]
        yield number, repeated, attributes, content
        number += repeated


def _width(content: bytes) -> int:
    """Count the columns of a row up to its last cell that is not an empty element."""
    end = len(content)
    while (last := content.rfind(b"<", 0, end)) >= 0:
        tag = content[last:end].rstrip()
        if not tag.startswith(_CELL_STARTS) or not tag.endswith(b"/>") or b"office:" in tag:
            break
        end = last
    if last < 0:
        return 0
    width = sum(content.count(start, 0, end) for start in _CELL_STARTS)
    if b"columns-repeated" in content[:end]:
        width += sum(int(number) - 1 for number in _COLUMNS_REPEATED.findall(content, 0, end))
    return width


def _look_at_cells(row: int, content: bytes, marks: SheetMarks, formulas: list[str]) -> None:
    column = 1
    valueless: list[str] = []
    for attributes, _, text in _CELL.findall(content):
        cell = f"{letters(column)}{row}"
        if b"table:formula=" in attributes:
            formulas.append(cell)
            if b"office:value-type=" not in attributes:
                valueless.append(cell)
            if b'value-type="error"' in attributes:
                marks.errors[cell] = unescape(text.decode("utf-8", "replace"))
        spans = {kind: int(number) for kind, number in _SPAN.findall(attributes)}
        down, across = spans.get(b"rows", 1), spans.get(b"columns", 1)
        if down > 1 or across > 1:
            marks.merged += ((row, column, row + down - 1, column + across - 1),)
        repeat = _COLUMNS_REPEATED.search(attributes)
        column += int(repeat[1]) if repeat else 1
    marks.valueless += tuple(valueless)
