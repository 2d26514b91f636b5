"""The XML of one xlsx worksheet, looked over as bytes before it is parsed.

Found here is what the parser does not tell: how far the cells reach (so that one stray cell cannot make it allocate a
whole sheet), which rows are hidden, which cells hold formulas or errors. Every look is one search for a marker when the
sheet has none. Patterns allow for a namespace prefix, but the quick ones are for the way all common programs write.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from semesta.sheets.limits import Limits
from semesta.sheets.opening_marks import Extent, SheetMarks, column_number
from semesta.sheets.refusals import RefusalError

_P: Final = rb"(?:\w+:)?"
_R: Final = rb"""\br\s*=\s*["']"""
_UNUSUAL: Final = (
    r"""<c(?:[>/\t\n\r]| [^r]| r[^=]| r=[^"]| r="(?:[^A-Za-z]|[A-Za-z]{3}|[B-Zb-z][A-Za-z]|[A-Za-z]{1,2}[0-9]{6}))"""
    r"""|:c[\s>/]|:row[\s>/]"""
)
"""A cell right of column AZ, below row 99,999, or written in a way that hides where it stands. A worksheet without one
is small enough for any memory."""
_HAS_FORMULA: Final = r"[<:]f[>\s/]"
_MARKS: Final = r"""hidden|t="e"|t='e'|mergeCell"""
_WRITTEN_ROW: Final = r"[<:]row[ >]"
_FILLED: Final = re.compile(rb"<" + _P + rb"c\b[^>]*?" + _R + rb"""([A-Za-z]+)(\d+)["'][^>]*(?<!/)>(?!\s*</)""")
_UNNAMED_CELL: Final = re.compile(rb"<" + _P + rb"c(?:\s*/?>|\s(?![^>]*" + _R + rb"[A-Za-z]))")
_PREFIXED_ROW: Final = re.compile(rb"<" + _P + rb"row\b([^>]*)>")
_ROW_NUMBER: Final = re.compile(_R + rb"(\d+)")
_HIDDEN_WORD: Final = re.compile(rb"hidden")
_HIDDEN: Final = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_F: Final = rb"<" + _P + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</" + _P + rb"f>)\s*"
_FORMULA: Final = re.compile(rb"<" + _P + rb"c\b([^>]*)>\s*" + _F + rb"(?:<" + _P + rb"v\b[^>/]*>([^<]*)<)?")
_ERROR: Final = re.compile(
    rb"<" + _P + rb"""c\b([^>]*\bt\s*=\s*["']e["'][^>]*)>\s*(?:""" + _F + rb")?<" + _P + rb"v>([^<]*)<"
)
_CELL_NAME: Final = re.compile(_R + rb"([A-Za-z]+\d+)")
_TEXT_RESULT: Final = re.compile(rb"""\bt\s*=\s*["']str["']""")
_MERGE: Final = re.compile(rb"<" + _P + rb"""mergeCell\b[^>]*\bref\s*=\s*["']([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)""")


def look_over(xml: bytes, limits: Limits, sheet: str) -> SheetMarks:
    """Return the marks of a worksheet; refuse one whose filled cells span more than the limits.

    This comes before the parser, which allocates the whole box of the cells.
    """
    text = _text(xml)
    rows, unusual, marked, has_formula = text.select(
        pl.col("xml").str.count_matches(_WRITTEN_ROW),
        pl.col("xml").str.contains(_UNUSUAL).alias("unusual"),
        pl.col("xml").str.contains(_MARKS).alias("marked"),
        pl.col("xml").str.contains(_HAS_FORMULA).alias("formula"),
    ).row(0)
    if unusual:
        _refuse_far_cells(xml, limits, sheet)
    marks = SheetMarks(written_rows=rows)
    if has_formula:
        _note_formulas(xml, marks)
    if not (marked or unusual):
        return marks
    marks.merged, marks.hidden_rows = merged(xml), hidden_rows(xml)
    if b't="e"' in xml or b"t='e'" in xml:
        for attributes, value in _ERROR.findall(xml):
            if cell := _cell(attributes):
                marks.errors[cell] = value.decode("utf-8", "replace")
    return marks


def _note_formulas(xml: bytes, marks: SheetMarks) -> None:
    cells, valueless = [], []
    for attributes, value in _FORMULA.findall(xml):
        if cell := _cell(attributes):
            cells.append(cell)
            if not value and _TEXT_RESULT.search(attributes) is None:
                valueless.append(cell)
    marks.formula_cells, marks.valueless = frozenset(cells), tuple(valueless)


def _refuse_far_cells(xml: bytes, limits: Limits, sheet: str) -> None:
    extent = Extent()
    for name, row in _FILLED.findall(xml):
        if len(name) > 3 or len(row) > 7:
            raise RefusalError("range_too_large", f"{name[:8].decode()}{row[:10].decode()}", sheet=sheet)
        extent.add(int(row), column_number(name.decode()))
    if _UNNAMED_CELL.search(xml) is not None:
        _count_unnamed(xml, extent)
    extent.refuse_beyond(limits, sheet)


def _text(xml: bytes) -> pl.DataFrame:
    # one string in a column: polars searches it several times faster than the bytes can be searched from Python
    try:
        return pl.Series("xml", [xml], dtype=pl.Binary).cast(pl.String).to_frame()
    except pl.exceptions.PolarsError as problem:
        raise RefusalError("damaged_file", "UTF-8") from problem


def _count_unnamed(xml: bytes, extent: Extent) -> None:
    # a cell without a name stands right of the one before it, a row without a number below the one before it
    row = 0
    for start in _PREFIXED_ROW.split(xml)[2::2]:
        row += 1
        extent.add(row, len(re.findall(rb"<" + _P + rb"c[\s>/]", start)))
    numbers = [int(found[:9]) for found in _ROW_NUMBER.findall(xml)]
    extent.add(max(numbers, default=0) + row, 1)


def _cell(attributes: bytes) -> str:
    found = _CELL_NAME.search(attributes)
    return found[1].decode().upper() if found else ""


def hidden_rows(xml: bytes) -> frozenset[int]:
    """Return the numbers of the hidden rows."""
    hidden = []
    for found in _HIDDEN_WORD.finditer(xml):
        row = _PREFIXED_ROW.match(xml, xml.rfind(b"<", 0, found.start()))
        if row is None or _HIDDEN.search(row[1]) is None:
            continue  # a hidden column, words in a text, a row that is hidden by no means
        number = _ROW_NUMBER.search(row[1])
        if number is None:
            return _hidden_rows_counted(xml)
        hidden.append(int(number[1]))
    return frozenset(hidden)


def _hidden_rows_counted(xml: bytes) -> frozenset[int]:
    """Return the numbers of the hidden rows where rows may come without a number of their own."""
    hidden, number = [], 0
    for attributes in _PREFIXED_ROW.findall(xml):
        found = _ROW_NUMBER.search(attributes)
        number = int(found[1]) if found else number + 1
        if _HIDDEN.search(attributes) is not None:
            hidden.append(number)
    return frozenset(hidden)


def merged(xml: bytes) -> tuple[tuple[int, int, int, int], ...]:
    """Return the merged ranges as (top, left, bottom, right)."""
    if b"mergeCell" not in xml:
        return ()
    return tuple(
        (int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
        for left, top, right, bottom in _MERGE.findall(xml)
    )
