"""What a sheet says beyond its values: hidden rows, formulas, merged ranges, error cells, and how far it reaches.

One shape for every format; a format that cannot tell something leaves it empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from semesta.sheets.limits import LAST_COLUMN, LAST_ROW, Limits
from semesta.sheets.refusals import RefusalError

ERROR_TEXTS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""Error values of the binary formats by their code ([MS-XLS] 2.5.10)."""


@dataclass
class SheetMarks:
    """Marks of one sheet. Rows count from 1, cells are named as in spreadsheets ("C12").

    `valueless` are formulas that carry no stored result, `errors` the error text by cell, `written_rows` the rows
    the file spells out, filled or only formatted.
    """

    hidden_rows: frozenset[int] = frozenset()
    formula_cells: frozenset[str] = frozenset()
    valueless: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    written_rows: int = 0


@dataclass
class Extent:
    """The box that the filled cells of a sheet span, rows and columns from 1; empty while `last_row` is 0."""

    first_row: int = 0
    last_row: int = 0
    last_column: int = 0

    def add(self, row: int, column: int) -> None:
        """Let the box reach this cell."""
        self.first_row = min(self.first_row or row, row)
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    @property
    def cells(self) -> int:
        """Return how many cells the box holds; a reader keeps every one of them."""
        return (self.last_row - self.first_row + 1) * self.last_column if self.last_row else 0

    def refuse_beyond(self, limits: Limits, sheet: str) -> None:
        """Refuse a box that would take more memory than a list of people ever needs."""
        beyond = self.last_row > LAST_ROW or self.last_column > min(limits.columns, LAST_COLUMN)
        if beyond or self.cells > limits.cells:
            raise RefusalError("range_too_large", f"{letters(self.last_column)}{self.last_row}", sheet=sheet)


def letters(column: int) -> str:
    """Return the letters of a column counted from 1.

    >>> letters(1), letters(26), letters(27), letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """Return the number of a column, from 1.

    >>> column_number("A"), column_number("AAA")
    (1, 703)
    """
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def split_cell(name: str) -> tuple[int, str]:
    """Return (row, column letters) of a cell name.

    >>> split_cell("AB12")
    (12, 'AB')
    """
    column = name.rstrip("0123456789")
    return int(name[len(column) :]), column
