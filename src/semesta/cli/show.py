"""What every command shares: consoles, JSON, exit codes, and opening the rooms.

Exit codes: 0 done; 1 something failed inside; 2 wrong use of the command; 3 the file or data handed in was not taken
(the reason is printed); 4 not permitted; 5 a check found something wrong.
"""

from __future__ import annotations

import json
import os
import sys
from enum import IntEnum
from typing import Any, NoReturn

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

out = Console(emoji=False)  # names of files and sheets are text: "3:A:2" is no picture
err = Console(stderr=True, emoji=False)
_LEAST = 8
"""Columns that a column of words is given at least."""


class Exit(IntEnum):
    """Exit codes of every command (docs/cli.md)."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_TAKEN = 3
    NOT_PERMITTED = 4
    CHECK_FAILED = 5


def open_rooms() -> None:
    """Make the rooms with a database usable in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semesta.config.settings")
    import django

    from semesta.installation.rehearsal_day import stand_on_rehearsal_day

    stand_on_rehearsal_day()
    django.setup()


def print_json(value: object) -> None:
    """Print one JSON document with stable keys; dates and codes as text."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def stop(message: str, code: Exit) -> NoReturn:
    """Print why on standard error and leave with the exit code."""
    err.print(f"[bold red]✗[/] {message}", highlight=False)
    raise typer.Exit(int(code))


def table(title: str, columns: list[str], rows: list[list[Any]], *, right: tuple[int, ...] = ()) -> Table:
    """Build a table that fits 80 columns where it can; the column numbers in `right` are aligned to the right.

    Where the figures alone are wider than the console they are folded: a figure is never cut.
    """
    cells = [[str(row[number]) for row in rows if row[number] is not None] for number in range(len(columns))]
    short = {0, *right}
    figures = sum(max(map(len, cells[number]), default=0) + 1 for number in short)
    fits = figures + _LEAST * (len(columns) - len(short)) <= out.width
    made = Table(
        title=title, title_justify="left", title_style="bold", header_style="bold",
        box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False,
    )  # fmt: skip
    for number, name in enumerate(columns):
        is_short = fits and number in short
        made.add_column(name, justify="right" if number in right else "left", overflow="fold", no_wrap=is_short)
    for row in rows:
        made.add_row(*("" if cell is None else str(cell) for cell in row))
    return made


def count(number: int) -> str:
    """Write a number with the Indonesian thousands point (a comma for English readers)."""
    from semesta.cli.words import language

    text = f"{number:,}"
    return text.replace(",", ".") if language() == "id" else text


def percent(share: float | None) -> str:
    """Write a share as a percentage with two decimals, or a dash when there is no base."""
    from semesta.cli.words import language

    if share is None:
        return "–"
    text = f"{share * 100:.2f} %"
    return text.replace(".", ",") if language() == "id" else text
