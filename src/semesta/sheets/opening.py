"""Opening a file that somebody handed in: any spreadsheet becomes a workbook of grids, anything else a clear refusal.

Content decides, not the name. Nothing is executed, nothing is written to disk, and nothing is unpacked before its size
is known; a file is either opened as a whole or refused as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from semesta.kernel.finding import Finding
from semesta.sheets.limits import DEFAULT_LIMITS, MIB, Limits
from semesta.sheets.opening_archive import Archive
from semesta.sheets.opening_marks import SheetMarks, split_cell
from semesta.sheets.opening_ods import open_ods
from semesta.sheets.opening_package import format_of, has_macros
from semesta.sheets.opening_signature import EXTENSIONS, container_of, ending_of
from semesta.sheets.opening_text import open_text
from semesta.sheets.opening_xls import open_xls
from semesta.sheets.opening_xlsb import open_xlsb
from semesta.sheets.opening_xlsx import open_xlsx
from semesta.sheets.own_sheets import is_own_sheet, is_summary_sheet
from semesta.sheets.refusals import RefusalError, about_file
from semesta.sheets.workbook import Grid, Workbook

_MANY_EMPTY_ROWS = 1_000


def open_workbook(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Workbook | Finding:
    """Open the file at `path`; a refusal when it cannot be taken. Raises OSError when it cannot be read at all."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        return _too_large(path.name, size, limits)
    return open_bytes(path.name, path.read_bytes(), limits=limits)


def open_bytes(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Workbook | Finding:
    """Open a file from memory under the name it was handed in with."""
    if len(data) > limits.file_bytes:
        return _too_large(name, len(data), limits)
    try:
        format_, pairs, findings = _opened(name, data, limits)
        _refuse_blank(pairs)
    except RefusalError as refusal:
        return refusal.finding(name)
    ending = ending_of(name)
    if ending and ending not in EXTENSIONS[format_]:
        findings = [about_file("wrong_extension", name, detail=f".{ending}: {format_.upper()}"), *findings]
    for grid, marks in pairs:
        findings += _about_sheet(name, grid, marks)
    grids = tuple(grid for grid, _ in pairs)
    return Workbook(name, format_, hashlib.sha256(data).hexdigest(), grids, tuple(findings))


def _opened(name: str, data: bytes, limits: Limits) -> tuple[str, list[tuple[Grid, SheetMarks]], list[Finding]]:
    container = container_of(data)
    if container == "text":
        grid, findings = open_text(name, data, limits)
        return "csv", [(grid, SheetMarks())], findings
    if container == "ole":
        pairs, macros = open_xls(data, limits)
        return "xls", pairs, _about_macros(name, macros=macros)
    archive = Archive(data, limits)
    found = format_of(archive)
    opener = {"xlsx": open_xlsx, "xlsm": open_xlsx, "xlsb": open_xlsb, "ods": open_ods}[found]
    return found, opener(archive, limits), _about_macros(name, macros=has_macros(archive))


def _refuse_blank(pairs: list[tuple[Grid, SheetMarks]]) -> None:
    if not pairs:
        raise RefusalError("no_sheets")
    if all(grid.height == 0 for grid, _ in pairs) and not any(marks.valueless for _, marks in pairs):
        raise RefusalError("blank_sheets")


def _too_large(name: str, size: int, limits: Limits) -> Finding:
    return about_file("too_large", name, detail=f"{size // MIB} MB > {limits.file_bytes // MIB} MB")


def _about_macros(name: str, *, macros: bool) -> list[Finding]:
    return [about_file("macro_ignored", name)] if macros else []


def _about_sheet(name: str, grid: Grid, marks: SheetMarks) -> Iterator[Finding]:
    if is_own_sheet(grid):
        if is_summary_sheet(grid):
            yield about_file("marked_copy", name, sheet=grid.sheet)
        return
    if grid.hidden and grid.height:
        yield about_file("hidden_sheet", name, sheet=grid.sheet, detail=grid.sheet)
    hidden = sorted(row for row in grid.hidden_rows if grid.first_row <= row < grid.first_row + grid.height)
    if hidden:
        yield about_file("hidden_rows", name, sheet=grid.sheet, cell=(hidden[0], ""), detail=_listed(hidden))
    empty = marks.written_rows - grid.height - grid.first_row + 1
    if empty >= _MANY_EMPTY_ROWS:
        yield about_file("formatted_empty_rows", name, sheet=grid.sheet, detail=f"{empty:,}".replace(",", "."))
    for code, cells in (
        ("formulas_used", marks.formula_cells.difference(marks.valueless)),
        ("formula_without_value", marks.valueless),
    ):
        if cells:
            places = sorted(map(split_cell, cells))
            detail = _listed([f"{column}{row}" for row, column in places])
            yield about_file(code, name, sheet=grid.sheet, cell=places[0], detail=detail)


def _listed(places: Sequence[int | str]) -> str:
    """Write how many there are and the first of them: "12: C5, C6, C7, ..."."""
    return f"{len(places)}: {', '.join(map(str, places[:3]))}{', ...' if len(places) > 3 else ''}"
