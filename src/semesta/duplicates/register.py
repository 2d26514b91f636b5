"""The register as the engine reads it: every head once, by COPY, only the columns that tell people apart."""

from __future__ import annotations

import polars as pl

from semesta.bulk import read_frame

PERSON = {
    "id": pl.Int64,
    "nik": pl.String,
    "kk": pl.String,
    "name": pl.String,
    "birth_on": pl.Date,
    "birth_precision": pl.String,
    "sex": pl.String,
    "mother_name": pl.String,
    "phone": pl.String,
    "dusun": pl.String,
    "village_code": pl.String,
    "is_dead": pl.Boolean,
    "is_new": pl.Boolean,
}
_HEADS = """
SELECT id, nik, kk, name, birth_on, birth_precision, sex, mother_name, phone, dusun, village_code,
       died_on IS NOT NULL AS is_dead,
       (changed_at > {since}::timestamptz OR {since}::timestamptz IS NULL) AS is_new
  FROM people_person WHERE regency_code = {regency}
"""
_EACH_ONCE = " AND merged_into IS NULL ORDER BY id"
_ONE = " AND id = {only}"


def heads(regency_code: str, *, since: str | None, only: int | None = None) -> pl.DataFrame:
    """Return every record that stands for itself, in order of id; `is_new` when it was told or changed after `since`.

    With `only` that one record, head or not.
    A person's birth date counts as told. Persons carry a sure NIK or none.
    """
    which = _EACH_ONCE if only is None else _ONE
    people = read_frame(_HEADS + which, PERSON, regency=regency_code, since=since, only=only)
    return people.with_columns(
        nik_state=pl.when(pl.col("nik").is_not_null()).then(pl.lit("valid")).otherwise(pl.lit("missing")),
        birth_told=pl.col("birth_on"),
    )
