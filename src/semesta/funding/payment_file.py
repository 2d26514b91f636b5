"""A bank's or the insurer's payment file: one sheet with a heading row, one line per payment, a stated total.

Columns, by heading in Indonesian or English, in any order: tanggal/date, referensi/reference, jumlah/amount, and, if
there are such, pembayar/payer and nomor transaksi/transaction number, the bank's own. The line whose first filled cell
says TOTAL or JUMLAH states the total. A file is taken whole or refused whole, with the cell that is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from semesta.funding.refusals import RefusedError, refusal, refuse
from semesta.kernel.finding import Finding, Place
from semesta.kernel.rupiah import rupiah_text
from semesta.law.words import Words
from semesta.sheets.opening import open_bytes
from semesta.sheets.workbook import Grid

HEADINGS = {
    "paid_on": ("tanggal", "tanggal bayar", "tgl", "date", "paid on"),
    "reference": ("referensi", "kode tagihan", "no referensi", "nomor tagihan", "reference"),
    "amount_rp": ("jumlah", "nominal", "nilai", "amount", "amount_rp"),
    "payer": ("pembayar", "penyetor", "keterangan", "payer"),
    "bank_number": ("nomor transaksi", "no transaksi", "no. transaksi", "id transaksi", "nomor jurnal", "no jurnal",
                    "no. jurnal", "transaction number", "transaction id", "bank_number"),
}  # fmt: skip
_OPTIONAL = ("payer", "bank_number")
_TOTAL = ("total", "jumlah", "jumlah seluruhnya", "grand total")
_AMOUNT = r"^(?i:rp\.?\s*)?([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,00|,-|\.00?)?$"
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_MOST_FINDINGS = 100
_HEADING_WITHIN = 20
LINE_SCHEMA = {
    "line": pl.Int64, "paid_on": pl.Date, "reference": pl.String, "payer": pl.String, "bank_number": pl.String,
    "amount_rp": pl.Int64,
}  # fmt: skip
_ONE_PAYMENT = ("bank_number", "paid_on", "reference", "amount_rp")


@dataclass(frozen=True, slots=True)
class PaymentList:
    """A payment file as read: name, SHA-256, lines (LINE_SCHEMA; `line` is the spreadsheet row) and total."""

    file_name: str
    sha256: str
    lines: pl.DataFrame
    total_rp: int


def read_payment_file(path: Path, *, stated_rp: int | None = None) -> PaymentList:
    """Read a payment file; `stated_rp` stands in for a file that states no total itself.

    Errors: RefusedError with every wrong cell, with every row that tells a payment of the bank's own number a second
    time, or with both totals where they differ.
    """
    return read_payment_bytes(path.name, path.read_bytes(), stated_rp=stated_rp)


def read_payment_bytes(name: str, data: bytes, *, stated_rp: int | None = None) -> PaymentList:
    """Read a payment file from memory; see `read_payment_file`."""
    opened = open_bytes(name, data)
    if isinstance(opened, Finding):
        raise refuse("file_unreadable", before=name, detail=opened.kind.title("id"))
    grid = opened.grids[0]
    heading, columns = _heading(name, grid)
    rows = _rows(grid, heading, columns)
    wrong = rows.filter(pl.col("amount_rp").is_null() | (~pl.col("says_total") & pl.col("paid_on").is_null()))
    if wrong.height:
        raise RefusedError(_findings(name, grid.sheet, wrong.head(_MOST_FINDINGS))[:_MOST_FINDINGS])
    frame = rows.filter(~pl.col("says_total")).select(list(LINE_SCHEMA))
    total = int(frame["amount_rp"].sum())
    stated = rows.filter("says_total")["amount_rp"].to_list()
    _compare(total, [*stated, *([] if stated_rp is None else [stated_rp])], bool(frame.height))
    _require_numbers_once(name, grid.sheet, frame)
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
    missing = [names[0] for field, names in HEADINGS.items() if field not in (*_OPTIONAL, *best)]
    raise RefusedError([refusal("file_columns", detail=", ".join(missing), place=Place(name, grid.sheet))])


def _rows(grid: Grid, heading: int, columns: dict[str, str]) -> pl.DataFrame:
    """Return the filled rows below the heading: LINE_SCHEMA, says_total, and day and amount as written.

    `paid_on` is null where there is no day, `amount_rp` where there is no whole rupiah above nought.
    """
    cells = grid.cells.with_row_index("line", grid.first_row).slice(heading + 1)
    filled = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in grid.cells.columns]
    said = {field: pl.col(column).fill_null("").str.strip_chars() for field, column in columns.items()}
    first = pl.coalesce(filled).str.strip_chars().str.to_lowercase().str.strip_chars_end(":")
    amount = pl.col("amount").str.extract(_AMOUNT, 1).str.replace_all(".", "", literal=True)
    rows = (
        cells.filter(pl.any_horizontal(one.is_not_null() for one in filled))
        .select(
            pl.col("line").cast(pl.Int64), first.is_in(_TOTAL).alias("says_total"), said["paid_on"].alias("day"),
            said["amount_rp"].alias("amount"), said["reference"].alias("reference"),
            *(said.get(name, pl.lit("")).alias(name) for name in _OPTIONAL),
        )
        .with_columns(amount.cast(pl.Int64, strict=False).alias("amount_rp"))
    )  # fmt: skip
    days = rows.select(pl.col("day").unique())
    read = days.with_columns(paid_on=pl.Series([_day(text) for text in days["day"]], dtype=pl.Date))
    whole = pl.when(pl.col("amount_rp") > 0).then("amount_rp")
    return rows.join(read, on="day", how="left", maintain_order="left").with_columns(whole)


def _findings(name: str, sheet: str, wrong: pl.DataFrame) -> list[Finding]:
    found: list[Finding] = []
    for row in wrong.iter_rows(named=True):
        place = Place(name, sheet, row["line"])
        if not row["says_total"] and row["paid_on"] is None:
            found.append(refusal("file_cell", before=row["day"], detail=Words("tanggal", "date"), place=place))
        if row["amount_rp"] is None:
            found.append(
                refusal("file_cell", before=row["amount"], detail=Words("rupiah bulat", "whole rupiah"), place=place)
            )
    return found


def _day(text: str) -> date | None:
    for shape in _DAYS:
        try:
            return datetime.strptime(text[:10], shape).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def _compare(total: int, stated: list[int], has_lines: bool) -> None:
    if not has_lines:
        raise refuse("file_columns", detail=Words("baris pembayaran", "payment rows"))
    if not stated:
        raise refuse("file_total_missing")
    wrong = [told for told in stated if told != total]
    if wrong:
        raise refuse("file_total_wrong", before=rupiah_text(total), after=rupiah_text(wrong[0]))


def _require_numbers_once(name: str, sheet: str, lines: pl.DataFrame) -> None:
    """Refuse a file that tells one transaction of the bank on two rows; several parts of one may differ in reference
    or amount."""
    numbered = lines.filter(pl.col("bank_number") != "").sort("line")
    again = numbered.filter(~pl.struct(_ONE_PAYMENT).is_first_distinct()).head(_MOST_FINDINGS)
    if again.height:
        raise RefusedError(
            [
                refusal("bank_number_twice", before=number, place=Place(name, sheet, line))
                for number, line in again.select("bank_number", "line").iter_rows()
            ]
        )
