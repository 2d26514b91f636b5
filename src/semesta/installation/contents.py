"""What a database holds, table by table: how many rows, and a sum over their content that no order changes.

Two databases with equal contents hold the same rows, whatever their PostgreSQL versions. The sum is that of 60 bits
of each row's MD5, of the row's text in fixed settings; it guards against accident, not against forgery.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

FIXED_SETTINGS = (
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; "
    "SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"
)
TABLES = (
    "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'public' AND c.relkind = 'r'"
)

REMARK = (
    "SELECT coalesce(pg_catalog.shobj_description(oid, 'pg_database'), '') FROM pg_catalog.pg_database "
    "WHERE datname = current_database()"
)


@dataclass(frozen=True, slots=True)
class TableContent:
    """The number of rows of a table and the sum over their content, as text."""

    rows: int
    content: str


def content_query(table: str) -> sql.Composed:
    """Return the query for (rows, content) of a table of the schema `public`."""
    row = "pg_catalog.left(pg_catalog.md5(t::text), 15)"
    return sql.SQL(
        f"SELECT count(*), coalesce(sum(('x' || {row})::pg_catalog.bit(60)::bigint), 0)::text FROM {{}} AS t"
    ).format(sql.Identifier("public", table))


def table_names(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the tables of the schema `public`, in order."""
    return sorted(name for (name,) in connection.execute(TABLES))


def contents(connection: psycopg.Connection[Any]) -> dict[str, TableContent]:
    """Return what every table holds, as the connection's transaction sees it."""
    connection.execute(FIXED_SETTINGS)
    found = {}
    for table in table_names(connection):
        line = connection.execute(content_query(table)).fetchone()
        assert line is not None
        found[table] = TableContent(*line)
    return found


def remark(connection: psycopg.Connection[Any]) -> str:
    """Return the comment on the database, empty when it has none."""
    line = connection.execute(REMARK).fetchone()
    assert line is not None
    return str(line[0])
