"""Sheets and lines that Semesta itself wrote into a workbook, recognised when the workbook is handed in again.

The mark is the title in the first cell: it survives Excel, LibreOffice, a new file name and a moved sheet. A summary of
findings, instructions and pick lists hold no people; the example line of a template is nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from semesta.kernel.finding import Language
from semesta.sheets.workbook import Grid

SUMMARY_TITLES: Final[dict[Language, str]] = {
    "id": "Semesta: ringkasan pemeriksaan daftar",
    "en": "Semesta: summary of the check of this list",
}
INSTRUCTION_TITLES: Final[dict[Language, str]] = {
    "id": "Semesta: petunjuk pengisian",
    "en": "Semesta: how to fill in this list",
}
CHOICES_TITLE: Final = "Semesta: pilihan isian / choices"
EXAMPLE_WORDS: Final = frozenset({"CONTOH", "EXAMPLE"})
"""Written in the first column (NO) of an example line; a line that has one of them there is no person."""

_SUMMARIES: Final = frozenset(SUMMARY_TITLES.values())
_OTHERS: Final = frozenset({*INSTRUCTION_TITLES.values(), CHOICES_TITLE})


def is_summary_sheet(grid: Grid) -> bool:
    """Say whether this sheet is the summary of findings that Semesta put in front of a marked workbook."""
    return _first_text(grid) in _SUMMARIES


def is_own_sheet(grid: Grid) -> bool:
    """Say whether Semesta wrote this sheet (summary, instructions, choices), so that it holds no people."""
    return _first_text(grid) in _SUMMARIES | _OTHERS


def is_example_line(values: Iterable[str | None]) -> bool:
    """Say whether a line of cells, left to right, is the example of a template.

    >>> is_example_line(["CONTOH", "5203050107909001"]), is_example_line(["1", "CONTOH"])
    (True, False)
    """
    first = next((value for value in values if value), "")
    return first.strip().upper() in EXAMPLE_WORDS


def _first_text(grid: Grid) -> str:
    if grid.first_row != 1 or grid.cells.width == 0 or grid.height == 0:
        return ""
    return str(grid.cells.item(0, 0) or "").strip()
