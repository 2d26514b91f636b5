"""What the money commands share: refusals with exit code 3, days, months and amounts as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from semesta.cli.console import this_month, today
from semesta.cli.show import Exit, err, print_json, stop
from semesta.cli.words import language, say
from semesta.kernel.month import Month
from semesta.kernel.rupiah import rupiah_text

if TYPE_CHECKING:
    import polars as pl

Json = Annotated[bool, typer.Option("--json", help="JSON")]
DayOption = Annotated[str, typer.Option("--on", help="TTTT-BB-HH / YYYY-MM-DD (bawaan / default: hari ini)")]
PastMonths = Annotated[
    str, typer.Option(help="mengapa bulan yang sudah lewat dipakai / why months that have passed are used")
]
DocumentOption = Annotated[str, typer.Option("--document", help="nomor dokumen / number of the document")]

_NUMBERS = ("person_id", "purse_id", "income_rp", "risk_class")
_WRONG_NAMED = 50


@contextmanager
def refusals(as_json: bool) -> Iterator[None]:
    """Tell a refusal in the reader's language (with --json also as findings) and leave with exit code 3."""
    from semesta.funding.refusals import RefusedError

    try:
        yield
    except RefusedError as problem:
        if as_json:
            print_json({"refused": problem.page(language())})
        err.print(f"[bold red]✗[/] {problem.said(language())}", highlight=False, markup=True, soft_wrap=True)
        raise typer.Exit(int(Exit.NOT_TAKEN)) from problem


def day(text: str) -> date:
    """Read a day, today when empty."""
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        stop(say(f"'{text}' bukan tanggal TTTT-BB-HH", f"'{text}' is no date YYYY-MM-DD"), Exit.USAGE)


def month(text: str) -> Month:
    """Read a month, this one when empty."""
    try:
        return Month.parse(text) if text else this_month()
    except ValueError:
        stop(say(f"'{text}' bukan bulan TTTT-BB, misalnya 2026-01", f"'{text}' is no month YYYY-MM, such as 2026-01"),
             Exit.USAGE)  # fmt: skip


def rp(amount: int) -> str:
    """Write an amount."""
    return rupiah_text(amount)


def plan_frame(path: Path) -> pl.DataFrame:
    """Read a plan (or removals) from CSV (comma or semicolon) or Parquet; months are written YYYY-MM or YYYY-MM-DD.

    Cells that are no month or no number leave with their rows named.
    """
    import polars as pl

    try:
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else _csv(path)
        wrong: list[str] = []
        if frame.schema.get("month") == pl.String:
            first = (pl.col("month").str.strip_chars().str.slice(0, 7) + "-01").str.to_date("%Y-%m-%d", strict=False)
            wrong += _unread(frame, "month", first)
            frame = frame.with_columns(first.alias("month"))
        for name in _NUMBERS:
            if frame.schema.get(name) == pl.String:
                wrong += _unread(frame, name, number := pl.col(name).str.strip_chars().cast(pl.Int64, strict=False))
                frame = frame.with_columns(number.alias(name))
        if wrong:
            stop("\n".join(wrong[:_WRONG_NAMED]), Exit.NOT_TAKEN)
        if frame.schema.get("mustahik") == pl.String:
            frame = frame.with_columns(pl.col("mustahik").str.to_lowercase().is_in(["true", "ya", "yes", "1"]))
    except (OSError, pl.exceptions.PolarsError) as problem:
        stop(say(f"{path} tidak terbaca: {problem}", f"{path} cannot be read: {problem}"), Exit.NOT_TAKEN)
    return frame


def _csv(path: Path) -> pl.DataFrame:
    import polars as pl

    with path.open(encoding="utf-8-sig", errors="replace") as file:
        heading = file.readline()
    separator = ";" if heading.count(";") > heading.count(",") else ","
    return pl.read_csv(path, infer_schema=False, separator=separator)


def _unread(frame: pl.DataFrame, name: str, read: pl.Expr) -> list[str]:
    """Tell the rows (heading row 1) whose cell of a column says something that cannot be read."""
    import polars as pl

    wrong = frame.with_row_index("row", offset=2).filter(read.is_null() & (pl.col(name).fill_null("") != ""))
    return [
        say(f"baris {row}: '{cell}' tidak terbaca sebagai {name}", f"row {row}: '{cell}' cannot be read as {name}")
        for row, cell in wrong.select("row", name).iter_rows()
    ]


def done(page: dict[str, Any], as_json: bool, indonesian: str, english: str) -> None:
    """Print the page as JSON, or one sentence."""
    from semesta.cli.show import out

    if as_json:
        print_json(page)
    else:
        out.print(say(indonesian, english), highlight=False, soft_wrap=True)
