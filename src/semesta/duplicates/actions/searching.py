"""What a search found, written in one short transaction: joined where it is certain, else asked.

A search has three steps: `comparing.read_to_compare` and `compare` lie before this one, and hold neither turn nor lock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

import polars as pl
from django.db import transaction

from semesta.accounts.actor import Actor, may_decide, require
from semesta.audit.actions import record
from semesta.bulk import read_frame, read_lines
from semesta.duplicates.actions.joining import join_by_machine
from semesta.duplicates.actions.replacing import ask_again
from semesta.duplicates.comparing import Compared, ToCompare
from semesta.duplicates.left_for_next import rows_decided_since, without_changed
from semesta.duplicates.models import Run
from semesta.duplicates.queries import ASKED
from semesta.duplicates.recording import keep_pairs
from semesta.duplicates.register import changed_since
from semesta.duplicates.search import version_of
from semesta.duplicates.second_look import looked_at_again, rows_of_machine
from semesta.duplicates.standing import settle_merges, tied_if_few
from semesta.duplicates.worth import month_rp, value_pairs
from semesta.kernel.month import Month
from semesta.law import Law, default_law_folder, load_law
from semesta.people.turns import wait_for_turn


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
    new_persons, rows, rows_left, persons_left, compared, rows_doubted, those of `LeftOut.counts`, pairs_found,
    pairs_kept, pairs_forgotten, machine_merged, conflicts, asked, asked_sender. Lists that would make too many pairs
    are left out and counted as `refused`. Error: NotPermittedError.
    """
    require(may_decide(actor, regency_code), actor=actor, to="search for duplicates in", region_code=regency_code)
    wait_for_turn(regency_code)
    version, people = version_of(read.model), compared.people
    changed = changed_since(regency_code, read.people, known_until=people.known_until)
    decided = rows_decided_since(regency_code, read.looked_at)
    found, left = without_changed(compared.found, changed, pl.concat([changed_rows, decided]))
    found, doubted = looked_at_again(
        found, rows_of_machine(regency_code, found.linked_rows), margin=read.model.thresholds.margin
    )
    if doubted.height:
        ask_again(actor, regency_code, doubted)
    new = people.rows["id"].filter(people.is_new)
    is_full = read.since is None
    counts = {
        "persons": people.rows.height, "new_persons": new.len(), "rows": found.linked_rows.height,
        "rows_left": left.height, "persons_left": changed.heads.len(), "compared": found.compared,
        "rows_doubted": doubted.height, **found.left_out.counts,
        **keep_pairs(
            regency_code, found, version=version, left=changed.heads, is_full=is_full,
            new_persons=[] if is_full else new.filter(~new.is_in(changed.another.implode())).to_list(),
        ),
        **join_by_machine(actor, regency_code),
    }  # fmt: skip
    value_pairs(regency_code, read.rows, month=Month.of(today), month_rp=month_rp(_law(), Month.of(today)))
    told = pl.concat([new, changed.another]).unique()  # a NIK told of a record may make it the head of its person
    settle_merges(actor, regency_code, among=_concerned(regency_code, read, told))
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


def _concerned(regency_code: str, read: ToCompare, told: pl.Series) -> list[int] | None:
    """Return the records whose merges may differ from before the search: those of whom something was decided since it
    looked, by this search too, those told, and all that are tied to them; None: whoever.
    """
    decided = read_frame(
        "SELECT unnest(ARRAY[p.person_id, p.record_id]) AS id FROM duplicates_decision d JOIN duplicates_pair p"
        "    ON p.regency_code = d.regency_code AND p.number = d.pair_number"
        " WHERE d.regency_code = {regency} AND d.at > {moment}",
        {"id": pl.Int64}, regency=regency_code, moment=read.looked_at,
    )  # fmt: skip
    return tied_if_few(regency_code, pl.concat([decided["id"], told]).unique().to_list())


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
