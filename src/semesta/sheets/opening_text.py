"""csv, tsv and txt: one sheet whose cells are all text, so that leading zeros and long numbers stay as they were typed.

Line i of the grid is the i-th record of the file, blank ones included, as a spreadsheet program would show it. Plain
files and files whose quotation marks pair up are split by polars; doubtful quotation marks go through the csv module,
and when they make no sense at all every line is taken as it stands.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import PurePath
from typing import Final

import polars as pl

from semesta.kernel.finding import Finding
from semesta.sheets.limits import Limits
from semesta.sheets.opening_grid import trimmed
from semesta.sheets.opening_marks import letters
from semesta.sheets.refusals import RefusalError, about_file
from semesta.sheets.workbook import CellKind, Grid

_DELIMITERS: Final = (";", ",", "\t", "|")
_SAMPLE_LINES: Final = 200
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_HINT: Final = re.compile(r"sep=(.)\n", re.IGNORECASE)


def open_text(name: str, data: bytes, limits: Limits) -> tuple[Grid, list[Finding]]:
    """Return the one sheet of a delimited text file, named after the file, and what was noticed about it."""
    text, encoding = decoded(data)
    findings = [about_file("encoding_guessed", name, detail=encoding)] if encoding else []
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    hint = _HINT.match(text)
    if hint is not None:
        text = text[hint.end() :]
    delimiter = hint[1] if hint is not None else delimiter_of(text)
    cells, paired = _split(text, delimiter, limits)
    if not paired:
        findings.append(about_file("quotes_uneven", name))
    cells = cells.with_columns(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))
    kinds = cells.select(pl.all().is_not_null().cast(pl.UInt8) * int(CellKind.TEXT))
    return trimmed(Grid(sheet=PurePath(name).stem or name, cells=cells, kinds=kinds)), findings


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and, when it is neither UTF-8 nor marked UTF-16, the encoding it was read as."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), ""
    if data.count(b"\x00", 0, 4096) > 0:
        encoding = "utf-16-le" if data[1:4096:2].count(0) >= data[:4096:2].count(0) else "utf-16-be"
        return data.decode(encoding, "replace"), encoding.upper()
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "ISO-8859-1"


def delimiter_of(text: str) -> str:
    """Return the sign that divides the most lines into the same number of columns; a comma when none does."""
    lines = _QUOTED.sub("", text[:65536]).split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]
    best, best_score = ",", 0
    for sign in _DELIMITERS:
        counts = Counter(count for line in lines if (count := line.count(sign)))
        score = max((count * times for count, times in counts.items()), default=0)
        if score > best_score:
            best, best_score = sign, score
    return best


def _split(text: str, delimiter: str, limits: Limits) -> tuple[pl.DataFrame, bool]:
    """Return the cells as columns A, B, ... and whether the quotation marks paired up."""
    if '"' not in text:
        return _plain(text, delimiter, limits), True
    if _is_regular(text, delimiter):
        return _quoted(text, delimiter, limits), True
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        lines = _plain(text, delimiter, limits)
        return lines.with_columns(pl.all().str.strip_chars('"').str.replace_all('""', '"', literal=True)), False
    width = max(map(len, rows))
    _refuse_beyond(len(rows), width, limits)
    columns = zip(*(row + [""] * (width - len(row)) for row in rows), strict=True)
    return pl.DataFrame({letters(i): pl.Series(column) for i, column in enumerate(columns, start=1)}), True


def _plain(text: str, delimiter: str, limits: Limits) -> pl.DataFrame:
    return _read(text, delimiter, limits, quote=None)


def _quoted(text: str, delimiter: str, limits: Limits) -> pl.DataFrame:
    cells = _read(text, delimiter, limits, quote='"')
    filled = cells.select(pl.all().is_not_null().any()).row(0)
    width = max((i for i, any_value in enumerate(filled, start=1) if any_value), default=1)
    return cells.select(cells.columns[:width])


def _read(text: str, delimiter: str, limits: Limits, *, quote: str | None) -> pl.DataFrame:
    # The header put in front fixes the number of columns; polars then keeps short and blank lines as lines.
    lines = pl.Series(text.split("\n"))
    width = max(lines.str.count_matches(delimiter, literal=True).to_list()) + 1
    _refuse_beyond(len(lines), width, limits)
    header = delimiter.join(letters(i) for i in range(1, width + 1))
    source = f"{header}\n{text}\n".encode()
    return pl.read_csv(source, separator=delimiter, quote_char=quote, infer_schema=False)


def _is_regular(text: str, delimiter: str) -> bool:
    """Say whether every quotation mark opens or closes a cell, once doubled ones inside cells are set aside."""
    bare = f"\n{text}\n".replace('""', "")
    opening = sum(bare.count(before + '"') for before in ("\n", delimiter))
    closing = sum(bare.count('"' + after) for after in ("\n", delimiter))
    return opening == closing and opening + closing == bare.count('"')


def _refuse_beyond(rows: int, columns: int, limits: Limits) -> None:
    if columns > limits.columns or rows * columns > limits.cells:
        raise RefusalError("range_too_large", f"{letters(columns)}{rows}")
