"""Search for duplicates in three steps, so that nobody who hands in a list or decides waits while it compares.

`begin_search` reads what is to be compared, as one moment between two turns of others holds it (`people/turns.py`);
`compare` takes the time and holds neither lock nor transaction; `finish_search` writes what was found in one short
transaction in its turn. What became another meanwhile is left for the next search (`left_for_next.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import polars as pl
from django.db import transaction

from semesta.accounts.actor import Actor, may_decide, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.duplicates.actions.joining import join_by_machine
from semesta.duplicates.actions.replacing import ask_again
from semesta.duplicates.left_for_next import rows_decided_since, without_changed
from semesta.duplicates.models import Run
from semesta.duplicates.queries import ASKED, rows_told_apart
from semesta.duplicates.recording import keep_pairs
from semesta.duplicates.register import KnownPeople, ReadPeople, changed_since, read_people
from semesta.duplicates.register_snapshot import Kept
from semesta.duplicates.search import Found, search, version_of
from semesta.duplicates.second_look import BETTER_PERSON, looked_at_again, rows_of_machine
from semesta.duplicates.standing import settle_merges, tied_to
from semesta.duplicates.worth import month_rp, value_pairs
from semesta.kernel.month import Month
from semesta.law import Law, default_law_folder, load_law
from semesta.matching.model import Model
from semesta.people.turns import wait_for_turn


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
    try:
        yield
    finally:
        execute("SELECT pg_advisory_unlock(hashtext('semesta.search'), hashtext(%s))", [regency_code])


def begin_search(
    actor: Actor, regency_code: str, *, looked_at: datetime, rows: pl.DataFrame, standing: pl.DataFrame,
    apart: pl.DataFrame, model: Model, kept: Kept,
) -> ToCompare:  # fmt: skip
    """Read what a search compares: persons told or changed since the last one and rows that want linking
    (`search.ROW`); all when the model changed. To be called within `people.turns.one_moment`, which tells `looked_at`.

    `standing` (`id`, `submission_id`): which heads stand in the submissions of `rows`; `apart`, the same: of which
    heads people said that a row replaced by one of these submissions is somebody else. `kept`: the register as an
    earlier search kept it. Error: NotPermittedError.
    """
    require(may_decide(actor, regency_code), actor=actor, to="search for duplicates in", region_code=regency_code)
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


@transaction.atomic
def finish_search(
    actor: Actor, regency_code: str, read: ToCompare, compared: Compared, *, changed_rows: pl.DataFrame, today: date
) -> tuple[dict[str, int], pl.DataFrame]:
    """Join what is certain, ask the rest, keep the search; return counts, and the rows left for the next search.

    Of persons who became others since they were read, and of rows (`changed_rows`, and those decided of) nothing is
    kept; the next search looks at them anew. Afterwards pairs of the machine's band are decided the same by the machine
    unless anything was ever decided of them or they contradict (then they are asked, with the pairs they contradict),
    every undecided pair has its worth, and merges follow from decisions. A row that the machine joined and for which
    somebody else is now as near is taken back and asked, never moved. The same again changes nothing. Keys: persons,
    new_persons, rows, rows_left, compared, rows_doubted, those of `LeftOut.counts`, pairs_found, pairs_kept,
    pairs_forgotten, machine_merged, conflicts, asked, asked_sender. Lists that would make too many pairs are left out
    and counted as `refused`. Error: NotPermittedError.
    """
    require(may_decide(actor, regency_code), actor=actor, to="search for duplicates in", region_code=regency_code)
    wait_for_turn(regency_code)
    version, people = version_of(read.model), compared.people
    changed = changed_since(regency_code, read.people, known_until=people.known_until)
    decided = rows_decided_since(regency_code, read.looked_at)
    found, left = without_changed(compared.found, changed, pl.concat([changed_rows, decided]))
    found, doubted = looked_at_again(found, rows_of_machine(regency_code), margin=read.model.thresholds.margin)
    if doubted.height:
        ask_again(actor, regency_code, doubted)
    new = people.rows["id"].filter(people.is_new)
    is_full = read.since is None
    counts = {
        "persons": people.rows.height, "new_persons": new.len(), "rows": found.linked_rows.height,
        "rows_left": left.height, "compared": found.compared, "rows_doubted": doubted.height, **found.left_out.counts,
        **keep_pairs(
            regency_code, found, version=version, left=changed.heads, is_full=is_full,
            new_persons=[] if is_full else new.filter(~new.is_in(changed.another.implode())).to_list(),
        ),
        **join_by_machine(actor, regency_code),
    }  # fmt: skip
    value_pairs(regency_code, read.rows, month=Month.of(today), month_rp=month_rp(_law(), Month.of(today)))
    settle_merges(actor, regency_code)
    counts |= _asked(regency_code)
    until = people.known_until if found.people_compared else read.since or 0  # who was not compared is new again
    _keep_run(
        regency_code, version, today=today, looked_at=read.looked_at, known_until=until,
        detail=counts | {"not_compared": found.left_out.detail},
    )  # fmt: skip
    record(
        actor, "find_duplicates", object_type="duplicates_run", object_id=regency_code, region_code=regency_code,
        detail=counts | {"model_version": version},
    )  # fmt: skip
    return counts, left


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


def _keep_run(
    regency_code: str, version: str, *, today: date, looked_at: datetime, known_until: int, detail: dict[str, object]
) -> None:
    until = datetime.fromtimestamp(0, tz=UTC) + timedelta(microseconds=known_until) if known_until else None
    last = Run.objects.filter(regency_code=regency_code).order_by("-number").first()
    Run.objects.create(
        regency_code=regency_code, number=last.number + 1 if last else 1, model_version=version,
        told_until_at=until, looked_at=looked_at, done_on=today, detail=detail,
    )  # fmt: skip


def _asked(regency_code: str) -> dict[str, int]:
    return read_lines(
        "SELECT count(*) FILTER (WHERE p.band <> 'sender') AS asked, count(*) FILTER (WHERE p.band = 'sender')"
        f" AS asked_sender FROM duplicates_pair p WHERE {ASKED}",
        {"regency": regency_code},
    )[0]


@cache
def _law() -> Law:
    return load_law(default_law_folder())
