"""xls: the old binary format inside an OLE container. Its records are walked once before the parser gets the file.

A record is a kind, a length (two bytes each) and that many bytes ([MS-XLS] 2.1.4). The parser unpacks every sheet at
once, so the reach of all of them is added up first.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Final

import olefile

from semesta.sheets.limits import Limits
from semesta.sheets.opening_grid import calamine_of, grids_of
from semesta.sheets.opening_marks import ERROR_TEXTS, Extent, SheetMarks, letters
from semesta.sheets.refusals import RefusalError
from semesta.sheets.workbook import Grid

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_ROW, _FORMULA, _MULRK, _BOOLERR, _MERGE = 0x0208, 0x0006, 0x00BD, 0x0205, 0x00E5
_SINGLE: Final = frozenset({0x00FD, 0x0203, 0x027E, 0x0204, 0x00D6, _FORMULA, _BOOLERR})
_ROW_HIDDEN: Final = 0x20
_WORKSHEET: Final = 0
_OTHER_STREAMS: Final = (("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint"), ("VisioDocument", "Visio"))


def open_xls(data: bytes, limits: Limits) -> tuple[list[tuple[Grid, SheetMarks]], bool]:
    """Return the worksheets of an xls file in the order of their tabs, and whether it carries macros."""
    stream, macros = _book(data)
    found = list(_sheets(stream))
    if not found:
        raise RefusalError("no_sheets")
    if len(found) > limits.sheets:
        raise RefusalError("too_large", f"{len(found)} sheets")
    marks: list[SheetMarks | None] = []
    left = limits.cells
    for start, _, of_cells in found:
        if not of_cells:
            marks.append(None)
            continue
        extent, sheet_marks = _marks(stream, start)
        extent.refuse_beyond(limits, "")
        left -= extent.cells
        if left < 0:
            raise RefusalError("range_too_large", f"{letters(extent.last_column)}{extent.last_row}")
        marks.append(sheet_marks)
    source = calamine_of(io.BytesIO(data))
    if len(source.sheets_metadata) != len(found):
        raise RefusalError("damaged_file", "xls")
    wanted = [(number, of, found[number][1]) for number, of in enumerate(marks) if of is not None]
    return grids_of(source, wanted, limits), macros


def _book(data: bytes) -> tuple[bytes, bool]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            if container.exists("EncryptedPackage") or container.exists("EncryptionInfo"):
                raise RefusalError("encrypted")
            for name, what in _OTHER_STREAMS:
                if container.exists(name):
                    raise RefusalError("not_a_spreadsheet", what)
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    macros = container.exists("_VBA_PROJECT_CUR") or container.exists("VBA")
                    return container.openstream(name).read(), macros
    except RefusalError:
        raise
    except Exception as problem:
        raise RefusalError("damaged_file", "OLE") from problem
    raise RefusalError("not_a_spreadsheet", "OLE")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    end = len(stream)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > end:
            raise RefusalError("damaged_file", "xls")
        yield kind, at + 4, length
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[int, bool, bool]]:
    """Yield (start, hidden, is a worksheet) of each sheet from the globals at the head of the stream."""
    for kind, at, length in _records(stream, 0):
        if kind == _FILEPASS:
            raise RefusalError("encrypted")
        if kind == _BOUNDSHEET and length >= 6:
            start, state, of = struct.unpack_from("<IBB", stream, at)
            yield start, state & 3 != 0, of == _WORKSHEET
        elif kind == _EOF:
            return


def _marks(stream: bytes, start: int) -> tuple[Extent, SheetMarks]:
    extent, marks = Extent(), SheetMarks()
    hidden: list[int] = []
    formulas: list[str] = []
    merged: list[tuple[int, int, int, int]] = []
    depth = 0
    for kind, at, length in _records(stream, start):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth > 1:
            continue
        elif kind in _SINGLE and length >= 6:
            row, column = struct.unpack_from("<HH", stream, at)
            extent.add(row + 1, column + 1)
            if kind in (_FORMULA, _BOOLERR):
                _note_result(stream, kind, at, length, marks, formulas)
        elif kind == _MULRK and length >= 6:
            row, _ = struct.unpack_from("<HH", stream, at)
            (last,) = struct.unpack_from("<H", stream, at + length - 2)
            extent.add(row + 1, last + 1)
        elif kind == _ROW and length >= 16:
            row, _, flags = struct.unpack_from("<H10sI", stream, at)
            marks.written_rows += 1
            if flags & _ROW_HIDDEN:
                hidden.append(row + 1)
        elif kind == _MERGE and length >= 2:
            (count,) = struct.unpack_from("<H", stream, at)
            for offset in range(at + 2, min(at + 2 + 8 * count, at + length - 7), 8):
                top, bottom, left, right = struct.unpack_from("<4H", stream, offset)
                merged.append((top + 1, left + 1, bottom + 1, right + 1))
    marks.hidden_rows, marks.formula_cells, marks.merged = frozenset(hidden), frozenset(formulas), tuple(merged)
    return extent, marks


def _note_result(stream: bytes, kind: int, at: int, length: int, marks: SheetMarks, formulas: list[str]) -> None:
    row, column = struct.unpack_from("<HH", stream, at)
    cell = f"{letters(column + 1)}{row + 1}"
    if kind == _BOOLERR:
        if length >= 8 and stream[at + 7]:
            marks.errors[cell] = ERROR_TEXTS.get(stream[at + 6], "#N/A")
        return
    formulas.append(cell)
    if length >= 14 and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
        marks.errors[cell] = ERROR_TEXTS.get(stream[at + 8], "#N/A")
