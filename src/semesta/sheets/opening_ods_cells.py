"""The quick way through the content of an ods file, read as arrays of tags.

It takes cells that hold one value and plain paragraphs of text, the way spreadsheet programs write lists, and gives up,
returning None, at the first thing it does not know (notes, links, runs of formatting, grouped rows ...); the file then
goes through the parser. Both ways give the same grid. The attributes of cells are few different texts, so each is
understood once.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from semesta.sheets.limits import Limits
from semesta.sheets.opening_cells import Cells, number_texts, together
from semesta.sheets.opening_marks import SheetMarks, letters
from semesta.sheets.opening_tags import Flags, Places, Tags, row_pieces, tags_of
from semesta.sheets.workbook import CellKind

_ROW_WORD, _ROW_END = b"<table:table-row", b"</table:table-row>"
_BETWEEN_PARAGRAPHS: Final = re.compile(r"</text:p><text:p(?: [^>]*)?>")
_SPACES: Final = re.compile(r'<text:s(?: text:c="(\d{1,3})")?/>')
_ATTRIBUTE: Final = re.compile(r"([\w:-]+)=\"([^\"]*)\"")
_ROWS_REPEATED: Final = re.compile(rb'number-rows-repeated="(\d+)"')
_HIDDEN: Final = re.compile(rb'table:visibility="(?:collapse|filter)"')
_NUMBERS: Final = frozenset({"float", "percentage", "currency"})
_STRANGE: Final = frozenset({"office:string-value", "table:number-matrix-columns-spanned"})
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_FORMULA_OF: Final = "table:formula"
_SIMPLE: Final = b'<table:table-cell office:value-type="float" office:value="'


class _Cell(NamedTuple):
    """What the attributes of a cell say. `value`: the text of a number, date or truth value; None: it is in the
    paragraphs."""

    kind: int
    value: str | None
    repeated: int
    formula: bool
    down: int
    across: int


_ONE_PARAGRAPH: Final = 3
"""Tags from a cell of one paragraph to its end."""
_PLAIN_NUMBER: Final = _Cell(int(CellKind.NUMBER), None, 1, False, 1, 1)


def read_tables(content: bytes, limits: Limits) -> list[tuple[str, Cells, SheetMarks]] | None:
    """Return name, filled cells and marks of each sheet of a content part (valid UTF-8); None when it is not plain."""
    if b'table:display="false"' in content:
        return None  # which sheets are hidden is told by their styles
    found: list[tuple[str, Cells, SheetMarks]] = []
    at = content.find(b"<table:table ")
    while at >= 0:
        end = content.find(b"</table:table>", at)
        head = content[at : content.find(b">", at)].decode()
        name = dict(_ATTRIBUTE.findall(head)).get("table:name")
        if end < 0 or name is None or "&" in name:
            return None
        first, last = content.find(_ROW_WORD, at, end), content.rfind(b"<table:table-row", at, end)
        if first < 0:
            return None
        closing = content.find(_ROW_END, last, end)
        stop = closing + len(_ROW_END) if closing >= 0 else content.find(b">", last) + 1
        marks, cells = SheetMarks(), list[Cells]()
        for piece in row_pieces(content, first, stop, _ROW_WORD):
            read = _read_rows(piece, marks, limits)
            if read is None:
                return None
            cells.append(read)
        found.append((name, together(cells), marks))
        at = content.find(b"<table:table ", end)
    return found


def _read_rows(xml: bytes, marks: SheetMarks, limits: Limits) -> Cells | None:
    """Return the filled cells of some rows, the first of which follows the rows counted in `marks`."""
    tags = tags_of(xml)
    if tags is None:
        return None
    if b"<text:s" in xml:
        tags = _without_spaces(tags)
    own = tags.begin_with(b"<tabl")
    thirteenth = tags.data[tags.start + 13]
    rows = np.flatnonzero(own & (thirteenth == ord("r")))
    is_cell = (own & (thirteenth == ord("c"))) | tags.begin_with_at(7, b"covered-", among=own)
    cell = np.flatnonzero(is_cell)
    if not len(rows) or not len(cell):
        return None
    closed = tags.is_closed()
    open_cell = cell[~closed[cell]]
    ends = np.flatnonzero(tags.begin_with(b"</tab"))
    ending = ends[np.searchsorted(ends, open_cell)] if len(ends) else ends
    paragraphs = ending - open_cell - 1
    texts = tags.begin_with(b"<text")
    count = len(rows) + int((~closed[rows]).sum()) + len(cell) + len(open_cell) + int(paragraphs.sum())
    sound = (
        len(ending) == len(open_cell)
        and count == len(tags)
        and (paragraphs >= 2).all()
        and (paragraphs % 2 == 0).all()
        and int(texts.sum()) * 2 == int(paragraphs.sum())
        and _are_paragraphs(tags, np.flatnonzero(texts), closed)
    )
    return _cells(xml, tags, rows, cell, open_cell, ending, marks, limits) if sound else None


def _without_spaces(tags: Tags) -> Tags:
    """Leave out the tags that stand for spaces inside paragraphs."""
    after = tags.data[tags.start + len(b"<text:s")]
    kept = ~(tags.begin_with_at(1, b"text:s", among=(after == ord("/")) | (after == ord(" "))) & tags.is_closed())
    return Tags(tags.data, tags.start[kept], tags.end[kept], tags.escaped)


def _are_paragraphs(tags: Tags, which: Places, closed: Flags) -> bool:
    word = b"<text:p"
    after = tags.data[tags.start[which] + len(word)]
    return bool(
        tags.follows(tags.start[which], word)
        and ((after == ord(">")) | (after == ord(" "))).all()
        and not closed[which].any()
        and tags.are(which + 1, b"</tex")
    )


def _cells(
    xml: bytes,
    tags: Tags,
    rows: Places,
    cell: Places,
    open_cell: Places,
    ending: Places,
    marks: SheetMarks,
    limits: Limits,
) -> Cells | None:
    simple = tags.begin_with_at(0, _SIMPLE, among=_marked(tags, cell))[cell]
    others = _kinds_of(xml, tags, cell[~simple])
    if others is None:
        return None
    which = np.zeros(len(cell), dtype=np.int64)
    which[~simple] = others[0] + 1
    kinds = [_PLAIN_NUMBER, *others[1]]
    repeated = np.array([one.repeated for one in kinds], dtype=np.int64)[which]
    kind = np.array([one.kind for one in kinds], dtype=np.uint8)[which]
    has_text = np.zeros(len(cell), dtype=bool)
    has_text[np.searchsorted(cell, open_cell)] = True
    if (has_text & (kind == CellKind.EMPTY)).any() or (~has_text & (kind == CellKind.TEXT)).any():
        return None
    numbers, last = _row_numbers(xml, tags, rows, marks.written_rows)
    of_row = np.searchsorted(rows, cell) - 1
    after = np.cumsum(repeated)
    before_row = np.concatenate(([0], after))[np.searchsorted(cell, rows)]
    row, column = numbers[of_row], after - repeated - before_row[of_row] + 1
    filled = np.flatnonzero(kind > 0)
    filled_rows = np.unique(of_row[filled])
    if (np.diff(np.append(numbers, last + 1))[filled_rows] > 1).any():
        return None  # a filled row that is repeated
    if repeated[filled].sum() > limits.cells:
        return None  # refused by the careful way, which counts them
    marks.written_rows = last
    marks.hidden_rows |= _hidden(xml, tags, rows, numbers, filled_rows)
    _note(kinds, which, row, column, marks)
    spoken_cells = np.flatnonzero(kind[has_text] == CellKind.TEXT)
    paragraphs = _paragraphs(xml, tags, open_cell[spoken_cells], ending[spoken_cells])
    values = number_texts(tags.cut(tags.start[cell[simple]] + len(_SIMPLE), _value_ends(tags, cell[simple])))
    written = _values(kinds)
    if paragraphs is None or values is None or written is None:
        return None
    place = which + len(paragraphs) + len(values)
    place[np.flatnonzero(has_text)[spoken_cells]] = np.arange(len(paragraphs))
    place[simple] = np.arange(len(values)) + len(paragraphs)
    at = np.repeat(filled, repeated[filled])
    step = np.arange(len(at)) - np.repeat(np.cumsum(repeated[filled]) - repeated[filled], repeated[filled])
    texts = pl.concat([paragraphs, values, written])
    return Cells(row[at], column[at] + step, place[at], kind[at], texts)


def _marked(tags: Tags, which: Places) -> Flags:
    marked = np.zeros(len(tags), dtype=bool)
    marked[which] = True
    return marked


def _value_ends(tags: Tags, cell: Places) -> Places:
    return tags.end[cell] - 1 - tags.is_closed()[cell]


def _kinds_of(xml: bytes, tags: Tags, cell: Places) -> tuple[Places, list[_Cell]] | None:
    """Return for each cell which kind of start tag it has, and what each of these says."""
    alike = tags.alike(tags.start[cell], tags.end[cell])
    if alike is None:
        texts: dict[bytes, int] = {}
        spans = zip(tags.start[cell].tolist(), tags.end[cell].tolist(), strict=True)
        places = [texts.setdefault(xml[a:b], len(texts)) for a, b in spans]
        alike = np.array(places, dtype=np.intp), list(texts)
    kinds = [_attributes(text) for text in alike[1]]
    known = [one for one in kinds if one is not None]
    return (alike[0], known) if len(known) == len(kinds) else None


def _paragraphs(xml: bytes, tags: Tags, cell: Places, ending: Places) -> pl.Series | None:
    """Return the texts of cells, paragraphs on lines of their own; None when one has other marks in it."""
    texts = tags.cut(tags.end[cell + 1] + 1, tags.start[ending - 1])
    # tags for spaces are left out of `tags`; a cell of several paragraphs has more than the two of its one
    could_be_marked = b"<text:s" in xml or (ending - cell > _ONE_PARAGRAPH).any()
    marked = texts.str.contains("<", literal=True).arg_true() if could_be_marked else pl.Series(dtype=pl.UInt32)
    if marked.len():
        plain = [_without_marks(text) for text in texts[marked].to_list()]
        if any("<" in text for text in plain):
            return None
        texts = texts.scatter(marked, plain)
    return tags.spoken(texts)


def _values(kinds: list[_Cell]) -> pl.Series | None:
    """Return what the start tags give as values: numbers as a grid shows them, dates and truth values as they are."""
    values = pl.Series([one.value or "" for one in kinds], dtype=pl.String)
    at = [i for i, one in enumerate(kinds) if one.kind == CellKind.NUMBER and one.value]
    numbers = number_texts(values[at])
    return values.scatter(at, numbers) if numbers is not None else None


def _without_marks(text: str) -> str:
    """Write spaces and the ends of paragraphs as they are meant."""
    spaced = _SPACES.sub(lambda found: " " * int(found[1] or 1), text)
    return _BETWEEN_PARAGRAPHS.sub("\n", spaced)


@lru_cache(maxsize=50_000)
def _attributes(tag: bytes) -> _Cell | None:
    """Understand the start tag of a cell; None when it says something this way does not know."""
    said = dict(_ATTRIBUTE.findall(tag.decode()))
    of = said.get("office:value-type")
    if said.keys() & _STRANGE or "error" in (of, said.get("calcext:value-type")):
        return None
    kind, value = int(CellKind.EMPTY), None
    if of in _NUMBERS:
        kind, value = int(CellKind.NUMBER), said.get("office:value")
    elif of == "date":
        kind, value = int(CellKind.DATE), _day(said.get("office:date-value", ""))
    elif of == "boolean":
        kind, value = int(CellKind.BOOLEAN), said.get("office:boolean-value", "").upper()
    elif of == "string":
        kind = int(CellKind.TEXT)
    if (of is not None and kind == CellKind.EMPTY) or (value is None and kind not in (CellKind.EMPTY, CellKind.TEXT)):
        return None
    repeated, down, across = (
        int(said.get(f"table:number-{name}", "1")) for name in ("columns-repeated", "rows-spanned", "columns-spanned")
    )
    return _Cell(kind, value, repeated, _FORMULA_OF in said, down, across)


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _row_numbers(xml: bytes, tags: Tags, rows: Places, before: int) -> tuple[Places, int]:
    """Return the number of each row, of which the first may be repeated, and of the last one; `before` rows precede."""
    repeats = np.ones(len(rows), dtype=np.int64)
    if b"number-rows-repeated" in xml:
        heads = (xml[a:b] for a, b in zip(tags.start[rows].tolist(), tags.end[rows].tolist(), strict=True))
        repeats[:] = [int(found[1]) if (found := _ROWS_REPEATED.search(head)) else 1 for head in heads]
    after = np.cumsum(repeats) + before
    return after - repeats + 1, int(after[-1])


def _hidden(xml: bytes, tags: Tags, rows: Places, numbers: Places, filled: Places) -> frozenset[int]:
    if b"table:visibility=" not in xml:
        return frozenset()
    at = rows[filled]
    heads = (xml[a:b] for a, b in zip(tags.start[at].tolist(), tags.end[at].tolist(), strict=True))
    return frozenset(
        number for number, head in zip(numbers[filled].tolist(), heads, strict=True) if _HIDDEN.search(head)
    )


def _note(kinds: list[_Cell], which: Places, row: Places, column: Places, marks: SheetMarks) -> None:
    """Note formulas and merged ranges."""
    marking = [i for i, one in enumerate(kinds) if one.formula or one.down > 1 or one.across > 1]
    formulas: list[str] = []
    for i in np.flatnonzero(np.isin(which, marking)).tolist():
        one, top, left = kinds[which[i]], int(row[i]), int(column[i])
        if one.formula:
            formulas.append(f"{letters(left)}{top}")
            if one.kind == CellKind.EMPTY:
                marks.valueless += (formulas[-1],)
        if one.down > 1 or one.across > 1:
            marks.merged += ((top, left, top + one.down - 1, left + one.across - 1),)
    marks.formula_cells |= frozenset(formulas)
