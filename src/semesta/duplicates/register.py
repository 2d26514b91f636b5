"""The register as the engine compares it: every head once, standardised, with what a search asks of it besides.

`heads` reads persons by COPY, only the columns that tell people apart. `known_people` standardises them, or takes up a
snapshot of an earlier search and standardises only who was told or changed since (`register_snapshot`). A search does
the same in two steps: it reads (`read_people`) while nobody else changes persons, and standardises afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from semesta.bulk import read_frame
from semesta.duplicates.register_snapshot import CHANGED, Kept, Reading, Told, standard_records, take_up, told_since
from semesta.matching.model import Model
from semesta.matching.schema import Schema
from semesta.matching.standardise import ID, LINE

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
    CHANGED: pl.Int64,
}
_MICROSECONDS = "(extract(epoch FROM changed_at) * 1000000)::bigint"
_PEOPLE = f"""
SELECT id, nik, kk, name, birth_on, birth_precision, sex, mother_name, phone, dusun, village_code,
       {_MICROSECONDS} AS {CHANGED}
  FROM people_person WHERE regency_code = {{regency}}
"""
_OWN = " AND NOT (nik IS NULL AND merged_into IS NOT NULL)"
"""A record that stands for a single row is none of the register's."""
_AFTER = " AND changed_at > to_timestamp(0) + {since} * interval '1 microsecond'"
_UNTIL = " AND changed_at <= to_timestamp(0) + {until} * interval '1 microsecond'"
_CHANGED_AFTER = "SELECT id FROM people_person WHERE regency_code = {regency}" + _AFTER
_MERGED = "SELECT id, merged_into AS head FROM people_person WHERE regency_code = {regency} AND merged_into IS NOT NULL"
_DEAD = (
    "SELECT DISTINCT coalesce(merged_into, id) AS id FROM people_person WHERE regency_code = {regency}"
    " AND died_on IS NOT NULL"
)
"""A death stands with the record that told it."""


@dataclass(frozen=True)
class KnownPeople:
    """Standardised heads in order of id, and of each whether it is new to this search and whether recorded as dead.

    `known_until` is the latest moment that anything was told of them, in microseconds since 1970.
    """

    rows: pl.DataFrame
    is_new: pl.Series
    is_dead: pl.Series
    known_until: int


def heads(regency_code: str, *, only: int | None = None) -> pl.DataFrame:
    """Return every record that stands for itself, in order of id; with `only` that one record, head or not."""
    which = " AND merged_into IS NULL ORDER BY id" if only is None else " AND id = {only}"
    return _as_read(read_frame(_PEOPLE + which, PERSON, regency=regency_code, only=only))


@dataclass(frozen=True)
class ReadPeople:
    """The register as one moment of the database holds it, not yet standardised: what a snapshot lacks (`told`), which
    records are `merged` into others (`id`, `head`), and which heads are recorded `dead`.
    """

    told: Told
    merged: pl.DataFrame
    dead: pl.Series

    def known(self, schema: Schema, *, since: int | None) -> KnownPeople:
        """Return it standardised, ready to be linked to; `is_new` when told or changed after `since` (None: all are).

        The database is not asked.
        """
        records = standard_records(self.told, schema)
        until = records[CHANGED].max()
        rows = records.filter(~pl.col(ID).is_in(self.merged[ID].implode())) if self.merged.height else records
        return KnownPeople(
            rows=rows.select(pl.int_range(pl.len(), dtype=pl.Int64).alias(LINE), pl.exclude(LINE, CHANGED)),
            is_new=pl.Series([True]).new_from_index(0, rows.height) if since is None else rows[CHANGED] > since,
            is_dead=rows[ID].is_in(self.dead.implode()),
            known_until=until if isinstance(until, int) else 0,
        )


@dataclass(frozen=True)
class ChangedSince:
    """Numbers of records: who was told, changed, merged into somebody or stands alone again, with the persons they were
    and are merged into (`another`), those of them that stand for themselves now (`heads`), and who was recorded dead,
    or no longer is (`dead`).
    """

    another: pl.Series
    heads: pl.Series
    dead: pl.Series


def known_people(regency_code: str, model: Model, *, since: int | None, snapshots: Path | None) -> KnownPeople:
    """Return the register as it stands, as `ReadPeople.known` does.

    `snapshots` is the folder where the standardised register is kept between searches; None: nowhere.
    """
    kept = take_up(regency_code, model.schema, folder=snapshots)
    return read_people(regency_code, kept).known(model.schema, since=since)


def read_people(regency_code: str, kept: Kept) -> ReadPeople:
    """Read from the database what the kept records lack of the register."""
    reading = Reading(
        told_after=lambda moment: _as_read(
            read_frame(
                _PEOPLE + _OWN + (_AFTER if moment is not None else ""), PERSON, regency=regency_code, since=moment
            )
        ),
        count_until=lambda moment: _counted(regency_code, moment),
    )
    return ReadPeople(told_since(kept, reading), _merged(regency_code), _dead(regency_code))


def changed_since(regency_code: str, people: ReadPeople, *, known_until: int) -> ChangedSince:
    """Return who is another since `people` were read; `known_until` is the latest moment that was told of them then."""
    told = read_frame(_CHANGED_AFTER, {ID: pl.Int64}, regency=regency_code, since=known_until)[ID]
    merged = _merged(regency_code)
    moved = pl.concat(
        [
            people.merged.join(merged, on=[ID, "head"], how="anti"),
            merged.join(people.merged, on=[ID, "head"], how="anti"),
        ]
    )
    another = pl.concat([told, moved[ID], moved["head"]]).unique()
    return ChangedSince(
        another, another.filter(~another.is_in(merged[ID].implode())), _differing(people.dead, _dead(regency_code))
    )


def _merged(regency_code: str) -> pl.DataFrame:
    return read_frame(_MERGED, {ID: pl.Int64, "head": pl.Int64}, regency=regency_code)


def _dead(regency_code: str) -> pl.Series:
    return read_frame(_DEAD, {ID: pl.Int64}, regency=regency_code)[ID]


def _differing(before: pl.Series, after: pl.Series) -> pl.Series:
    """Return what stands in one of the two only."""
    return pl.concat([before.filter(~before.is_in(after.implode())), after.filter(~after.is_in(before.implode()))])


def _as_read(people: pl.DataFrame) -> pl.DataFrame:
    """A person's birth date counts as told. Persons carry a sure NIK or none."""
    return people.with_columns(
        nik_state=pl.when(pl.col("nik").is_not_null()).then(pl.lit("valid")).otherwise(pl.lit("missing")),
        birth_told=pl.col("birth_on"),
    )


def _counted(regency_code: str, moment: int) -> tuple[int, int, int]:
    """Return how many records were last told until then, and the sums of their numbers and moments."""
    query = (
        f"SELECT count(*) AS n, coalesce(sum(id), 0) AS ids, coalesce(sum({_MICROSECONDS} / 1000), 0) AS moments"
        " FROM people_person WHERE regency_code = {regency}" + _OWN + _UNTIL
    )
    schema = {"n": pl.Int64, "ids": pl.Int64, "moments": pl.Int64}
    n, ids, moments = read_frame(query, schema, regency=regency_code, until=moment).row(0)
    return n, ids, moments
