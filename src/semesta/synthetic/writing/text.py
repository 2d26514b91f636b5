"""Sheets to .csv: the delimiters and encodings that offices' spreadsheet programs save with."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from semesta.synthetic.layout.page import Cell, Formula, Sheet


@dataclass(frozen=True)
class Dialect:
    """How a text file is written."""

    delimiter: str
    encoding: str
    line_end: str = "\r\n"


DIALECTS = (
    Dialect(";", "cp1252"),
    Dialect(",", "utf-8"),
    Dialect(";", "utf-8-sig"),
    Dialect(",", "cp1252"),
    Dialect("\t", "utf-16"),
    Dialect(";", "utf-8", "\n"),
)


def write_csv(path: Path, sheet: Sheet, dialect: Dialect) -> None:
    """Write one sheet to `path`; dates are written dd/mm/yyyy. A character the encoding lacks becomes '?'."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator=dialect.line_end)
    writer.writerows([_plain(cell) for cell in line] for line in sheet.lines)
    path.write_bytes(text.getvalue().encode(dialect.encoding, errors="replace"))


def _plain(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Formula):
        return cell.value
    return cell
