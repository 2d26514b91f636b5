"""xlsb: the binary twin of xlsx. Its records are walked once for marks and reach, then the parser gets a clean package.

A record is a number of one or two bytes, a length of one to four, and that many bytes ([MS-XLSB] 2.1.4).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from semesta.sheets.limits import Limits
from semesta.sheets.opening_archive import Archive, packed, refuse_entities
from semesta.sheets.opening_grid import calamine_of, grids_of
from semesta.sheets.opening_marks import ERROR_TEXTS, Extent, SheetMarks, letters
from semesta.sheets.opening_xlsx import relations
from semesta.sheets.refusals import RefusalError
from semesta.sheets.workbook import Grid

_BOOK: Final = "xl/workbook.bin"
_LINKS: Final = "xl/_rels/workbook.bin.rels"
_ROW_HEADER, _BUNDLE_SHEET, _MERGE, _END_DATA = 0, 156, 176, 146
_FIRST_FILLED, _FIRST_FORMULA, _LAST_CELL = 2, 8, 11
_ERROR_CELLS: Final = {3: 8, 11: 8}
_ROW_HIDDEN: Final = 0x10


def open_xlsb(archive: Archive, limits: Limits) -> list[tuple[Grid, SheetMarks]]:
    """Return the worksheets of an xlsb package in the order of their tabs."""
    links = relations(archive, _BOOK)
    parts = {_BOOK: archive.read(_BOOK), _LINKS: archive.read(_LINKS)}
    for name in ("[Content_Types].xml", "_rels/.rels", "xl/styles.bin", "xl/sharedStrings.bin"):
        if name in archive:
            parts[name] = archive.read(name)
    for name in (_LINKS, "[Content_Types].xml", "_rels/.rels"):
        if name in parts:
            refuse_entities(parts[name], name)
    found: dict[str, tuple[SheetMarks, bool]] = {}
    for sheet, link, hidden in _sheets(parts[_BOOK]):
        kind, target = links.get(link, ("", ""))
        if target not in archive:
            raise RefusalError("damaged_file", target)
        parts[target] = archive.read(target)
        if kind == "worksheet":
            found[sheet] = (_marks(parts[target], limits, sheet), hidden)
    if len(found) > limits.sheets:
        raise RefusalError("too_large", f"{len(found)} sheets")
    source = calamine_of(packed(parts))
    wanted = [
        (number, *found[sheet.name]) for number, sheet in enumerate(source.sheets_metadata) if sheet.name in found
    ]
    return grids_of(source, wanted, limits)


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, start, length) of each record; a record cut short ends the part as damaged."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < end and shift < 28:
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + length > end:
            raise RefusalError("damaged_file", "xlsb")
        yield kind, at, length
        at += length


def _sheets(book: bytes) -> Iterator[tuple[str, str, bool]]:
    for kind, at, length in _records(book):
        if kind == _BUNDLE_SHEET and length >= 16:
            (state,) = struct.unpack_from("<I", book, at)
            link, after = _wide(book, at + 8, at + length)
            sheet, _ = _wide(book, after, at + length)
            yield sheet, link, state != 0


def _wide(part: bytes, at: int, end: int) -> tuple[str, int]:
    if at + 4 > end:
        raise RefusalError("damaged_file", "xlsb")
    (letters_count,) = struct.unpack_from("<I", part, at)
    if letters_count == 0xFFFFFFFF:
        return "", at + 4
    after = at + 4 + 2 * letters_count
    if after > end:
        raise RefusalError("damaged_file", "xlsb")
    return part[at + 4 : after].decode("utf-16-le", "replace"), after


def _marks(part: bytes, limits: Limits, sheet: str) -> SheetMarks:
    extent, marks = Extent(), SheetMarks()
    hidden, formulas, merged = [], [], []
    row = 0
    for kind, at, length in _records(part):
        if kind == _ROW_HEADER and length >= 12:
            row = int(struct.unpack_from("<I", part, at)[0]) + 1
            marks.written_rows += 1
            if part[at + 11] & _ROW_HIDDEN:
                hidden.append(row)
        elif _FIRST_FILLED <= kind <= _LAST_CELL and length >= 8:
            column = int(struct.unpack_from("<I", part, at)[0]) + 1
            extent.add(row, column)
            if kind >= _FIRST_FORMULA:
                formulas.append(f"{letters(column)}{row}")
            if kind in _ERROR_CELLS and length > 8:
                marks.errors[f"{letters(column)}{row}"] = ERROR_TEXTS.get(part[at + 8], "#N/A")
        elif kind == _MERGE and length >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", part, at)
            merged.append((top + 1, left + 1, bottom + 1, right + 1))
    extent.refuse_beyond(limits, sheet)
    marks.hidden_rows, marks.formula_cells, marks.merged = frozenset(hidden), frozenset(formulas), tuple(merged)
    return marks
