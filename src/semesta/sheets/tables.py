"""Find the tables of a sheet and take their persons' cells out, as they are written.

A sheet is read from top to bottom: titles, header, lines, and again if another header follows. Side-by-side lists of
different people are tables of their own; side-by-side blocks that repeat the same people give more columns.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets import lines as reason
from semesta.sheets.blocks import Block, split_blocks
from semesta.sheets.carrying import carry_columns, carry_groups, carry_households
from semesta.sheets.columns import KNOWN, Synonyms, heading_key
from semesta.sheets.header import Header, Line, Merge, find_header, header_score
from semesta.sheets.household import HouseholdLines, household_lines
from semesta.sheets.lines import Judged, judge_lines
from semesta.sheets.normalise.gaps import holds
from semesta.sheets.raw_table import FIELDS, KIND_FIELDS, RawTable
from semesta.sheets.settling import EMPLOYEE_NUMBER, ColumnNote, settle_columns
from semesta.sheets.titles import title_values
from semesta.sheets.workbook import CellKind, Grid

_TOP = 60
_SAMPLE = 80
_FAMILY_KEY = frozenset({"kk"})
"""A sheet of households is known by the card number only."""
_PERSON_WORDS = r"(?i)\b(?:nama|nik|n i k|ktp)\b"
_LATE_LINES = 500
_LATE_FIELDS = 3
_MANY_TABLES = 4
_PIECE = 400


@dataclass(frozen=True)
class _Sheet:
    grid: Grid
    synonyms: Synonyms
    merged: tuple[Merge, ...]
    household: HouseholdLines | None

    def rows(self, indexes: npt.NDArray[np.intp]) -> pl.Series:
        return pl.Series("row", indexes + self.grid.first_row, dtype=pl.Int32)


def read_tables(grid: Grid, synonyms: Synonyms) -> list[RawTable]:
    """Return the tables of a sheet in order; none when no line is a header."""
    cells = grid.cells
    if not cells.height or not cells.width:
        return []
    top = cells.head(_TOP).rows()
    sheet = _Sheet(grid, synonyms, _relative(grid), household_lines(cells, top))
    header = find_header(top, synonyms, merged=sheet.merged) or _late_header(sheet)
    tables: list[RawTable] = []
    begin = 0
    while header is not None:
        # a sheet of many tables is read piece by piece, so that its lines are not looked at again for every table
        ahead = _PIECE if len(tables) > _MANY_TABLES else cells.height
        found, begin, header = _read_from(sheet, header, begin, ahead)
        tables += found
    return tables


def _relative(grid: Grid) -> tuple[Merge, ...]:
    """Return the merged ranges counted from 1 within the frame of cells."""
    down, right = grid.first_row - 1, column_number(grid.cells.columns[0]) - 1
    return tuple((t - down, a - right, b - down, z - right) for t, a, b, z in grid.merged)


def column_number(letters: str) -> int:
    """Return the number of a spreadsheet column.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _late_header(sheet: _Sheet) -> Header | None:
    """Look for what is rarer: a sheet of households, a header far down, a header of two words."""
    cells = sheet.grid.cells
    top = cells.head(_TOP).rows()
    if sheet.household is None and (found := find_header(top, sheet.synonyms, merged=sheet.merged, keys=_FAMILY_KEY)):
        return found
    if cells.height > _TOP:
        below = cells.slice(_TOP)
        worded = below.select(pl.any_horizontal(pl.all().str.contains(_PERSON_WORDS)).fill_null(False)).to_series()
        for line in (worded.arg_true().head(_LATE_LINES) + _TOP).to_list():
            if header_score(cells.row(line), sheet.synonyms) >= _LATE_FIELDS:
                return _next_header(sheet, line, _TOP)
    return find_header(top, sheet.synonyms, merged=sheet.merged, least=2)


