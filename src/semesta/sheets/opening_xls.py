"""xls: the old binary format inside an OLE container. Its records are walked once before the parser gets the file.

A record is a kind, a length (two bytes each) and that many bytes ([MS-XLS] 2.1.4). The parser unpacks every sheet at
once, so the reach of all of them is added up first.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from semesta.sheets.limits import Limits
from semesta.sheets.opening_grid import calamine_of, grids_of
from semesta.sheets.opening_marks import ERROR_TEXTS, Extent, SheetMarks, letters
from semesta.sheets.opening_ole import book_stream, contained
from semesta.sheets.refusals import RefusalError
from semesta.sheets.workbook import Grid

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_ROW, _FORMULA, _MULRK, _BOOLERR, _MERGE = 0x0208, 0x0006, 0x00BD, 0x0205, 0x00E5
_STRINGS, _DIMENSIONS, _LAST_ROW, _LAST_COLUMN = 0x00FC, 0x0200, 65_536, 256
_SINGLE: Final = frozenset({0x00FD, 0x0203, 0x027E, 0x0204, 0x00D6, _FORMULA, _BOOLERR})
_WITH_RESULT: Final = frozenset({_FORMULA, _BOOLERR})
_OTHERS: Final = frozenset({_MULRK, _DIMENSIONS, _ROW, _MERGE})
_PLAIN: Final = frozenset({0x00FD, 0x0203, 0x027E, 0x0201})
_RUN: Final = re.compile(
    rb"(?:(?:\xfd\x00|\x7e\x02)\x0a\x00.{10}|\x03\x02\x0e\x00.{14}|\x01\x02\x06\x00.{6})+", re.DOTALL
)
_PLACE: Final = re.compile(
    rb"(?:\xfd\x00|\x7e\x02)\x0a\x00(.{4}).{6}|\x03\x02\x0e\x00(.{4}).{10}|\x01\x02\x06\x00.{6}", re.DOTALL
)
"""Cells with a shared string or a number, which nearly all are, and blanks: runs of them are walked at once."""
_ROW_HIDDEN: Final = 0x20
_WORKSHEET: Final = 0


def open_xls(data: bytes, limits: Limits) -> tuple[list[tuple[Grid, SheetMarks]], bool]:
    """Return the worksheets of an xls file in the order of their tabs, and whether it carries macros."""
    stream, macros = book_stream(data)
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
    source = calamine_of(io.BytesIO(contained(stream)))
    if len(source.sheets_metadata) != len(found):
        raise RefusalError("damaged_file", "xls")
    wanted = [(number, of, found[number][1]) for number, of in enumerate(marks) if of is not None]
    return grids_of(source, wanted, limits), macros


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
        if kind == _STRINGS:
            _refuse_endless_strings(stream, at, length)
        if kind == _BOUNDSHEET and length >= 6:
            start, state, of = struct.unpack_from("<IBB", stream, at)
            yield start, state & 3 != 0, of == _WORKSHEET
        elif kind == _EOF:
            return
    raise RefusalError("damaged_file", "xls")


def _refuse_endless_strings(stream: bytes, at: int, length: int) -> None:
    # the parser makes room for as many strings as the record says; each takes at least three bytes of the stream
    if length < 8 or struct.unpack_from("<I", stream, at + 4)[0] > len(stream) // 3:
        raise RefusalError("damaged_file", "xls")


def _refuse_endless_sheet(stream: bytes, at: int, length: int) -> None:
    # the parser makes room for as many cells as the record says
    first, last, left, right = struct.unpack_from("<IIHH" if length >= 14 else "<4H", stream, at)
    if not (first <= last <= _LAST_ROW and left <= right <= _LAST_COLUMN):
        raise RefusalError("damaged_file", "xls")


def _marks(stream: bytes, start: int) -> tuple[Extent, SheetMarks]:
    marks, noted = SheetMarks(), _Noted()
    first = last = width = depth = 0
    size, head, ended = len(stream), struct.Struct("<HHHH").unpack_from, False
    padded = stream + b"\x00\x00\x00\x00"  # so that the four bytes behind the last head can be unpacked with it
    runs: list[bytes] = []
    at = start
    while at + 4 <= size:
        kind, length, row, column = head(padded, at)
        if depth == 1 and kind in _PLAIN and (run := _RUN.match(stream, at)) is not None:
            runs.append(run[0])
            at = run.end()
            continue
        at += 4
        if at + length > size:
            break
        if kind in _SINGLE:
            if depth == 1:
                last = max(last, row + 1)
                first = first or row + 1
                width = max(width, column + 1)
                if kind in _WITH_RESULT:
                    _note_result(stream, kind, at, length, marks, noted)
        elif kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                ended = True
                break
        elif depth == 1 and kind in _OTHERS:
            if kind == _MULRK:
                last, first = max(last, row + 1), first or row + 1
                width = max(width, struct.unpack_from("<H", stream, at + length - 2)[0] + 1)
            else:
                _note(stream, kind, at, length, marks, noted)
        at += length
    if not ended:
        raise RefusalError("damaged_file", "xls")  # cut short
    found = b"".join([string or number for string, number in _PLACE.findall(b"".join(runs))])
    if found:
        cells = np.frombuffer(found, dtype="<u2")
        top, bottom, right = int(cells[::2].min()) + 1, int(cells[::2].max()) + 1, int(cells[1::2].max()) + 1
        first, last, width = min(first or top, top), max(last, bottom), max(width, right)
    marks.hidden_rows, marks.formula_cells = frozenset(noted.hidden), frozenset(noted.formulas)
    marks.merged = tuple(noted.merged)
    return Extent(min(first, 1), last, width), marks


@dataclass
class _Noted:
    hidden: list[int] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def _note(stream: bytes, kind: int, at: int, length: int, marks: SheetMarks, noted: _Noted) -> None:
    if kind == _DIMENSIONS and length >= 10:
        _refuse_endless_sheet(stream, at, length)
    elif kind == _ROW and length >= 16:
        row, _, flags = struct.unpack_from("<H10sI", stream, at)
        marks.written_rows += 1
        if flags & _ROW_HIDDEN:
            noted.hidden.append(row + 1)
    elif kind == _MERGE and length >= 2:
        (count,) = struct.unpack_from("<H", stream, at)
        for offset in range(at + 2, min(at + 2 + 8 * count, at + length - 7), 8):
            top, bottom, left, right = struct.unpack_from("<4H", stream, offset)
            noted.merged.append((top + 1, left + 1, bottom + 1, right + 1))


def _note_result(stream: bytes, kind: int, at: int, length: int, marks: SheetMarks, noted: _Noted) -> None:
    row, column = struct.unpack_from("<HH", stream, at)
    cell = f"{letters(column + 1)}{row + 1}"
    if kind == _BOOLERR:
        if length >= 8 and stream[at + 7]:
            marks.errors[cell] = ERROR_TEXTS.get(stream[at + 6], "#N/A")
        return
    noted.formulas.append(cell)
    if length >= 14 and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
        marks.errors[cell] = ERROR_TEXTS.get(stream[at + 8], "#N/A")
