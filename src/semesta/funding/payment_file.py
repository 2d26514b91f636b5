"""A bank's or the insurer's payment file: one sheet with a heading row, one line per payment, a stated total.

Columns, by heading in Indonesian or English, in any order: tanggal/date, referensi/reference, jumlah/amount, and, if
there is one, pembayar/payer. The line whose first filled cell says TOTAL or JUMLAH states the total. A file is taken
whole or refused whole, with the cell that is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from semesta.funding.refusals import RefusedError, refusal, refuse
from semesta.kernel.finding import Finding, Place
from semesta.kernel.rupiah import rupiah_text
from semesta.sheets.opening import open_bytes
from semesta.sheets.workbook import Grid

HEADINGS = {
    "paid_on": ("tanggal", "tanggal bayar", "tgl", "date", "paid on"),
    "reference": ("referensi", "kode tagihan", "no referensi", "nomor tagihan", "reference"),
    "amount_rp": ("jumlah", "nominal", "nilai", "amount", "amount_rp"),
    "payer": ("pembayar", "penyetor", "keterangan", "payer"),
}
_TOTAL = ("total", "jumlah", "jumlah seluruhnya", "grand total")
_AMOUNT = re.compile(r"^(rp\.?\s*)?(\d{1,3}(\.\d{3})+|\d+)(,00|,-|\.0+)?$", re.I)
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_MOST_FINDINGS = 100
_HEADING_WITHIN = 20
LINE_SCHEMA = {"line": pl.Int64, "paid_on": pl.Date, "reference": pl.String, "payer": pl.String, "amount_rp": pl.Int64}


@dataclass(frozen=True, slots=True)
class PaymentList:
    """A payment file as read: name, SHA-256, lines (LINE_SCHEMA; `line` is the spreadsheet row) and total."""

    file_name: str
    sha256: str
    lines: pl.DataFrame
    total_rp: int


def read_payment_file(path: Path, *, stated_rp: int | None = None) -> PaymentList:
    """Read a payment file; `stated_rp` stands in for a file that states no total itself.

    Errors: RefusedError with every wrong cell, or with both totals where they differ.
    """
    return read_payment_bytes(path.name, path.read_bytes(), stated_rp=stated_rp)


def read_payment_bytes(name: str, data: bytes, *, stated_rp: int | None = None) -> PaymentList:
    """Read a payment file from memory; see `read_payment_file`."""
    opened = open_bytes(name, data)
    if isinstance(opened, Finding):
        raise refuse("file_unreadable", before=name, detail=opened.kind.title("id"))
    grid = opened.grids[0]
    heading, columns = _heading(name, grid)
    findings: list[Finding] = []
    lines: list[tuple[int, date, str, str, int]] = []
    totals: list[int] = []
    for offset, cells in enumerate(grid.cells.iter_rows(named=True)):
        row = grid.first_row + offset
        if offset <= heading or not any(cells.values()):
            continue
        values = {field: (cells[column] or "").strip() for field, column in columns.items()}
        place = Place(name, grid.sheet, row)
        if _says_total(cells.values()):
            totals.append(_amount(values["amount_rp"], place, findings))
        else:
            paid_on, amount = _day(values["paid_on"], place, findings), _amount(values["amount_rp"], place, findings)
            lines.append((row, paid_on, values["reference"], values.get("payer", ""), amount))
    if findings:
        raise RefusedError(findings[:_MOST_FINDINGS])
    frame = pl.DataFrame(lines, schema=LINE_SCHEMA, orient="row")
    total = int(frame["amount_rp"].sum())
    _compare(total, [*totals, *([] if stated_rp is None else [stated_rp])], bool(lines))
    return PaymentList(name, opened.sha256, frame, total)


def _heading(name: str, grid: Grid) -> tuple[int, dict[str, str]]:
    best: dict[str, str] = {}
    for offset, cells in enumerate(grid.cells.head(_HEADING_WITHIN).iter_rows(named=True)):
        words = {column: (text or "").strip().lower() for column, text in cells.items()}
        found = {
            field: next((column for column, word in words.items() if word in names), "")
            for field, names in HEADINGS.items()
        }
        found = {field: column for field, column in found.items() if column}
        if {"paid_on", "reference", "amount_rp"} <= found.keys():
            return offset, found
        best = max(best, found, key=len)
    missing = [names[0] for field, names in HEADINGS.items() if field != "payer" and field not in best]
    raise RefusedError([refusal("file_columns", detail=", ".join(missing), place=Place(name, grid.sheet))])


def _says_total(cells: object) -> bool:
    first = next((text for text in cells if text), "")  # type: ignore[attr-defined]
    return str(first).strip().lower().rstrip(":") in _TOTAL


def _amount(text: str, place: Place, findings: list[Finding]) -> int:
    found = _AMOUNT.match(text)
    amount = int(found[2].replace(".", "")) if found else 0
    if amount <= 0:
        findings.append(refusal("file_cell", before=text, detail="rupiah bulat / whole rupiah", place=place))
    return amount


def _day(text: str, place: Place, findings: list[Finding]) -> date:
    for shape in _DAYS:
        try:
            return datetime.strptime(text[:10], shape).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    findings.append(refusal("file_cell", before=text, detail="tanggal / date", place=place))
    return date.min


def _compare(total: int, stated: list[int], has_lines: bool) -> None:
    if not has_lines:
        raise refuse("file_columns", detail="baris pembayaran / payment rows")
    if not stated:
        raise refuse("file_total_missing")
    wrong = [told for told in stated if told != total]
    if wrong:
        raise refuse("file_total_wrong", before=rupiah_text(total), after=rupiah_text(wrong[0]))
