"""Rows that stand alone among all incoming ones are marked, whatever columns their lists have."""

from __future__ import annotations

import polars as pl
import pytest
from django.db import connection, transaction

from semesta.intake.staging import stage

pytestmark = pytest.mark.django_db


def _marked(rows: pl.DataFrame) -> list[tuple[int, bool, bool]]:
    with transaction.atomic(), connection.cursor() as cursor:
        stage(rows.with_columns(pl.lit(1, dtype=pl.Int64).alias("submission_id")), [])
        cursor.execute("SELECT line, nik_repeats, person_repeats FROM incoming ORDER BY line")
        return cursor.fetchall()


def test_a_nik_or_a_person_told_twice_is_marked() -> None:
    rows = pl.DataFrame(
        {
            "line": [1, 2, 3],
            "nik": ["5203054101909001", "5203054101909001", "5203054101909002"],
            "kk": ["5203050101109001", "5203050101109002", "5203050101109002"],
            "name_key": ["SITI", "AMINAH", "AMINAH"],
            "birth_on": ["1990-01-01"] * 3,
        },
        schema_overrides={"line": pl.Int32},
    ).with_columns(pl.col("birth_on").str.to_date())
    assert _marked(rows) == [(1, True, False), (2, True, True), (3, False, True)]


def test_what_a_list_does_not_tell_is_never_said_to_stand_alone() -> None:
    rows = pl.DataFrame(
        {"line": [1, 2], "nik": ["5203054101909001", "5203054101909002"]}, schema_overrides={"line": pl.Int32}
    )
    assert _marked(rows) == [(1, False, True), (2, False, True)]
