"""Search for duplicates so that nobody who hands in a list or decides waits while it compares.

`read_to_compare` reads what is to be compared, as one moment between two turns of others holds it (`people/turns.py`);
`compare` takes the time and holds neither turn nor transaction; `actions.finish_search` writes what was found in its
turn. What became another meanwhile is left for the next search (`left_for_next.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl
from django.db import DatabaseError

from semesta.bulk import execute, read_lines
from semesta.duplicates.queries import rows_told_apart
from semesta.duplicates.register import KnownPeople, ReadPeople, read_people
from semesta.duplicates.register_snapshot import Kept
from semesta.duplicates.search import Found, search, version_of
from semesta.duplicates.second_look import BETTER_PERSON
from semesta.duplicates.standing import tied_to
from semesta.matching.model import Model


@dataclass(frozen=True)
class ToCompare:
    """What a search has read at `looked_at`: the register, the rows that wait (`search.ROW`), what is known of both.

    `since`: persons told until then were compared by the search before (None: nobody was); `parted`: records looked at
    anew although nothing was told of them. `standing`, `apart` and `settled` as of `search.search`.
    """

    model: Model
    looked_at: datetime
    since: int | None
    people: ReadPeople
    parted: pl.Series
    rows: pl.DataFrame
    standing: pl.DataFrame
    apart: pl.DataFrame
    settled: pl.DataFrame


@dataclass(frozen=True)
class Compared:
    """The register as it was compared, and what was found."""

    people: KnownPeople
    found: Found


@contextmanager
def search_alone(regency_code: str) -> Iterator[None]:
    """Let one search at a time go on in a regency; another one waits. Lists and decisions do not wait for it."""
    execute("SELECT pg_advisory_lock(hashtext('semesta.search'), hashtext(%s))", [regency_code])
    let_go = "SELECT pg_advisory_unlock(hashtext('semesta.search'), hashtext(%s))"
    try:
        yield
    except BaseException:
        with suppress(DatabaseError):  # a connection that broke has let go of it, and its error is to be told
            execute(let_go, [regency_code])
        raise
    execute(let_go, [regency_code])


def read_to_compare(
    regency_code: str, *, looked_at: datetime, rows: pl.DataFrame, standing: pl.DataFrame,
    apart: pl.DataFrame, model: Model, kept: Kept,
) -> ToCompare:  # fmt: skip
    """Read what a search compares: persons told or changed since the last one and rows that want linking
    (`search.ROW`); all when the model changed. To be called within `people.turns.one_moment`, which tells `looked_at`.

    `standing` (`id`, `submission_id`): which heads stand in the submissions of `rows`; `apart`, the same: of which
    heads people said that a row replaced by one of these submissions is somebody else. `kept`: the register as an
    earlier search kept it.
    """
    last = _last_run(regency_code)
    is_full = last is None or last["model_version"] != version_of(model)
    return ToCompare(
        model=model, looked_at=looked_at, since=None if is_full or last is None else last["told_until"],
        people=read_people(regency_code, kept),
        parted=pl.Series([] if last is None else _came_apart(regency_code, last), dtype=pl.Int64),
        rows=rows.with_columns(is_new=pl.lit(True)) if is_full else rows,
        standing=standing, apart=apart, settled=rows_told_apart(regency_code),
    )  # fmt: skip


def compare(read: ToCompare) -> Compared:
    """Standardise, score and band what was read. The database is not asked; the snapshot of the register is kept."""
    people = read.people.known(read.model.schema, since=read.since)
    people = replace(people, is_new=people.is_new | people.rows["id"].is_in(read.parted.implode()))
    found = search(
        people, read.rows, read.model, standing=read.standing, apart=read.apart, settled=read.settled
    )  # fmt: skip
    return Compared(people, found)


def _last_run(regency_code: str) -> dict[str, Any] | None:
    lines = read_lines(
        "SELECT number, model_version, (extract(epoch FROM told_until_at) * 1000000)::bigint AS told_until,"
        "       coalesce(looked_at, ran_at) AS looked_at, ran_at"
        "  FROM duplicates_run WHERE regency_code = %s ORDER BY number DESC LIMIT 1",
        [regency_code],
    )
    return lines[0] if lines else None


def _came_apart(regency_code: str, last: dict[str, Any]) -> list[int]:
    """Return the records of everybody whom people told apart, or took something back of, since the last run looked:
    they are looked at anew, and so is whoever now heads a part that a chain held together. The same goes for whatever
    people decided while that run compared.
    """
    lines = read_lines(
        "SELECT p.person_id, p.record_id FROM duplicates_decision d JOIN duplicates_pair p"
        "    ON p.regency_code = d.regency_code AND p.number = d.pair_number"
        " WHERE d.regency_code = %(regency)s AND d.at > %(looked_at)s"
        "   AND (d.verdict <> 'same' AND NOT (d.by = 'machine' AND d.reason = %(doubt)s)"
        "        OR d.by = 'person' AND d.at <= %(ran_at)s)",
        {"regency": regency_code, "looked_at": last["looked_at"], "ran_at": last["ran_at"], "doubt": BETTER_PERSON},
    )
    return tied_to(regency_code, [record for line in lines for record in line.values()])
