"""The first sheet of a marked workbook: what was counted, what was found, where, and what to do next."""

from __future__ import annotations

from copy import copy
from typing import Any, Final

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from semesta.kernel.finding import Finding, Language, Severity
from semesta.sheets.marking_book import cell_at, write_text
from semesta.sheets.marking_cells import COLOURS, WAITING
from semesta.sheets.marking_findings import RowCounts, commonest, gravest_first
from semesta.sheets.marking_suggestions import corrected_value
from semesta.sheets.marking_words import Words, words
from semesta.sheets.own_sheets import SUMMARY_TITLES
from semesta.sheets.reading import Reading

MOST_LISTED: Final = 5_000
_MOST_KINDS: Final = 10
_WIDTHS: Final = {"A": 8, "B": 22, "C": 20, "D": 38, "E": 24, "F": 24, "G": 70}
_TITLE, _SECTION, _LINK = Font(bold=True, size=14), Font(bold=True, size=12), Font(color="FF0563C1", underline="single")
_HEAD: Final = Font(bold=True, color="FFFFFFFF")
_HEAD_FILL: Final = PatternFill("solid", fgColor="FF1F4E79")
_THIN: Final = Side(style="thin", color="FFBFBFBF")
_BOX: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAP: Final = Alignment(wrap_text=True, vertical="top")
_FILLS: Final = {severity: PatternFill("solid", fgColor=colour) for severity, colour in COLOURS.items()}
_LEGEND: Final[tuple[Severity, ...]] = ("error", "doubt", "repaired", "note")


def add_summary(
    book: openpyxl.Workbook, reading: Reading, findings: list[Finding], counts: RowCounts, language: Language,
    *, uncommented: int,
) -> None:  # fmt: skip
    """Put the summary in front of the other sheets and open the workbook there."""
    said = words(language)
    sheet = book.create_sheet(_free_name(book, said["sheet"]), 0)
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    page = _Page(sheet, said, language)
    page.line(SUMMARY_TITLES[language], font=_TITLE)
    page.pair(said["file"], reading.file)
    if reading.refusal is not None:
        page.section(said["refused"])
        page.finding(reading.refusal)
    page.section(said["counts"])
    for name, number, severity in (
        (said["read"], counts.read, None),
        (said["fine"], counts.fine, None),
        (said["repaired"], counts.repaired, "repaired"),
        (said["doubt"], counts.doubt, "doubt"),
        (said["error"], counts.error, "error"),
    ):
        page.count(name, number, _FILLS[severity] if severity in COLOURS else None)
    page.section(said["how"])
    for step in said["steps"]:
        page.line(step)
    page.legend()
    if reading.file_findings:
        page.section(said["about_file"])
        for finding in reading.file_findings:
            page.finding(finding)
    if findings:
        page.section(said["commonest"])
        page.commonest(findings)
        page.section(said["findings"])
        if len(findings) > MOST_LISTED:
            page.line(said["listed"].format(count=MOST_LISTED, total=len(findings)))
        if uncommented:
            page.line(said["commented"].format(count=len(findings) - uncommented, rest=uncommented))
        page.table(gravest_first(findings)[:MOST_LISTED], set(book.sheetnames))
    sheet.sheet_view.showGridLines = False
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


