"""Read a workbook: find its tables, take out the persons, understand and check every value, and account for every line.

`read_workbook` is pure: the same workbook in the same context gives the same reading. `read_file` opens the file first.
Invariant, checked for every table: its lines = its person rows + its skipped lines by reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import polars as pl

from semesta.kernel.finding import Finding, Place
from semesta.sheets.catalogue import kind
from semesta.sheets.checks.identity import read_identity
from semesta.sheets.checks.person import read_people
from semesta.sheets.checks.place import other_villages, read_home
from semesta.sheets.checks.work import read_extracts, read_livelihoods
from semesta.sheets.columns import field_label
from semesta.sheets.context import ReadingContext
from semesta.sheets.desk import Desk
from semesta.sheets.joining import join_tables
from semesta.sheets.layouts import layout_of
from semesta.sheets.normalise.gaps import holds
from semesta.sheets.opening import open_workbook
from semesta.sheets.own_sheets import is_own_sheet
from semesta.sheets.raw_table import RawTable
from semesta.sheets.reading import FINDING_SCHEMA, ROW_SCHEMA, Reading, Table
from semesta.sheets.tables import read_tables
from semesta.sheets.workbook import Grid, Workbook

NO_TABLE = "no table"
OWN_SHEET = "own sheet"
_HASHED = [name for name in ROW_SCHEMA if name not in ("sheet", "row", "row_hash", "nik_state")]


def read_file(path: Path, *, context: ReadingContext) -> Reading:
    """Open and read a file; a refusal stands in the reading. OSError when the file cannot be read at all."""
    opened = open_workbook(path)
    if isinstance(opened, Finding):
        return _refused(path.name, "", "", opened)
    return read_workbook(opened, context=context)


def read_workbook(workbook: Workbook, *, context: ReadingContext) -> Reading:
    """Understand an opened workbook. `rows` has `ROW_SCHEMA`, `findings` has `FINDING_SCHEMA`."""
    tables: list[RawTable] = []
    idle: list[Table] = []
    notes: list[Finding] = list(workbook.findings)
    for grid in workbook.grids:
        found = [] if is_own_sheet(grid) else read_tables(grid, context.synonyms)
        tables += found
        if not found and grid.height:
            idle.append(_idle(grid))
            if not is_own_sheet(grid):
                notes.append(_about(workbook, "sheet_without_table", grid.sheet, detail=grid.sheet))
        notes += _several(workbook, grid.sheet, found)
    tables = join_tables(tables)
    people = [table for table in tables if table.raw.height]
    if not people:
        code = "no_person_rows" if tables else "no_header_found"
        return _refused(workbook.name, workbook.format, workbook.sha256, _about(workbook, code))
    desk = Desk.of(people, context)
    _tell_tables(desk)
    odd_names = read_people(desk)
    read_identity(desk, odd_names)
    read_home(desk)
    notes += [
        Finding(kind("list_of_other_village"), Place(workbook.name), "village", name, sender, str(lines))
        for name, sender, lines in other_villages(desk)
    ]
    read_livelihoods(desk)
    read_extracts(desk)
    _tell_errors(desk)
    return Reading(
        file=workbook.name,
        format=workbook.format,
        sha256=workbook.sha256,
        layout=layout_of(people, workbook.format),
        rows=_rows(desk),
        findings=desk.found.frame([t.sheet for t in people], [t.letters for t in people]),
        tables=(*(_table(table) for table in tables), *idle),
        file_findings=tuple(notes),
    )


def _rows(desk: Desk) -> pl.DataFrame:
    sheets = desk.by_table([table.sheet for table in desk.tables])
    columns = {**desk.clean, "sheet": sheets, "row": desk.cells["row"], "row_hash": _hashes(desk)}
    return pl.DataFrame([_typed(columns[name], dtype).alias(name) for name, dtype in ROW_SCHEMA.items()])


def _typed(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    return column if column.dtype == dtype else column.cast(dtype)


def _hashes(desk: Desk) -> pl.Series:
    """Return a hash of each line's values: the same person line, the same hash, wherever it stands.

    Values are joined in the order of the schema, an empty one as nothing, so that a column more that is empty changes
    nothing.
    """
    parts: list[pl.Expr] = []
    gap = ""
    for name in _HASHED:
        column = desk.clean[name]
        if column.null_count() < len(column):
            parts += [pl.lit(gap), pl.col(name).cast(pl.String)]
            gap = ""
        gap += "\x1f"
    frame = pl.DataFrame([column.alias(name) for name, column in desk.clean.items()])
    joined = (
        frame.select(pl.concat_str(parts, ignore_nulls=True).cast(pl.Binary)).to_series().to_list()
        if parts
        else [b""] * len(desk)
    )
    return pl.Series([blake2b(text, digest_size=16).hexdigest() for text in joined], dtype=pl.String)


def _tell_tables(desk: Desk) -> None:
    """Tell what was noticed while the tables were found."""
    for t, table in enumerate(desk.tables):
        for row, letters, note in table.notes:
            texts = {"before": note.before, "after": field_label(note.after), "detail": field_label(note.detail)}
            desk.found.one(t, row, note.field, note.code, column=letters, **texts)


def _tell_errors(desk: Desk) -> None:
    for column in desk.cells:
        if column.startswith("e_"):
            name = column.removeprefix("e_")
            desk.found.cells(holds(desk.cells[column]), name, "cell_error", before=desk.text(name))


def _several(workbook: Workbook, sheet: str, found: Sequence[RawTable]) -> list[Finding]:
    """Tell that a sheet holds several tables, unless they are one table whose header is repeated."""
    if len({tuple(sorted(table.letters.items())) for table in found}) < 2:
        return []
    return [_about(workbook, "two_tables", sheet, detail=str(len(found)))]


def _idle(grid: Grid) -> Table:
    reason = OWN_SHEET if is_own_sheet(grid) else NO_TABLE
    last = grid.first_row + grid.height - 1
    return Table(grid.sheet, (), grid.first_row, last, {}, {}, 0, {reason: grid.height})


def _table(raw: RawTable) -> Table:
    raw.check_account()
    skipped = {reason: count for reason, count in raw.skipped.items() if count}
    columns = {name: column for name, column in raw.letters.items() if column}
    rows = raw.raw["row"]
    return Table(
        raw.sheet, raw.header_rows, raw.first_row, raw.last_row, columns, raw.unused, raw.raw.height, skipped,
        rows[0] if len(rows) else 0, rows[-1] if len(rows) else 0,
    )  # fmt: skip


def _about(workbook: Workbook, code: str, sheet: str = "", *, detail: str = "") -> Finding:
    return Finding(kind(code), Place(workbook.name, sheet), detail=detail)


def _refused(name: str, format_: str, sha256: str, refusal: Finding) -> Reading:
    return Reading(
        file=name,
        format=format_,
        sha256=sha256,
        layout="",
        rows=pl.DataFrame(schema=ROW_SCHEMA),
        findings=pl.DataFrame(schema=FINDING_SCHEMA),
        tables=(),
        refusal=refusal,
    )
