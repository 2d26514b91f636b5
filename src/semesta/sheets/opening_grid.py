"""From the parser's rows of Python values to a grid: text and kind of every cell, column by column.

A number is written as the file means it: whole numbers up to 2**53 digit by digit, larger ones with the digits the file
has and zeros behind, never with an exponent. A cell of blanks only is empty.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import Any, Final

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, load_workbook

from semesta.sheets.limits import Limits
from semesta.sheets.opening_marks import SheetMarks, letters, split_cell
from semesta.sheets.refusals import RefusalError
from semesta.sheets.workbook import CellKind, Grid

_EXACT: Final = 2**53
_ROWS_AT_ONCE: Final = 50_000
_KINDS: Final[dict[type, int]] = {
    str: int(CellKind.TEXT),
    float: int(CellKind.NUMBER),
    int: int(CellKind.NUMBER),
    bool: int(CellKind.BOOLEAN),
    date: int(CellKind.DATE),
    datetime: int(CellKind.DATE),
    time: int(CellKind.DATE),
    timedelta: int(CellKind.DATE),
}


def calamine_of(source: io.BytesIO) -> CalamineWorkbook:
    """Hand a file to the parser; RefusalError when it cannot be understood."""
    try:
        return load_workbook(source)
    except PasswordError as problem:
        raise RefusalError("encrypted") from problem
    except BaseException as problem:
        raise as_refusal(problem) from problem


def grid_of(source: CalamineWorkbook, number: int, marks: SheetMarks, limits: Limits, *, hidden: bool) -> Grid:
    """Return sheet `number` (from 0) as a grid that begins at its first filled row and column."""
    title = source.sheets_metadata[number].name
    try:
        sheet = source.get_sheet_by_index(number)
    except BaseException as problem:
        raise as_refusal(problem) from problem
    top, left = sheet.start or (0, 0)
    if sheet.width > limits.columns or sheet.height * sheet.width > limits.cells:
        raise RefusalError("range_too_large", f"{letters(left + sheet.width)}{top + sheet.height}", sheet=title)
    rows = islice(sheet.iter_rows(), top, None)
    frames = []
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        frames.append(_frames(list(zip(*batch, strict=True)), left + 1))
    cells = pl.concat([pair[0] for pair in frames]) if frames else pl.DataFrame()
    kinds = pl.concat([pair[1] for pair in frames]) if frames else pl.DataFrame()
    cells, kinds = _with_errors(cells, kinds, marks.errors, top + 1)
    grid = Grid(
        sheet=title,
        cells=cells,
        kinds=kinds,
        first_row=top + 1,
        hidden=hidden,
        hidden_rows=marks.hidden_rows,
        formula_cells=marks.formula_cells,
        merged=marks.merged,
    )
    return trimmed(grid)


def grids_of(
    source: CalamineWorkbook, wanted: Sequence[tuple[int, SheetMarks, bool]], limits: Limits
) -> list[tuple[Grid, SheetMarks]]:
    """Return the wanted sheets, given as (number from 0, marks, hidden); their cells together keep to the limits."""
    found, left = [], limits.cells
    for number, marks, hidden in wanted:
        grid = grid_of(source, number, marks, replace(limits, cells=left), hidden=hidden)
        left -= grid.height * grid.cells.width
        found.append((grid, marks))
    return found


def trimmed(grid: Grid) -> Grid:
    """Return the grid without empty rows at its end; a grid without any value has no rows and no columns."""
    height = grid.height
    if height and any(value is not None for value in grid.cells.row(-1)):
        return grid
    ends = grid.cells.select(pl.all().is_not_null().reverse().arg_max()).row(0) if height else ()
    filled = grid.cells.select(pl.all().is_not_null().any()).row(0) if height else ()
    kept = max((height - end for end, any_value in zip(ends, filled, strict=True) if any_value), default=0)
    if kept == 0:
        return replace(grid, cells=pl.DataFrame(), kinds=pl.DataFrame())
    if kept == height:
        return grid
    return replace(grid, cells=grid.cells.head(kept), kinds=grid.kinds.head(kept))


def number_text(value: float) -> str:
    """Write a number as digits.

    >>> number_text(5203991507850003.0), number_text(1.5), number_text(1.234567890123457e19), number_text(1e-7)
    ('5203991507850003', '1.5', '12345678901234570000', '0.0000001')
    """
    if value.is_integer() and -_EXACT < value < _EXACT:
        return str(int(value))
    if not isfinite(value):
        return str(value)
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def as_refusal(problem: BaseException) -> RefusalError:
    """Turn what the parser raised into a refusal; what does not come from the file is raised again.

    A panic of the parser is no `Exception` but only ever means a file it does not understand.
    """
    if isinstance(problem, Exception) or type(problem).__name__ == "PanicException":
        return RefusalError("damaged_file", type(problem).__name__ if not isinstance(problem, CalamineError) else "")
    raise problem


def _frames(columns: Sequence[tuple[Any, ...]], first_column: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    cells: list[pl.Series] = []
    mixed: dict[str, pl.Series] = {}
    for number, values in enumerate(columns, start=first_column):
        name = letters(number)
        classes = list(map(type, values))
        if classes.count(str) < len(values):
            mixed[name] = pl.Series(name, list(map(_KINDS.__getitem__, classes)), dtype=pl.UInt8)
            texts = [value if of is str else _TEXTS[of](value) for value, of in zip(values, classes, strict=True)]
            cells.append(pl.Series(name, texts, dtype=pl.String))
        else:
            cells.append(pl.Series(name, values, dtype=pl.String))
    text = pl.DataFrame(cells).select(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))
    kinds = text.select(pl.all().is_not_null().cast(pl.UInt8) * int(CellKind.TEXT))
    for name, kind in mixed.items():
        kinds.replace_column(kinds.get_column_index(name), kinds[name] * kind)
    return text, kinds


def _with_errors(
    cells: pl.DataFrame, kinds: pl.DataFrame, errors: dict[str, str], first_row: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    by_column: dict[str, tuple[list[int], list[str]]] = {}
    for cell, text in errors.items():
        row, column = split_cell(cell)
        if column in cells.columns and 0 <= row - first_row < cells.height:
            places, texts = by_column.setdefault(column, ([], []))
            places.append(row - first_row)
            texts.append(text)
    for column, (places, texts) in by_column.items():
        cells = cells.with_columns(cells[column].scatter(places, texts))
        kinds = kinds.with_columns(kinds[column].scatter(places, int(CellKind.ERROR)))
    return cells, kinds


def _moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


_TEXTS: Final[dict[type, Callable[[Any], str]]] = {
    float: number_text,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    date: date.isoformat,
    datetime: _moment,
    time: lambda value: value.isoformat(timespec="seconds"),
    timedelta: _duration,
}
