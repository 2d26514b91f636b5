"""What a file looks like once it has been opened safely: sheets as grids of text with the kind of every cell.

A grid keeps the spreadsheet's own rows and column letters, so that a finding can name its cell. Values are text;
the kind remembers what the file said (a NIK kept as a number has lost digits, a NIK kept as text has not).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import polars as pl

from semesta.kernel.finding import Finding


class CellKind(IntEnum):
    """What the file says a cell is."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    BOOLEAN = 4
    ERROR = 5


@dataclass(frozen=True)
class Grid:
    """One sheet. `cells` holds text (null when empty) and `kinds` UInt8 `CellKind`, both with the spreadsheet's
    column letters as names; line i of the frames is spreadsheet row `first_row + i`. Numbers are written without
    exponent or needless ".0", real dates as YYYY-MM-DD. Merged ranges and cells are 1-based (row, column).
    """

    sheet: str
    cells: pl.DataFrame
    kinds: pl.DataFrame
    first_row: int = 1
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    formula_cells: frozenset[str] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def height(self) -> int:
        """Return the number of spreadsheet rows held."""
        return self.cells.height


@dataclass(frozen=True)
class Workbook:
    """A file that may be read: its name, format, SHA-256 and sheets. `findings` are about the file as a whole."""

    name: str
    format: str
    sha256: str
    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...] = field(default=())
