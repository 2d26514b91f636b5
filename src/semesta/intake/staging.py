"""Rows of one or many submissions in one temporary table, so that every later step is one statement for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.db import connection

from semesta.bulk import copy_frame

INCOMING: dict[str, str] = {
    "submission_id": "bigint",
    "line": "integer",
    "sheet": "text",
    "row": "integer",
    "row_hash": "text",
    "nik": "text",
    "nik_state": "text",
    "nik_written": "text",
    "kk": "text",
    "name": "text",
    "name_key": "text",
    "name_token": "text",
    "birth_place": "text",
    "birth_on": "date",
    "birth_told": "date",  # the birth date if the list itself gives it, not read off the NIK
    "birth_precision": "text",
    "sex": "text",
    "mother_name": "text",
    "phone": "text",
    "marital": "text",
    "address": "text",
    "dusun": "text",
    "village_code": "text",
    "occupation": "text",
    "segment": "text",
    "enterprise": "text",
    "membership_class": "text",
    "programmes": "text",
    "payer": "text",
    "active_from": "date",
    "paid_until": "date",
    "died_on": "date",
    "decile": "smallint",
}
"""Columns of the temporary table `incoming`, which lives until the end of the transaction."""

REPEATS: dict[str, tuple[str, ...]] = {"nik_repeats": ("nik",), "person_repeats": ("kk", "name_key", "birth_on")}
"""Further columns of `incoming`: false where no other incoming row has the same values. Most rows stand alone, and
what sorts or groups rows of one person leaves them out; true promises nothing."""

BATCH: dict[str, str] = {
    "submission_id": "bigint",
    "sender": "text",
    "kind": "text",
    "corrects_id": "bigint",
    "as_of_on": "date",
    "stop_reason": "text",
}
"""Columns of the temporary table `batch`: the submissions whose rows are in `incoming`."""

_ASKED_FOR = (
    "submission_id, line, row_hash, nik, nik_state, kk, name_key, birth_on, died_on, village_code, segment,"
    " nik_repeats, person_repeats"
)
"""Columns by which rows are joined and chosen; the planner need not know the others."""
_FOR_BULK_WORK = """
SET LOCAL jit = off;
SET LOCAL enable_mergejoin = off;
SET LOCAL default_statistics_target = 10
"""
"""Until the end of the transaction: these statements run once each, so compiling them costs more than it brings; and
a sample of 3,000 rows tells the planner enough about a temporary table. Rows and verdicts are joined by hash, so that
they come out in the order in which they were copied in, without sorting every wide row once per step."""


def stage(rows: pl.DataFrame, submissions: Sequence[tuple[int, str, str, int | None, date | None]]) -> None:
    """Create `incoming` and `batch` and fill them; `submissions` are (id, sender, kind, corrects, as_of).

    `rows` have columns of `INCOMING`; the others stay null.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOR_BULK_WORK)
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'")
        for (leftover,) in cursor.fetchall():
            # of an earlier batch in the same transaction, with the views on it
            cursor.execute(f'DROP TABLE IF EXISTS pg_temp."{leftover}" CASCADE')
        for table, columns in (("incoming", INCOMING), ("batch", BATCH)):
            described = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            cursor.execute(f"CREATE TEMPORARY TABLE {table} ({described}) ON COMMIT DROP")
        for name in REPEATS:
            cursor.execute(f"ALTER TABLE incoming ADD {name} boolean NOT NULL DEFAULT true")
        copy_frame(_with_repeats(rows), "incoming")
        batch = pl.DataFrame(
            [(*submission, "") for submission in submissions],
            schema={
                "submission_id": pl.Int64,
                "sender": pl.String,
                "kind": pl.String,
                "corrects_id": pl.Int64,
                "as_of_on": pl.Date,
                "stop_reason": pl.String,
            },
            orient="row",
        )
        copy_frame(batch, "batch")
        cursor.execute(f"ANALYZE incoming ({_ASKED_FOR}); ANALYZE batch")


def _with_repeats(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the columns of `REPEATS` that the rows can tell: counting them here costs a tenth of a sort there."""
    return rows.with_columns(
        pl.struct(names).is_duplicated().alias(repeats)
        if len(names) > 1
        else pl.col(names).is_duplicated().alias(repeats)
        for repeats, names in REPEATS.items()
        if set(names) <= set(rows.columns)
    )
