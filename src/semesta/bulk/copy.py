"""COPY between polars frames and tables. The text of a statement never grows with the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.db import connection
from psycopg import sql

Parameters = Sequence[Any] | Mapping[str, Any]
_LINES_AT_ONCE = 50_000


def copy_frame(frame: pl.DataFrame, table: str, *, columns: Sequence[str] | None = None) -> int:
    """Append the frame's lines to `table` by COPY, inside the current transaction; return how many.

    The frame's column names are the table's; `columns` picks and orders some of them. Null stays null, an empty
    text stays an empty text. Where policies hold the table (a page's connection), rows pass through a temporary table,
    for COPY itself does not ask policies and so is refused.
    """
    chosen = list(columns) if columns is not None else frame.columns
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(%s)", [table])
        (is_held,) = cursor.fetchone()
    if is_held:
        return _copy_past_policies(frame, table, chosen)
    return _copy(frame, table, chosen)


def _copy_past_policies(frame: pl.DataFrame, table: str, chosen: list[str]) -> int:
    columns = ", ".join(connection.ops.quote_name(name) for name in chosen)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE copied_rows ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
        )
        _copy(frame, "copied_rows", chosen)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM copied_rows")
        cursor.execute("DROP TABLE copied_rows")
    return frame.height


def _copy(frame: pl.DataFrame, table: str, chosen: list[str]) -> int:
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, chosen))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for part in frame.select(chosen).iter_slices(_LINES_AT_ONCE):
            copy.write(part.write_csv(include_header=False, quote_style="non_numeric", null_value="").encode())
    return frame.height


def read_frame(query: str, schema: Mapping[str, pl.DataType | type[pl.DataType]], **values: Any) -> pl.DataFrame:
    """Return a query's lines as a frame of these columns by COPY; `{name}` in the query stands for a value."""
    literals = {name: sql.Literal(value) for name, value in values.items()}
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER)").format(sql.SQL(query).format(**literals))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        text = b"".join(bytes(part) for part in copy)
    truths = [name for name, kind in schema.items() if kind == pl.Boolean]
    read = pl.read_csv(text, schema={name: pl.String if name in truths else kind for name, kind in schema.items()})
    return read.with_columns(pl.col(name) == "t" for name in truths)


def execute(statement: str, parameters: Parameters = ()) -> int:
    """Run one statement in the current transaction; return how many lines it concerned."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def read_lines(query: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
    """Return a query's lines as dictionaries of column names; for answers of page size."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        names = [column.name for column in cursor.description or []]
        return [dict(zip(names, line, strict=True)) for line in cursor.fetchall()]