class _Page:
    """Writes the sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, said: Words, language: Language) -> None:
        self._sheet = sheet
        self._said = said
        self._language = language
        self._row = 0
        self._looks: dict[str, Any] = {}

    def line(self, text: str, *, font: Font | None = None) -> None:
        self._row += 1
        cell = cell_at(self._sheet, self._row, 1)
        write_text(cell, text)
        if font is not None:
            cell.font = font

    def section(self, title: str) -> None:
        self._row += 1
        self.line(title, font=_SECTION)

    def pair(self, name: str, text: str) -> None:
        self._row += 1
        write_text(cell_at(self._sheet, self._row, 1), name)
        write_text(cell_at(self._sheet, self._row, 2), text)

    def count(self, name: str, number: int, fill: PatternFill | None) -> None:
        self._row += 1
        first, second = cell_at(self._sheet, self._row, 2), cell_at(self._sheet, self._row, 3)
        write_text(first, name)
        second.value = number
        for cell in (first, second):
            cell.border = _BOX
            if fill is not None:
                cell.fill = fill

    def finding(self, finding: Finding) -> None:
        place = " ".join(part for part in (finding.place.sheet, finding.place.cell) if part)
        message = finding.message(self._language)
        self.line(f"{place}: {message}" if place else message)
        self.line(f"→ {finding.remedy(self._language)}")

    def legend(self) -> None:
        self.section(self._said["legend"])
        for severity in _LEGEND:
            self._row += 1
            first = cell_at(self._sheet, self._row, 2)
            write_text(first, self._said["severity"][severity])
            first.fill, first.border = _FILLS[severity], _BOX
            write_text(cell_at(self._sheet, self._row, 3), self._said["meaning"][severity])
        self._row += 1
        first = cell_at(self._sheet, self._row, 2)
        first.fill = PatternFill("solid", fgColor=WAITING)
        first.border = Border(left=Side(style="thick", color="FFC00000"))
        write_text(cell_at(self._sheet, self._row, 3), self._said["row_waits"])

    def commonest(self, findings: list[Finding]) -> None:
        said = self._said
        self._head((said["times"], said["kind"], "", said["what"], "", "", said["remedy"]))
        for finding, times in commonest(findings, _MOST_KINDS):
            kind = finding.kind
            remedy = kind.remedy_id if self._language == "id" else kind.remedy_en
            general = remedy.split("{", 1)[0].rstrip(" (") if "{" in remedy else remedy
            self._cells((times, said["severity"][kind.severity], "", kind.title(self._language), "", "", general))
            self._dress(2, kind.severity, fill=_FILLS[kind.severity])

    def table(self, findings: list[Finding], sheets: set[str]) -> None:
        said = self._said
        self._head(
            (said["number"], said["cell"], *(said[key] for key in ("kind", "what", "before", "after", "remedy")))
        )
        for number, finding in enumerate(findings, start=1):
            place, kind = finding.place, finding.kind
            where = place.cell or (str(place.row) if place.row is not None else "")
            name = f"{place.sheet} {where}".strip()
            texts = (
                kind.title(self._language),
                finding.before,
                corrected_value(finding),
                finding.remedy(self._language),
            )
            self._cells((number, name, said["severity"][kind.severity], *texts))
            self._dress(3, kind.severity, fill=_FILLS[kind.severity])
            if where and place.sheet in sheets:
                self._link(where if place.cell else f"A{where}", place.sheet)

    def _link(self, cell: str, sheet: str) -> None:
        here = cell_at(self._sheet, self._row, 2)
        quoted = sheet.replace("'", "''")
        here.hyperlink = Hyperlink(ref=here.coordinate, location=f"'{quoted}'!{cell}")
        self._dress(2, "link", font=_LINK)

    def _head(self, names: tuple[str, ...]) -> None:
        self._cells(names)
        for column in range(1, len(names) + 1):
            self._dress(column, "head", font=_HEAD, fill=_HEAD_FILL)

    def _cells(self, values: tuple[str | int, ...]) -> None:
        self._row += 1
        for column, value in enumerate(values, start=1):
            cell = cell_at(self._sheet, self._row, column)
            self._dress(column, "cell")
            if isinstance(value, int):
                cell.value = value
            elif value:
                write_text(cell, value)

    def _dress(self, column: int, look: str, **parts: Font | PatternFill) -> None:
        # a style is worked out once per look: openpyxl hashes every part of it on each assignment
        cell: Any = cell_at(self._sheet, self._row, column)
        if look not in self._looks:
            cell.alignment, cell.border = _WRAP, _BOX
            for name, part in parts.items():
                setattr(cell, name, part)
            self._looks[look] = copy(cell._style)
        cell._style = copy(self._looks[look])


def _free_name(book: openpyxl.Workbook, wanted: str) -> str:
    taken = {name.casefold() for name in book.sheetnames}
    names = (wanted, f"{wanted} Semesta", *(f"{wanted} Semesta {number}" for number in range(2, 1_000)))
    return next(name for name in names if name.casefold() not in taken)
