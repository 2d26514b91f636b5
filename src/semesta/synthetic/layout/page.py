"""What a layout gets and what it returns: a page of cells, sheets of lines, and where each row of the page stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the result the spreadsheet program last stored."""

    text: str
    value: int


Cell = str | int | float | date | Formula | None
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; all counted from 1."""


@dataclass
class Sheet:
    """One sheet: lines from spreadsheet row 1 on. `hidden` are row numbers, `states` hides the sheet itself."""

    name: str
    lines: list[Sequence[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)

    @property
    def next_row(self) -> int:
        """Return the spreadsheet row the next line will have."""
        return len(self.lines) + 1

    def add(self, *cells: Cell) -> int:
        """Append a line and return its row."""
        self.lines.append(cells)
        return len(self.lines)

    def add_merged(self, text: Cell, width: int) -> int:
        """Append a line whose one text spans `width` columns, and return its row."""
        row = self.add(text)
        if width > 1:
            self.merges.append((row, 1, row, width))
        return row


@dataclass(frozen=True)
class Heading:
    """Who the list is about and from: used in titles, labels and signatures."""

    title: str
    village: str
    village_code: str
    district: str
    district_code: str
    regency: str
    province: str
    is_kelurahan: bool
    year: int
    signed_on: date


@dataclass(frozen=True)
class Page:
    """The rows of one list as cells by field, with what groups them: hamlet, household and its head."""

    heading: Heading
    cells: dict[str, list[Cell]]
    hamlet: list[str]
    household: list[int]
    head_name: list[str]
    card: list[str]
    style: np.random.Generator  # for choices of form only

    def __len__(self) -> int:
        return len(self.household)

    def pick(self, *choices: str) -> str:
        """Choose one of several words, as this list's author would."""
        return choices[int(self.style.integers(0, len(choices)))]

    def column(self, name: str) -> list[Cell]:
        """Return the cells of a field, empty ones when the list does not know it."""
        return self.cells.get(name) or [None] * len(self)


@dataclass(frozen=True)
class Laid:
    """A list on its sheets: sheet index and spreadsheet row of every page row, and column letters by field."""

    sheets: list[Sheet]
    sheet_of: list[int]
    row_of: list[int]
    columns: dict[str, str]


def letters(column: int) -> str:
    """Return the letters of a column counted from 1.

    >>> letters(1), letters(26), letters(27), letters(43)
    ('A', 'Z', 'AA', 'AQ')
    """
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column_number(name: str) -> int:
    """Return the number of a column from its letters, counted from 1.

    >>> column_number("A"), column_number("AQ")
    (1, 43)
    """
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


Column = tuple[str, str]
"""Heading and field; a field starting with `=` is a constant, `#` the row number, empty stays empty."""


def body(page: Page, columns: Sequence[Column], *, rows: Sequence[int] | None = None) -> list[tuple[Cell, ...]]:
    """Return the lines of the given page rows (all when None) under the columns."""
    chosen = range(len(page)) if rows is None else rows
    parts: list[Sequence[Cell]] = []
    for _, name in columns:
        if name == "#":
            parts.append(range(1, len(chosen) + 1))
        elif name.startswith("="):
            parts.append([name[1:]] * len(chosen))
        elif name:
            cells = page.column(name)
            parts.append(cells if rows is None else [cells[i] for i in chosen])
        else:
            parts.append([None] * len(chosen))
    return list(zip(*parts, strict=True))


def columns_by_field(columns: Sequence[Column]) -> dict[str, str]:
    """Return the column letters of every field; the first column wins when a field is repeated."""
    found: dict[str, str] = {}
    for number, (_, name) in enumerate(columns, start=1):
        if name and name != "#" and not name.startswith("="):
            for part in name.split("+"):
                found.setdefault(part, letters(number))
    return found
