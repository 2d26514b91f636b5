"""The quick way through an xlsx package: worksheets and shared strings read as arrays of tags.

It takes what spreadsheet programs write (cells as `<c r="B7" s="1" t="s"><v>12</v></c>`, strings without runs of
formatting, dates in plain date formats) and gives up, returning None, at the first thing it does not know; the workbook
then goes through the parser. Both ways give the same grid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.opening_cells import Cells, date_texts, number_texts, together
from semesta.sheets.opening_marks import SheetMarks, letters
from semesta.sheets.opening_sheet_xml import hidden_rows, merged
from semesta.sheets.opening_styles import AS_TYPED, DATE, OTHER, PLAIN
from semesta.sheets.opening_tags import Flags, Places, Tags, row_pieces, tags_of
from semesta.sheets.workbook import CellKind

_END: Final = b"</sheetData>"
_TAIL: Final = re.compile(rb'^(?: s="(\d{1,5})")?(?: t="(n|s|str|b|e|inlineStr)")? ?$')
_TYPES: Final = (b"n", b"s", b"str", b"b", b"e", b"inlineStr")
_NUMBER, _SHARED, _RESULT, _TRUTH, _ERROR, _INLINE = range(6)
_KINDS: Final = np.array(
    [CellKind.NUMBER, CellKind.TEXT, CellKind.TEXT, CellKind.BOOLEAN, CellKind.ERROR, CellKind.TEXT], dtype=np.uint8
)


def shared_strings(xml: bytes) -> pl.Series | None:
    """Return the shared strings of a workbook in their order; None when they are not all plain."""
    tags = tags_of(xml)
    if tags is None:
        return None
    items = np.flatnonzero(tags.begin_with(b"<si"))
    if not len(items):
        return pl.Series(dtype=pl.String)
    regular = (
        items[-1] + 4 <= len(tags)
        and (np.diff(items) == 4).all()
        and tags.are(items, b"<si>")
        and tags.are(items + 1, b"<t")
        and tags.are(items + 2, b"</t>")
        and tags.are(items + 3, b"</si>")
    )
    return tags.spoken(tags.cut(tags.end[items + 1] + 1, tags.start[items + 2])) if regular else None


def read_cells(xml: bytes, strings: pl.Series, styles: npt.NDArray[np.uint8]) -> tuple[Cells, SheetMarks] | None:
    """Return the filled cells and the marks of a worksheet; `styles`: how numbers of each style are shown.

    `xml` is valid UTF-8. `strings` come first in the texts of the cells.
    """
    begin, end = xml.find(b"<sheetData"), xml.find(_END)
    if begin < 0 or end < 0:
        return None
    marks = SheetMarks(merged=merged(xml[end:]))
    found: list[Cells] = []
    for piece in row_pieces(xml, begin, end, b"<row"):
        cells = _read_piece(piece, len(strings), styles, marks)
        if cells is None:
            return None
        found.append(cells)
    if b' hidden="' in xml:
        marks.hidden_rows = hidden_rows(xml)
    cells = together(found)
    own = cells.text >= 0
    text = np.where(own, cells.text + len(strings), -1 - cells.text)
    return Cells(cells.row, cells.column, text, cells.kind, pl.concat([strings, cells.texts])), marks


def _read_piece(xml: bytes, strings: int, styles: npt.NDArray[np.uint8], marks: SheetMarks) -> Cells | None:
    """Return the filled cells of some rows: `text` from 0 is a place in their own texts, below it a shared string."""
    tags = tags_of(xml)
    if tags is None:
        return None
    rows = tags.begin_with(b"<row")
    marks.written_rows += int(rows.sum())
    others = 2 * rows.sum() - (rows & tags.is_closed()).sum() + tags.begin_with(b"<shee").sum()
    cell = np.flatnonzero(tags.begin_with(b"<c "))
    named = _named(tags, cell)
    if named is None:
        return None
    row, column, style, kind, closed = named
    content = _content(tags, cell[~closed])
    if content is None or content.tags + closed.sum() + others != len(tags):
        return None
    keep = np.flatnonzero(~closed)[content.filled]
    _note_formulas(content, row[~closed], column[~closed], kind[~closed], marks)
    read = _texts(tags, content, style[keep], kind[keep], strings, styles)
    return Cells(row[keep], column[keep], *read) if read is not None else None


def _named(tags: Tags, cell: Places) -> tuple[Places, Places, Places, Places, Flags] | None:
    """Return row, column, style (-1: none), kind of value (a place in `_TYPES`) and whether a cell has no content."""
    start = tags.start[cell]
    if not tags.follows(start, b'<c r="'):
        return None
    column, at = _columns(tags, start + len(b'<c r="'))
    row, at = tags.whole_numbers(at)
    closed = tags.is_closed()[cell]
    if (column == 0).any() or (row == 0).any() or not tags.follows(at, b'"'):
        return None
    tails = tags.alike(at + 1, tags.end[cell] - closed)
    if tails is None:
        return None
    which, texts = tails
    known = [found for text in texts if (found := _TAIL.match(text)) is not None]
    if len(known) < len(texts):
        return None
    styles = np.array([int(found[1] or -1) for found in known], dtype=np.int64)
    types = np.array([_TYPES.index(found[2] or b"n") for found in known], dtype=np.int64)
    return row, column, styles[which], types[which], closed


def _columns(tags: Tags, at: Places) -> tuple[Places, Places]:
    """Return the column numbers written in letters at these places, and where the letters end."""
    column, end = np.zeros(len(at), dtype=np.int64), at.copy()
    going = np.ones(len(at), dtype=bool)
    for offset in range(3):
        letter = tags.data[at + offset] - np.uint8(64)  # A is 1
        going &= (letter >= 1) & (letter <= 26)
        if not going.any():
            break
        column = np.where(going, column * 26 + letter, column)
        end += going
    return column, end


@dataclass(frozen=True)
class _Content:
    """What stands in the open cells: where the text of each filled one begins and ends, which are filled, inline or
    formulas, and how many tags they have together."""

    begin: Places
    end: Places
    filled: Flags
    inline: Flags
    formula: Flags
    tags: int


def _content(tags: Tags, cell: Places) -> _Content | None:
    """Look at what follows the open cells: `[<f>] <v>`, `<is><t>` or nothing, and the end of the cell."""
    first = cell + 1
    formula = tags.begin_with(b"<f", first)
    long_formula = formula & ~tags.is_closed()[np.minimum(first, len(tags) - 1)]
    value_at = first + formula + long_formula
    value, inline = tags.begin_with(b"<v>", value_at), tags.begin_with(b"<is>", value_at)
    last = value_at + 2 * value + 4 * inline
    sound = (
        tags.are(first[long_formula] + 1, b"</f>")
        and tags.are(value_at[value] + 1, b"</v>")
        and tags.are(value_at[inline] + 1, b"<t")
        and tags.are(value_at[inline] + 2, b"</t>")
        and tags.are(value_at[inline] + 3, b"</is>")
        and tags.are(last, b"</c>")
        and not (formula & inline).any()
    )
    filled = value | inline
    text = (value_at + inline)[filled]
    if not sound or (text + 1 >= len(tags)).any():
        return None
    begin, end = tags.end[text] + 1, tags.start[text + 1]
    if ((begin == end) & ~inline[filled]).any():
        return None
    return _Content(begin, end, filled, inline[filled], formula, int((last - cell + 1).sum()))


def _note_formulas(content: _Content, row: Places, column: Places, kind: Places, marks: SheetMarks) -> None:
    at = np.flatnonzero(content.formula)
    names = [f"{letters(c)}{r}" for c, r in zip(column[at].tolist(), row[at].tolist(), strict=True)]
    silent = (~content.filled & (kind != _RESULT))[at].tolist()
    marks.formula_cells |= frozenset(names)
    marks.valueless += tuple(name for name, is_silent in zip(names, silent, strict=True) if is_silent)


def _texts(
    tags: Tags, content: _Content, style: Places, kind: Places, strings: int, styles: npt.NDArray[np.uint8]
) -> tuple[Places, npt.NDArray[np.uint8], pl.Series] | None:
    """Return for each filled cell the place of its text and its kind, and the texts that are no shared strings."""
    shared = kind == _SHARED
    number, end = tags.whole_numbers(content.begin[shared])
    if (end != content.end[shared]).any() or (number >= strings).any() or (content.inline != (kind == _INLINE)).any():
        return None
    own = np.flatnonzero(~shared)
    texts = tags.cut(content.begin[own], content.end[own])
    shows = np.append(styles, PLAIN)[np.where(style[own] < len(styles), style[own], -1)]
    of = kind[own]
    shows = np.where(of == _NUMBER, shows, AS_TYPED)
    if (shows == OTHER).any():
        return None
    for which, reading in ((PLAIN, number_texts), (DATE, date_texts), (AS_TYPED, tags.spoken)):
        at = np.flatnonzero(shows == which)
        if at.size:
            read = reading(texts[at] if at.size < len(texts) else texts)
            if read is None:
                return None
            texts = texts.scatter(at, read) if at.size < len(texts) else read
    truth = np.flatnonzero(of == _TRUTH)
    if truth.size:
        texts = texts.scatter(truth, ["TRUE" if text == "1" else "FALSE" for text in texts[truth].to_list()])
    place = np.zeros(len(kind), dtype=np.int64)
    place[shared], place[own] = -1 - number, np.arange(own.size)
    kinds = _KINDS[kind]
    kinds[own[shows == DATE]] = CellKind.DATE
    return place, kinds, texts
