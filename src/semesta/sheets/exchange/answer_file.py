"""Read an answer of the insurer: its header found by the layout's headings and synonyms, one typed row per answer.

Nothing is known here of the batch that is answered; whether a row belongs to it is for the room to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from semesta.kernel.exchange_layout import MONTH_FORMATS, ExchangeLayout, LayoutColumn
from semesta.kernel.finding import Finding, Place
from semesta.sheets.catalogue import kind
from semesta.sheets.columns import Synonyms, heading_key
from semesta.sheets.header import Header, find_header
from semesta.sheets.normalise.text import bare
from semesta.sheets.opening import open_workbook
from semesta.sheets.own_sheets import is_own_sheet
from semesta.sheets.workbook import CellKind, Grid, Workbook

ANSWER_SCHEMA = pl.Schema(
    {
        "sheet": pl.String, "row": pl.Int32, "batch": pl.Int64, "line": pl.Int64, "nik": pl.String,
        "nik_is_exact": pl.Boolean, "outcome": pl.String, "number": pl.String, "reason_code": pl.String,
        "reason": pl.String, "since_month": pl.Date,
    }
)  # fmt: skip
"""`nik_is_exact` is false where the file kept the NIK as a number, whose last digit cannot be trusted."""
_TOP = 60
_SHOWN = 200


@dataclass(frozen=True)
class AnswerReading:
    """What an answer file says: `rows` (`ANSWER_SCHEMA`, only rows that answer), and why it cannot be taken, if so.

    `unanswered` counts rows of the table whose outcome is empty.
    """

    file: str
    sha256: str
    format: str
    rows: pl.DataFrame
    unanswered: int = 0
    refusals: tuple[Finding, ...] = field(default=())


def read_answer(path: Path, layout: ExchangeLayout) -> AnswerReading:
    """Read an answer file by the layout; every cell that cannot be read is a refusal with its place."""
    opened = open_workbook(path)
    if isinstance(opened, Finding):
        return AnswerReading(path.name, "", "", pl.DataFrame(schema=ANSWER_SCHEMA), refusals=(opened,))
    return read_answer_workbook(opened, layout)


def read_answer_workbook(workbook: Workbook, layout: ExchangeLayout) -> AnswerReading:
    """Understand an opened answer file."""
    refusals: list[Finding] = []
    frames: list[pl.DataFrame] = []
    lines = 0
    for grid in workbook.grids:
        header = None if is_own_sheet(grid) or grid.hidden else _header(grid, layout)
        if header is None:
            continue
        table = _Table(workbook.name, grid, header, layout, refusals)
        missing = [c for c in layout.answer if c.is_required and header.index_of(c.field) is None]
        for column in missing:
            refusals.append(
                Finding(kind("answer_column_missing"), Place(workbook.name, grid.sheet), before=column.heading)
            )
        if not missing:
            rows, height = table.read()
            frames.append(rows)
            lines += height
    rows = pl.concat(frames) if frames else pl.DataFrame(schema=ANSWER_SCHEMA)
    if not frames and not refusals:
        refusals.append(Finding(kind("answer_without_table"), Place(workbook.name)))
    elif not rows.height and not refusals:
        refusals.append(Finding(kind("answer_empty"), Place(workbook.name)))
    return AnswerReading(workbook.name, workbook.sha256, workbook.format, rows, lines - rows.height, tuple(refusals))


def _header(grid: Grid, layout: ExchangeLayout) -> Header | None:
    entries = [(column.field, text, "") for column in layout.answer for text in (column.heading, *column.synonyms)]
    exact = {heading_key(text): name for name, text, _ in entries}
    # only whole headings: a phrase inside another heading is no synonym that somebody wrote down
    synonyms = Synonyms(exact, {}, ())
    lines = grid.cells.head(_TOP).rows()
    return find_header(lines, synonyms, least=2, keys=frozenset({"line", "nik"}))


class _Table:
    """One sheet of an answer file, its columns taken by field."""

    def __init__(self, file: str, grid: Grid, header: Header, layout: ExchangeLayout, refusals: list[Finding]) -> None:
        self._file, self._grid, self._layout, self._refusals = file, grid, layout, refusals
        self._places = {column.field: header.index_of(column.field) for column in layout.answer}
        cells = grid.cells.slice(header.end)
        outcome = self._texts(cells, "outcome")
        self._identified = pl.Series([None] * cells.height, dtype=pl.String)
        for name in ("line", "nik"):
            self._identified = pl.select(pl.coalesce(self._identified, self._texts(cells, name))).to_series()
        answering = outcome.is_not_null() & self._identified.is_not_null()
        self._asked = int(self._identified.is_not_null().sum())
        rows = pl.Series("row", range(grid.first_row + header.end, grid.first_row + header.end + cells.height))
        self._rows = rows.cast(pl.Int32).filter(answering)
        self._cells = cells.filter(answering)
        self._kinds = grid.kinds.slice(header.end).filter(answering)

    def read(self) -> tuple[pl.DataFrame, int]:
        """Return the answering rows and how many rows the table has."""
        nik = self._own("nik").str.replace_all(r"\D", "")
        place = self._places.get("nik")
        written = self._kinds.to_series(place) if place is not None else None
        exact = written != int(CellKind.NUMBER) if written is not None else nik.is_not_null()
        frame = pl.DataFrame(
            {
                "sheet": pl.Series([self._grid.sheet], dtype=pl.String).new_from_index(0, len(self._rows)),
                "row": self._rows,
                "batch": self._integers("batch"),
                "line": self._integers("line"),
                "nik": nik,
                "nik_is_exact": exact,
                "outcome": self._codes(),
                "number": self._own("number").str.replace_all(r"\W", ""),
                "reason_code": self._own("reason_code"),
                "reason": self._own("reason"),
                "since_month": self._months(),
            },
            schema=ANSWER_SCHEMA,
        )
        return frame, self._asked

    def _texts(self, cells: pl.DataFrame, name: str) -> pl.Series:
        place = self._places.get(name)
        if place is None:
            return pl.Series(name, [None], dtype=pl.String).new_from_index(0, cells.height)
        return bare(cells.to_series(place).alias(name))

    def _own(self, name: str) -> pl.Series:
        return self._texts(self._cells, name)

    def _column(self, name: str) -> LayoutColumn:
        column = self._layout.answer_column(name)
        assert column is not None, name
        return column

    def _integers(self, name: str) -> pl.Series:
        text = self._own(name)
        read = text.str.replace(r"^\D*0*(\d{1,9})(?:[.,]0+)?$", "${1}").cast(pl.Int64, strict=False)
        return self._or_told(name, text, read, "bilangan / whole number")

    def _codes(self) -> pl.Series:
        column, text = self._column("outcome"), self._own("outcome")
        known = {heading_key(s): code for code, spellings in column.codes.items() for s in (code, *spellings)}
        different = text.unique().drop_nulls()
        meaning = pl.Series([known.get(heading_key(value)) for value in different.to_list()], dtype=pl.String)
        read = text.replace_strict(different, meaning, default=None, return_dtype=pl.String)
        return self._or_told("outcome", text, read, ", ".join(column.codes), code="answer_outcome_unknown")

    def _months(self) -> pl.Series:
        column, text = self._layout.answer_column("since_month"), self._own("since_month")
        if column is None or text.null_count() == len(text):
            return text.cast(pl.Date)
        patterns = dict.fromkeys((column.pattern, *MONTH_FORMATS.values()))
        different = text.unique().drop_nulls()
        days = pl.Series([_first_day(value, list(patterns)) for value in different.to_list()], dtype=pl.Date)
        read = text.replace_strict(different, days, default=None, return_dtype=pl.Date)
        return self._or_told("since_month", text, read, "bulan / month")

    def _or_told(
        self, name: str, text: pl.Series, read: pl.Series, wanted: str, *, code: str = "answer_unreadable"
    ) -> pl.Series:
        bad = text.is_not_null() & read.is_null()
        place = self._places.get(name)
        letter = self._grid.cells.columns[place] if place is not None else ""
        for row, value in zip(self._rows.filter(bad).head(_SHOWN), text.filter(bad).head(_SHOWN), strict=True):
            where = Place(self._file, self._grid.sheet, row, letter)
            self._refusals.append(Finding(kind(code), where, field=name, before=value, after=wanted, detail=wanted))
        return read


def _first_day(text: str, patterns: list[str]) -> object:
    for pattern in patterns:
        try:
            return datetime.strptime(text, pattern).date().replace(day=1)  # noqa: DTZ007 - a month has no time zone
        except ValueError:
            continue
    return None