def _read_from(sheet: _Sheet, header: Header, begin: int, ahead: int) -> tuple[list[RawTable], int, Header | None]:
    """Read the table(s) under `header`, accounting for the lines from `begin`; return where the next one begins.

    Only `ahead` lines are looked at, and all when there is no other header among them.
    """
    region = sheet.grid.cells.slice(header.end, ahead)
    sample = region.head(_SAMPLE).rows()
    blocks = split_blocks(header, sample)
    tables: list[RawTable] = []
    following: Header | None = None
    end = sheet.grid.height
    for which, block in enumerate(blocks):
        cells = region if len(blocks) == 1 else block.only(region)
        lines = sample if len(blocks) == 1 else cells.head(_SAMPLE).rows()
        settled = settle_columns(block.header, lines)
        judged = _judged(sheet, settled.header, cells)
        if judged.next_header is None and header.end + ahead < end and block is blocks[0]:
            return _read_from(sheet, header, begin, end)
        if judged.next_header is not None and block is blocks[0]:
            following = _next_header(sheet, header.end + judged.next_header, header.end)
            end = following.first
        titles = _titles(sheet, sheet.grid.cells.slice(begin, header.first - begin).rows(), blocks, which)
        table = _table(sheet, settled.header, judged, cells, (begin, end), titles)
        letters = sheet.grid.cells.columns
        table.notes += [(None, letters[n.index], n) for n in (*settled.notes, *block.notes)]
        tables.append(table)
    return tables, end, following


def _next_header(sheet: _Sheet, near: int, after: int) -> Header:
    """Return the header to which line `near`, a heading by its words, belongs."""
    start = max(near - 2, after)
    window = sheet.grid.cells.slice(start, 12).rows()
    moved = tuple((t - start, a, b - start, z) for t, a, b, z in sheet.merged if start < t <= start + 12)
    found = find_header(window, sheet.synonyms, merged=moved)
    if found is None:
        raise AssertionError(f"line {near} of sheet {sheet.grid.sheet} is a header and is none")
    return Header(found.first + start, found.end + start, found.columns)


def _judged(sheet: _Sheet, header: Header, cells: pl.DataFrame) -> Judged:
    end = header.end
    household = [i - end for i in sheet.household.lines if i >= end] if sheet.household is not None else []
    repeated = _repeated(sheet, header, cells) - set(household)
    return judge_lines(cells, header, synonyms=sheet.synonyms, household=household, repeated=sorted(repeated))


def _repeated(sheet: _Sheet, header: Header, cells: pl.DataFrame) -> set[int]:
    """Return the lines of `cells` that say the same as a line of the header, word for word."""
    found: set[int] = set()
    for line in range(header.first, header.end):
        words = sheet.grid.cells.row(line)
        key = next((i for f in ("nik", "name", "kk") if (i := header.index_of(f)) is not None and words[i]), None)
        if key is not None:
            alike = np.flatnonzero(holds(cells.to_series(key) == words[key]))
            rows = cells[alike].rows() if alike.size else []
            found |= {i for i, row in zip(alike.tolist(), rows, strict=True) if _says(row, words, header)}
    return found


def _says(row: Line, words: Line, header: Header) -> bool:
    return all(row[c.index] == words[c.index] for c in header.columns)


def _table(
    sheet: _Sheet,
    header: Header,
    judged: Judged,
    cells: pl.DataFrame,
    span: tuple[int, int],
    told: dict[str, str],
) -> RawTable:
    begin, end = span
    grid = sheet.grid
    reasons = judged.reasons[: end - header.end]
    people = np.flatnonzero(reasons == reason.PERSON)
    names = grid.cells.columns
    columns = {f: i for f in FIELDS if (i := header.index_of(f)) is not None}
    raw = _cells_of(sheet, cells, columns, people, header.end)
    letters = {f: names[i] for f, i in columns.items()}
    titles = grid.cells.slice(begin, header.first - begin).rows()
    table = RawTable(
        sheet=grid.sheet,
        header_rows=tuple(range(grid.first_row + header.first, grid.first_row + header.end)),
        first_row=grid.first_row + begin,
        last_row=grid.first_row + end - 1,
        letters=letters,
        unused=_unused(header, letters, names),
        raw=raw,
        skipped=_skipped(sheet, titles, begin, header, reasons),
        style=sheet.household.style if sheet.household is not None else "",
        headings=frozenset(heading_key(c.heading) for c in header.columns),
        titles=told,
    )
    carry_groups(table, judged, people)
    if sheet.household is not None:
        carry_households(table, sheet.household, people + header.end, grid)
    carry_columns(table)
    for c in header.columns:
        if c.field in columns and c.index != columns[c.field] and c.field != "row_number":
            note = ColumnNote("column_repeated", c.index, c.field, before=c.heading, detail=c.field)
            table.notes.append((None, names[c.index], note))
    for line, (column, text) in judged.unclear.items():
        note = ColumnNote("line_not_read", column, "", before=text)
        table.notes.append((grid.first_row + header.end + line, names[column], note))
    table.check_account()
    return table


