"""The answer to the sender: the same workbook with every finding at its cell, and a first sheet that sums up.

The marked copy can be corrected and handed in again. Values are left as the sender wrote them; what Semesta would write
instead stands in the comment and in the summary. Nothing in the copy is a formula that the sender did not write.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

import openpyxl
from openpyxl.utils import column_index_from_string

from semesta.kernel.finding import Finding, Language
from semesta.sheets.marking_book import book_to_mark
from semesta.sheets.marking_cells import Pen
from semesta.sheets.marking_findings import by_cell, count_rows, findings_of, outcomes
from semesta.sheets.marking_results import saved_with_results
from semesta.sheets.marking_summary import add_summary
from semesta.sheets.opening import open_bytes
from semesta.sheets.own_sheets import SUMMARY_TITLES
from semesta.sheets.reading import Reading
from semesta.sheets.workbook import Grid

MOST_COMMENTS: Final = 20_000
"""Spreadsheet programs become slow with more comments than this; further cells are coloured only, and it is said so."""


def mark_workbook(
    source: Path | bytes, reading: Reading, *, language: Language, most_comments: int = MOST_COMMENTS
) -> bytes:
    """Return the workbook that `reading` is about as xlsx (xlsm stays xlsm), marked in the reader's language.

    A file that could not be opened comes back as a workbook with the summary alone, which says why.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    opened = open_bytes(reading.file, data)
    grids: dict[str, Grid] = {}
    if isinstance(opened, Finding):
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
    else:
        book = book_to_mark(data, opened)
        grids = {grid.sheet: grid for grid in opened.grids}
    for sheet in book.worksheets:
        if sheet["A1"].value in SUMMARY_TITLES.values():
            book.remove(sheet)
    findings = findings_of(reading)
    uncommented = _mark_sheets(book, reading, findings, language, most_comments)
    counts = count_rows(reading, outcomes(reading, findings))
    add_summary(book, reading, findings, counts, language, uncommented=uncommented)
    return saved_with_results(book, grids)


def marked_name(file: str, *, language: Language) -> str:
    """Return the name for the marked copy of `file`.

    >>> marked_name("daftar desa.xls", language="id"), marked_name("OpenSID.xlsm", language="en")
    ('daftar desa (bertanda).xlsx', 'OpenSID (marked).xlsm')
    """
    name = PurePath(file)
    ending = ".xlsm" if name.suffix.lower() == ".xlsm" else ".xlsx"
    return f"{name.stem} ({'bertanda' if language == 'id' else 'marked'}){ending}"


def _mark_sheets(
    book: openpyxl.Workbook, reading: Reading, findings: list[Finding], language: Language, most_comments: int
) -> int:
    """Mark every cell with findings and every row that waits; return how many findings got no comment."""
    pens = {sheet.title: Pen(sheet, language) for sheet in book.worksheets}
    for pen in pens.values():
        pen.clean()
    first_column: dict[tuple[str, int], str] = {}
    spans: dict[tuple[str, int], range] = {}
    people = dict(reading.rows.select("sheet", "row").group_by("sheet").agg("row").iter_rows())
    for table in reading.tables:
        used = sorted(map(column_index_from_string, (*table.columns.values(), *table.unused_columns.values())))
        for row in people.get(table.sheet, ()):
            if used and table.first_row <= row <= table.last_row:
                first_column[table.sheet, row] = openpyxl.utils.get_column_letter(used[0])
                spans[table.sheet, row] = range(used[0], used[-1] + 1)
    written = left_out = 0
    for (sheet, row, column), found in by_cell(findings, first_column).items():
        if sheet not in pens:
            left_out += len(found)
            continue
        comment = written < most_comments
        pens[sheet].mark(row, column_index_from_string(column), found, comment=comment)
        written += 1
        left_out += 0 if comment else len(found)
    for (sheet, row), severity in outcomes(reading, findings).items():
        if severity in ("error", "refusal") and sheet in pens:
            pens[sheet].mark_waiting(row, spans.get((sheet, row), range(1, 2)))
    return left_out
