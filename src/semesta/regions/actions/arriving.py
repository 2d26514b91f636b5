"""A frame arrives in a table: COPY into a temporary table, then one statement that adds or changes lines."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.db import connection

from semesta.bulk import copy_frame


def bring(frame: pl.DataFrame, table: str, *, key: Sequence[str], only_where: str = "true", stamp: str = "") -> int:
    """Add the frame's lines to `table`, or change those with the same key; return how many were added or changed.

    Lines that are equal already are left alone, and so are present lines (`held`) for which `only_where` is not true.
    The time column `stamp` tells of the last change.
    """
    columns = ", ".join(frame.columns)
    values = [name for name in frame.columns if name not in key]
    held = ", ".join(f"held.{name}" for name in values)
    new = ", ".join(f"excluded.{name}" for name in values)
    stamped = f", {stamp} = now()" if stamp else ""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA")
        copy_frame(frame, "arriving")
        cursor.execute(
            f"INSERT INTO {table} AS held ({columns}) SELECT {columns} FROM arriving ORDER BY {', '.join(key)}"
            f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET ({', '.join(values)}) = ROW({new}){stamped}"
            f" WHERE ROW({held}) IS DISTINCT FROM ROW({new}) AND ({only_where})"
        )
        changed: int = cursor.rowcount
        cursor.execute("DROP TABLE arriving")
    return changed
