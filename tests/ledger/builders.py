"""Small builders for ledger tests: an entry with its lines, booked at once."""

from __future__ import annotations

from datetime import date

import polars as pl

from semesta.bulk import copy_frame
from semesta.ledger.actions import Booked, book, load_chart
from semesta.ledger.books import open_books
from tests.intake.builders import CONSOLE, LOTIM

DAY = date(2026, 1, 5)
Line = tuple[str, int, int]
"""Account, purse, amount (debit positive)."""


def booked(key: str, *lines: Line, on: date = DAY, kind: str = "test") -> Booked:
    """Book one entry of these lines."""
    return booked_together({key: list(lines)}, on=on, kind=kind)


def booked_together(entries: dict[str, list[Line]], *, on: date = DAY, kind: str = "test") -> Booked:
    """Book several entries in one go."""
    load_chart(CONSOLE)
    open_books()
    heads = [{"key": key, "kind": kind, "booked_on": on, "document": "uji", "reason": ""} for key in entries]
    copy_frame(pl.DataFrame(heads), "entry_to_book")
    lines = [
        {"key": key, "account": account, "purse_id": purse, "payer": "", "amount_rp": amount}
        for key, given in entries.items()
        for account, purse, amount in given
    ]
    copy_frame(pl.DataFrame(lines), "line_to_book")
    return book(CONSOLE, LOTIM)
