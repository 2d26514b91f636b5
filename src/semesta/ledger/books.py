"""The two temporary tables into which entries are written before they are booked together."""

from __future__ import annotations

from django.db import connection

_TABLES = """
CREATE TEMPORARY TABLE IF NOT EXISTS entry_to_book (key text PRIMARY KEY, kind text, booked_on date, document text,
    reason text DEFAULT '', reverses_id bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE IF NOT EXISTS line_to_book (key text, account text, purse_id bigint, payer text DEFAULT '',
    amount_rp bigint) ON COMMIT DROP;
TRUNCATE entry_to_book, line_to_book;
"""


def open_books() -> None:
    """Make (or empty) the temporary tables `entry_to_book` and `line_to_book`; they go with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