def _cells_of(
    sheet: _Sheet, cells: pl.DataFrame, columns: dict[str, int], people: npt.NDArray[np.intp], start: int
) -> pl.DataFrame:
    names = sheet.grid.cells.columns
    if not columns:
        return pl.DataFrame({"row": sheet.rows(people + start)})
    cells = _spread_merges(sheet, cells, columns, start)
    kinds = sheet.grid.kinds.slice(start)
    parts = [
        pl.DataFrame({"row": sheet.rows(people + start)}),
        pl.DataFrame([cells[names[i]].alias(f"r_{f}") for f, i in columns.items()])[people],
    ]
    kept = [(f, names[i]) for f, i in columns.items() if f in KIND_FIELDS]
    if kept:
        parts.append(pl.DataFrame([kinds[n].alias(f"k_{f}") for f, n in kept])[people])
    if (kinds.to_numpy() == CellKind.ERROR).any() and any(
        (kinds[names[i]] == CellKind.ERROR).any() for i in columns.values()
    ):
        wrong = [(kinds[names[i]] == CellKind.ERROR).alias(f"e_{f}") for f, i in columns.items()]
        parts.append(pl.DataFrame(wrong)[people])
    return pl.concat(parts, how="horizontal")


def _spread_merges(sheet: _Sheet, cells: pl.DataFrame, columns: dict[str, int], start: int) -> pl.DataFrame:
    """Give every line of a cell merged downwards the text of its first line."""
    used = {i: f for f, i in columns.items()}
    tall = [m for m in sheet.merged if m[2] > m[0] > start and m[1] - 1 in used and m[1] == m[3]]
    if not tall:
        return cells
    by_column: dict[int, list[Merge]] = {}
    for merge in tall:
        by_column.setdefault(merge[1] - 1, []).append(merge)
    changed: list[pl.Series] = []
    for i, merges in by_column.items():
        values = cells.to_series(i).to_list()
        for top, _, bottom, _ in merges:
            first = top - 1 - start
            values[first : bottom - start] = [values[first]] * (min(bottom - start, len(values)) - first)
        changed.append(pl.Series(cells.columns[i], values, dtype=pl.String))
    return cells.with_columns(changed)


def _skipped(
    sheet: _Sheet, titles: Sequence[Line], begin: int, header: Header, reasons: npt.NDArray[np.object_]
) -> dict[str, int]:
    counts: Counter[str] = Counter(reasons[reasons != reason.PERSON].tolist())
    family = set(sheet.household.lines) if sheet.household is not None else set()
    for i, line in enumerate(titles, begin):
        blank = not any(cell is not None and cell.strip() for cell in line)
        counts[reason.HOUSEHOLD if i in family else reason.BLANK if blank else reason.TITLE] += 1
    counts[reason.HEADER] += header.end - header.first
    return dict(counts)


def _unused(header: Header, letters: dict[str, str], names: Sequence[str]) -> dict[str, str]:
    used = set(letters.values())
    return {
        c.heading: names[c.index]
        for c in header.columns
        if names[c.index] not in used
        and (c.field is None or c.field in (KNOWN, EMPLOYEE_NUMBER) or c.field not in letters)
    }


def _titles(sheet: _Sheet, lines: Sequence[Line], blocks: Sequence[Block], which: int) -> dict[str, str]:
    """Return what the title lines say; of families only where the sheet does not go family by family.

    Of blocks side by side each has the cells above it (`title`); lines that begin the sheet and stand above the first
    block alone are a letterhead of all of them (`title_of_all`).
    """
    own, above = _own_lines(lines, blocks, which)
    found = title_values([*own, *above])
    found["title"] = _joined(own)
    if above:
        found["title_of_all"] = _joined(above)
    if sheet.household is not None:
        kept = ("village", "district", "title", "title_of_all")
        return {name: value for name, value in found.items() if name in kept}
    return found


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(cell for line in lines for cell in line if cell is not None and cell.strip())


def _own_lines(lines: Sequence[Line], blocks: Sequence[Block], which: int) -> tuple[list[Line], list[Line]]:
    """Return the title cells above a block, and the lines that stand above the first block alone."""
    if len(blocks) == 1:
        return list(lines), []
    starts = [0, *(min(c.index for c in block.header.columns) for block in blocks[1:])]
    bounds = [*starts, max((len(line) for line in lines), default=0) + starts[-1]]
    own: list[Line] = []
    above: list[Line] = []
    for line in lines:
        parts = [line[low:high] for low, high in itertools.pairwise(bounds)]
        spoken = [n for n, part in enumerate(parts) if any(cell is not None and cell.strip() for cell in part)]
        if spoken == [0]:
            above.append(line)
        elif which in spoken:
            own.append(parts[which])
    return own, above
