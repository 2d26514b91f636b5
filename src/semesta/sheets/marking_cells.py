"""Colours, comments and row marks on the cells of a workbook, and their removal when a marked copy comes back.

Every mark says what it says twice: a colour and a comment on a cell, a ground and a thick line at the left of a row
that waits. Marks are known again by colours that nobody else uses and by the line that opens every comment, so that a
second round starts clean. The ground that a mark covers is kept in the pattern's second colour, which is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Border, Color, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from semesta.kernel.finding import Finding, Language, Severity
from semesta.sheets.marking_suggestions import corrected_value
from semesta.sheets.marking_words import words

COLOURS: Final[dict[Severity, str]] = {
    "error": "FFFFC9C9",
    "refusal": "FFFFC9C9",
    "doubt": "FFFFE08A",
    "repaired": "FFC9E4FF",
    "note": "FFE4F2DC",
}
WAITING: Final = "FFFFF1F1"
_LINE: Final = "FFC00001"
_OWN: Final = frozenset({*COLOURS.values(), WAITING})
_OPENING: Final = "— Semesta —"
_AUTHOR: Final = "Semesta"
_LONGEST: Final = 1_500
_MOST_IN_CELL: Final = 5


class Pen:
    """Marks cells of one worksheet; the same style with the same mark is worked out once."""

    def __init__(self, sheet: Worksheet, language: Language) -> None:
        self._sheet = sheet
        self._words = words(language)
        self._language = language
        self._styles: dict[tuple[StyleArray, str], StyleArray] = {}
        self._anchors = {
            (row, column): (merged.min_row, merged.min_col)
            for merged in sheet.merged_cells.ranges
            for row in range(merged.min_row, merged.max_row + 1)
            for column in range(merged.min_col, merged.max_col + 1)
        }

    def clean(self) -> None:
        """Take away the marks of an earlier round."""
        book: Any = self._sheet.parent
        own_fills = {number for number, fill in enumerate(book._fills) if str(fill.fgColor.rgb) in _OWN}
        for row in self._sheet.iter_rows():
            for cell in row:
                if own_fills and cell.has_style and _style_of(cell).fillId in own_fills:
                    self._restyle(cell, "clean", _without_mark)
                if cell.comment is not None:
                    _clean_comment(cell)

    def mark(self, row: int, column: int, findings: list[Finding], *, comment: bool) -> None:
        """Colour the cell by its gravest finding, which comes first, and write the findings into its comment."""
        row, column = self._anchors.get((row, column), (row, column))
        cell = self._sheet.cell(row, column)
        colour = COLOURS[findings[0].kind.severity]
        self._restyle(cell, colour, lambda marked: _paint(marked, colour))
        if comment:
            _write_comment(cell, self._text(findings))

    def mark_waiting(self, row: int, columns: Iterable[int]) -> None:
        """Give the row's cells of the table a pale ground, where they have none, and a thick line at the left."""
        for position, column in enumerate(columns):
            cell = self._sheet.cell(row, column)
            self._restyle(cell, WAITING, _paint_bare)
            if position == 0:
                self._restyle(cell, _LINE, _draw_line)

    def _restyle(self, cell: Any, mark: str, change: Callable[[Any], None]) -> None:
        key = (copy(_style_of(cell)), mark)
        known = self._styles.get(key)
        if known is None:
            change(cell)
            self._styles[key] = copy(_style_of(cell))
        else:
            cell._style = copy(known)

    def _text(self, findings: list[Finding]) -> str:
        said = []
        for finding in findings[:_MOST_IN_CELL]:
            severity = self._words["severity"][finding.kind.severity]
            lines = [f"[{severity}] {finding.message(self._language)}", f"→ {finding.remedy(self._language)}"]
            if suggested := corrected_value(finding):
                lines.append(self._words["suggestion"].format(after=suggested))
            said.append("\n".join(lines))
        if len(findings) > _MOST_IN_CELL:
            said.append(self._words["more_in_cell"].format(count=len(findings) - _MOST_IN_CELL))
        return ILLEGAL_CHARACTERS_RE.sub("", "\n\n".join(said))[:_LONGEST]


def _style_of(cell: Any) -> StyleArray:
    style: StyleArray = cell._style
    return style


def _paint(cell: Any, colour: str) -> None:
    before = cell.fill
    covered = copy(before.fgColor) if before.fill_type == "solid" else Color(indexed=64)
    cell.fill = PatternFill("solid", fgColor=colour, bgColor=covered)


def _paint_bare(cell: Any) -> None:
    if cell.fill.fill_type is None:
        _paint(cell, WAITING)


def _draw_line(cell: Any) -> None:
    border = copy(cell.border)
    border.left = Side(style="thick", color=_LINE)
    cell.border = border


def _without_mark(cell: Any) -> None:
    covered = cell.fill.bgColor
    known = covered.type != "indexed" and not (covered.type == "rgb" and str(covered.rgb) in _OWN)
    cell.fill = PatternFill("solid", fgColor=copy(covered)) if known else PatternFill()
    left = cell.border.left
    if left is not None and left.color is not None and str(left.color.rgb) == _LINE:
        # the line took the place of the table's own; the other side of the cell tells what that was
        old = cell.border
        cell.border = Border(left=copy(old.right), right=copy(old.right), top=copy(old.top), bottom=copy(old.bottom))


def _write_comment(cell: Any, text: str) -> None:
    theirs = f"{cell.comment.text}\n\n" if cell.comment is not None else ""
    author = cell.comment.author if cell.comment is not None else _AUTHOR
    whole = f"{theirs}{_OPENING}\n{text}"
    height = 26 + 16 * sum(1 + len(line) // 52 for line in whole.split("\n"))
    cell.comment = Comment(whole, author, height=min(height, 420), width=340)


def _clean_comment(cell: Any) -> None:
    theirs, opening, _ = cell.comment.text.partition(_OPENING)
    if opening:
        author = cell.comment.author
        cell.comment = Comment(theirs.rstrip(), author) if theirs.strip() else None
