"""Lists as grids, written by hand, and short ways to read them. Everybody in them is made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from semesta.kernel.gazetteer import Gazetteer, Region
from semesta.sheets.context import ReadingContext
from semesta.sheets.reader import read_workbook
from semesta.sheets.reading import Reading
from semesta.sheets.workbook import CellKind, Grid, Workbook

TODAY = date(2026, 1, 31)
SAKRA = "52.03.02.2003"
MAN = "5203020107909001"  # born 1 July 1990
WOMAN = "5203024203859002"  # born 2 March 1985

Line = Sequence[str | int | date | None]


@cache
def a_gazetteer() -> Gazetteer:
    """A few villages of Lombok Timur and one of Lombok Barat, with aliases and an old code."""
    names = {
        "52": "Nusa Tenggara Barat",
        "52.01": "Kabupaten Lombok Barat",
        "52.01.01": "Gerung",
        "52.01.01.2002": "Suwangi",
        "52.03": "Kabupaten Lombok Timur",
        "52.03.02": "Sakra",
        "52.03.02.2003": "Sakra",
        "52.03.02.2001": "Suwangi",
        "52.03.09": "Aikmel",
        "52.03.09.2002": "Aikmel",
        "52.03.21": "Lenek",
        "52.03.21.2001": "Lenek",
    }
    return Gazetteer.of(
        (Region(code, name) for code, name in names.items()),
        aliases=[("Suangi", "52.03.02.2001")],
        old_codes={"52.03.09.2001": "52.03.21.2001"},
    )


def a_context(**changes: Any) -> ReadingContext:
    """The context of a list that the village of Sakra hands in."""
    return ReadingContext(**{"gazetteer": a_gazetteer(), "today": TODAY, "village_code": SAKRA, **changes})


def a_grid(*lines: Line, sheet: str = "Daftar", **more: Any) -> Grid:
    """A sheet of these lines; integers are number cells, dates are date cells, the rest text."""
    width = max((len(line) for line in lines), default=0)
    names = [letters(i) for i in range(width)]
    padded = [[*line, *[None] * (width - len(line))] for line in lines]
    columns = list(zip(*padded, strict=True)) if padded else [() for _ in names]
    cells = {n: [None if c is None else str(c) for c in column] for n, column in zip(names, columns, strict=True)}
    kinds = {n: [_kind(c) for c in column] for n, column in zip(names, columns, strict=True)}
    return Grid(
        sheet,
        pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String)),
        pl.DataFrame(kinds, schema=dict.fromkeys(names, pl.UInt8)),
        **more,
    )


def letters(index: int) -> str:
    """The letters of a column counted from 0."""
    return chr(65 + index) if index < 26 else letters(index // 26 - 1) + chr(65 + index % 26)


def _kind(cell: str | int | date | None) -> int:
    if cell is None:
        return CellKind.EMPTY
    if isinstance(cell, str):
        return CellKind.ERROR if cell.startswith("#N/A") else CellKind.TEXT
    return CellKind.NUMBER if isinstance(cell, int) else CellKind.DATE


def a_reading(*grids: Grid, format_: str = "xlsx", **context: Any) -> Reading:
    """What is read of these sheets."""
    return read_workbook(Workbook("daftar.xlsx", format_, "0" * 64, grids), context=a_context(**context))


def a_list(*lines: Line, **context: Any) -> Reading:
    """What is read of one sheet of these lines."""
    return a_reading(a_grid(*lines), **context)


def codes(reading: Reading, *, row: int | None = None) -> list[str]:
    """The codes of the findings, of one row when it is given."""
    found = reading.findings if row is None else reading.findings.filter(pl.col("row") == row)
    return found["code"].to_list()


def the_finding(reading: Reading, code: str) -> dict[str, Any]:
    """The one finding of this code."""
    found = reading.findings.filter(pl.col("code") == code)
    assert found.height == 1, reading.findings
    return found.row(0, named=True)


def values(reading: Reading, field: str) -> list[Any]:
    """A column of the rows."""
    return reading.rows[field].to_list()


def assert_accounted(reading: Reading, *grids: Grid) -> None:
    """Every line of every sheet is a person row or a skipped line, once in every table that stands on it.

    Tables follow one another down a sheet without a gap; tables side by side stand on the same lines.
    """
    for grid in grids:
        tables = [t for t in reading.tables if t.sheet == grid.sheet]
        spans = sorted({(t.first_row, t.last_row) for t in tables})
        assert [first for first, _ in spans] == [grid.first_row, *(last + 1 for _, last in spans[:-1])] or not spans
        assert sum(last - first + 1 for first, last in spans) == grid.height
        for table in tables:
            assert table.last_row - table.first_row + 1 == table.person_rows + sum(table.skipped.values())
    assert reading.rows.height == sum(t.person_rows for t in reading.tables)
