"""Search for duplicates, decide, undo. Every write about who is one person, each with its actor and reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import polars as pl
from django.db import connection, transaction

from semesta.accounts.actor import Actor, may_decide, require
from semesta.audit.actions import record
from semesta.bulk import copy_frame, execute, read_lines
from semesta.duplicates.actions.claiming import refuse_claimed
from semesta.duplicates.actions.replacing import ask_again
from semesta.duplicates.errors import (
    AlreadyDecidedError,
    AlreadyUndoneError,
    ConflictError,
    NoPairError,
    OtherDecisionError,
)
from semesta.duplicates.model_in_use import model_in_use
from semesta.duplicates.models import Run
from semesta.duplicates.one_person import Join
from semesta.duplicates.queries import ASKED, rows_told_apart
from semesta.duplicates.recording import keep_pairs
from semesta.duplicates.register import known_people
from semesta.duplicates.search import ROW, search, version_of
from semesta.duplicates.second_look import looked_at_again, rows_of_machine
from semesta.duplicates.standing import one_person, refresh, settle_merges, tied_to, wait_for_turn
from semesta.duplicates.worth import month_rp, value_pairs
from semesta.kernel.month import Month
from semesta.law import Law, default_law_folder, load_law
from semesta.matching.model import Model

Verdict = Literal["same", "different"]
CONFLICT = "conflict"


@transaction.atomic
def find_duplicates(
    actor: Actor,
    regency_code: str,
    *,
    today: date,
    rows: pl.DataFrame | None = None,
    standing: pl.DataFrame | None = None,
    apart: pl.DataFrame | None = None,
    model: Model | None = None,
    snapshots: Path | None = None,
) -> dict[str, int]:
    """Search among the regency's persons and the waiting `rows`, join what is certain, ask the rest; return counts.

    Only persons told or changed since the last run and rows that want linking (`search.ROW`) are compared; all when the
    model changed. Afterwards pairs of the machine's band are decided the same by the machine unless anything was ever
    decided of them or they contradict (then they are asked, with the pairs they contradict), every undecided pair has
    its worth, and merges follow from decisions. A row that the machine joined and for which somebody else is now as
    near is taken back and asked, never moved. The same again changes nothing. `standing` (`id`, `submission_id`):
    which heads stand in the submissions of `rows`; `apart`, the same: of which heads people said that a row replaced by
    one of these submissions is somebody else. `snapshots`: the folder where the standardised register is kept
    between searches; None: it is standardised anew. Keys: persons, new_persons, rows, compared, rows_doubted, those of
    `LeftOut.counts`, pairs_found, pairs_kept, pairs_forgotten, machine_merged, conflicts, asked, asked_sender. Lists
    that would make too many pairs are left out and counted as `refused`. Error: NotPermittedError.
    """
    require(may_decide(actor, regency_code), actor=actor, to="search for duplicates in", region_code=regency_code)
    wait_for_turn(regency_code)
    chosen = model_in_use() if model is None else model
    version = version_of(chosen)
    last = _last_run(regency_code)
    is_full = last is None or last["model_version"] != version
    since = None if is_full or last is None else last["told_until"]
    people = known_people(regency_code, chosen, since=since, snapshots=snapshots)
    if last is not None:
        parted = pl.Series(_came_apart(regency_code, last["ran_at"]), dtype=pl.Int64)
        people = replace(people, is_new=people.is_new | people.rows["id"].is_in(parted.implode()))
    waiting = rows if rows is not None else pl.DataFrame(schema=ROW)
    if is_full:
        waiting = waiting.with_columns(is_new=pl.lit(True))
    found = search(
        people, waiting, chosen, standing=standing, apart=apart, settled=rows_told_apart(regency_code)
    )  # fmt: skip
    found, doubted = looked_at_again(found, rows_of_machine(regency_code), margin=chosen.thresholds.margin)
    if doubted.height:
        ask_again(actor, regency_code, doubted)
    new_persons = people.rows["id"].filter(people.is_new).to_list()
    counts = {
        "persons": people.rows.height, "new_persons": len(new_persons), "rows": found.linked_rows.height,
        "compared": found.compared, "rows_doubted": doubted.height, **found.left_out.counts,
        **keep_pairs(
            regency_code, found, version=version, new_persons=[] if is_full else new_persons, is_full=is_full
        ),
        **_decide_by_machine(actor, regency_code),
    }  # fmt: skip
    value_pairs(regency_code, waiting, month=Month.of(today), month_rp=month_rp(_law(), Month.of(today)))
    settle_merges(actor, regency_code)
    counts |= _asked(regency_code)
    until = people.known_until if found.people_compared else since or 0  # who was not compared is new again
    detail = counts | {"not_compared": found.left_out.detail}
    _keep_run(regency_code, version, today=today, known_until=until, detail=detail)
    record(
        actor, "find_duplicates", object_type="duplicates_run", object_id=regency_code, region_code=regency_code,
        detail=counts | {"model_version": version},
    )  # fmt: skip
    return counts


@transaction.atomic
def decide_pair(
    actor: Actor, regency_code: str, number: int, verdict: Verdict, *, reason: str, now: datetime | None = None
) -> int:
    """Decide that the two records of a pair are the same person or different ones; merges follow at once.

    Return the number of the decision, by which it is taken back. With `now` a pair that somebody else has in hand is
    refused (ClaimedError), and the actor's claim on it ends.

    A pair with a row takes effect on the row through `intake.row_matching.decide`. A person's decision stands before
    the machine's. Errors: NoPairError, AlreadyDecidedError (by a person), ConflictError naming the pairs it
    contradicts, ValueError without a reason, NotPermittedError.
    """
    require(may_decide(actor, regency_code), actor=actor, to="decide who is one person in", region_code=regency_code)
    if not reason.strip():
        raise ValueError("Sebutkan alasan keputusan. / Give the reason of the decision.")
    wait_for_turn(regency_code)
    pair = _pair(regency_code, number)
    if now is not None:
        refuse_claimed(actor, regency_code, number, now=now)
    if pair["decided_by"] == "person":
        raise AlreadyDecidedError(
            f"Pasangan {number} sudah diputuskan; batalkan dahulu: `semesta match undo {number}`."
            f" / Pair {number} is decided; undo that first: `semesta match undo {number}`."
        )
    tied = tied_to(regency_code, [pair["person_id"], pair["record_id"]])
    _refuse_contradiction(regency_code, pair, verdict, among=tied)
    decision = _say(actor, regency_code, number, verdict, reason=reason)
    execute("DELETE FROM duplicates_claim WHERE regency_code = %s AND pair_number = %s", [regency_code, number])
    settle_merges(actor, regency_code, among=tied)
    return decision


@transaction.atomic
def undo_decision(
    actor: Actor, regency_code: str, number: int, *, reason: str, decision: int | None = None,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Take back what stands decided of a pair; what was decided before stands again, else the pair is asked.

    `decision` is the one that was shown: another one standing is not taken back (OtherDecisionError). Without it
    AlreadyUndoneError right after another undoing, when what stands is not what was shown. With `now` a pair that
    somebody else has in hand is refused (ClaimedError). Merges are as they were before that decision. Errors as of
    `decide_pair`; NoPairError when nothing stands decided.
    """
    require(may_decide(actor, regency_code), actor=actor, to="undo a decision in", region_code=regency_code)
    wait_for_turn(regency_code)
    pair = _pair(regency_code, number)
    if pair["decision_id"] is None:
        raise NoPairError(
            f"Pasangan {number} belum diputuskan, tidak ada yang dibatalkan."
            f" / Nothing stands decided of pair {number}, so there is nothing to undo."
        )
    _refuse_unseen(regency_code, pair, decision)
    if now is not None:
        refuse_claimed(actor, regency_code, number, now=now)
    tied = tied_to(regency_code, [pair["person_id"], pair["record_id"]])
    _say(actor, regency_code, number, "undone", reason=reason, undoes=pair["decision_id"])
    again = _pair(regency_code, number)
    if again["verdict"]:
        _refuse_contradiction(regency_code, again, again["verdict"], among=tied)
    settle_merges(actor, regency_code, among=tied)


def _refuse_unseen(regency_code: str, pair: dict[str, Any], decision: int | None) -> None:
    """Refuse to take back a decision that whoever undoes has not seen."""
    number, stands = pair["number"], pair["decision_id"]
    if decision is not None:
        if decision != stands:
            raise OtherDecisionError(number, decision, stands)
    elif _was_undone_last(regency_code, number):
        raise AlreadyUndoneError(
            f"Keputusan terakhir atas pasangan {number} sudah dibatalkan; yang berlaku kini keputusan {stands}."
            f" Bila itu pun keliru, batalkan dengan nomornya (`--decision {stands}`) atau putuskan 'different'."
            f" / The last decision on pair {number} was undone already, decision {stands} stands again."
            f" If that is wrong too, undo it by its number (`--decision {stands}`) or decide 'different'."
        )


def _refuse_contradiction(regency_code: str, pair: dict[str, Any], verdict: str, *, among: list[int]) -> None:
    said = Join(pair["number"], pair["person_id"], pair["record_id"], pair["submission_id"] is not None, False)
    standing = one_person(regency_code, without=pair["number"], among=among)
    against = standing.against_same(said) if verdict == "same" else standing.against_different(said)
    if against:
        raise ConflictError(pair["number"], against)


def _say(
    actor: Actor, regency_code: str, number: int, verdict: str, *, reason: str, undoes: int | None = None,
    by: str = "person",
) -> int:  # fmt: skip
    (said,) = read_lines(
        "INSERT INTO duplicates_decision (regency_code, number, pair_number, verdict, by, actor, reason, undoes_id)"
        " VALUES (%s, nextval('duplicates_decision_number'), %s, %s, %s, %s, %s, %s) RETURNING number",
        [regency_code, number, verdict, by, actor.name, reason, undoes],
    )
    refresh(regency_code, [number])
    record(
        actor, "undo_decision" if verdict == "undone" else "decide_pair", object_type="pair", object_id=number,
        region_code=regency_code, detail={"verdict": verdict, "reason": reason, "by": by, "undoes": undoes},
    )  # fmt: skip
    return int(said["number"])


def _decide_by_machine(actor: Actor, regency_code: str) -> dict[str, int]:
    """Join the pairs of the machine's band, heaviest first; those that contradict are asked, with what they do."""
    lines = read_lines(
        "SELECT number, person_id, record_id, submission_id, 'machine' AS decided_by FROM duplicates_pair p"
        " WHERE regency_code = %(regency)s AND verdict = '' AND band = 'machine' AND NOT EXISTS ("
        "   SELECT 1 FROM duplicates_decision d WHERE d.regency_code = %(regency)s AND d.pair_number = p.number)"
        " ORDER BY weight DESC, number",
        {"regency": regency_code},
    )
    standing = one_person(regency_code) if lines else None
    joined: list[int] = []
    conflicts: list[tuple[int, str]] = []
    for line in lines:
        join = Join.of(line)
        against = standing.against_same(join) if standing is not None else []
        if against:
            conflicts.append((join.number, str(against)))
        elif standing is not None:
            standing.join(join)
            joined.append(join.number)
    _join_by_machine(actor, regency_code, joined)
    execute(
        "UPDATE duplicates_pair p SET band = 'queue', reason = %s, against = c.against::jsonb"
        "  FROM unnest(%s::bigint[], %s::text[]) AS c(number, against)"
        " WHERE p.regency_code = %s AND p.number = c.number",
        [CONFLICT, [number for number, _ in conflicts], [against for _, against in conflicts], regency_code],
    )
    return {"machine_merged": len(joined), "conflicts": len(conflicts)}


def _join_by_machine(actor: Actor, regency_code: str, pairs: list[int]) -> None:
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS machine_pair")
        cursor.execute("CREATE TEMPORARY TABLE machine_pair (place bigint, number bigint) ON COMMIT DROP")
        copy_frame(pl.DataFrame({"number": pairs}).with_row_index("place").select("place", "number"), "machine_pair")
        cursor.execute(
            "INSERT INTO duplicates_decision (regency_code, number, pair_number, verdict, by, actor, reason)"
            " SELECT %s, nextval('duplicates_decision_number'), number, 'same', 'machine', %s, 'weight'"
            "   FROM (SELECT number FROM machine_pair ORDER BY place) m",
            [regency_code, actor.name],
        )
    refresh(regency_code, pairs)


def _pair(regency_code: str, number: int) -> dict[str, Any]:
    lines = read_lines(
        "SELECT number, person_id, record_id, submission_id, verdict, decided_by, decision_id FROM duplicates_pair"
        " WHERE regency_code = %s AND number = %s",
        [regency_code, number],
    )
    if not lines:
        raise NoPairError(f"Tidak ada pasangan nomor {number} / there is no pair {number}")
    return lines[0]


def _was_undone_last(regency_code: str, number: int) -> bool:
    lines = read_lines(
        "SELECT verdict FROM duplicates_decision WHERE regency_code = %s AND pair_number = %s"
        " ORDER BY number DESC LIMIT 1",
        [regency_code, number],
    )
    return bool(lines) and lines[0]["verdict"] == "undone"


def _last_run(regency_code: str) -> dict[str, Any] | None:
    lines = read_lines(
        "SELECT number, model_version, (extract(epoch FROM told_until_at) * 1000000)::bigint AS told_until, ran_at"
        " FROM duplicates_run"
        " WHERE regency_code = %s"
        " ORDER BY number DESC LIMIT 1",
        [regency_code],
    )
    return lines[0] if lines else None


def _came_apart(regency_code: str, since: Any) -> list[int]:
    """Return the records of everybody whom people told apart, or took something back of, since the last run: they are
    looked at anew, and so is whoever now heads a part that a chain held together.
    """
    lines = read_lines(
        "SELECT p.person_id, p.record_id FROM duplicates_decision d JOIN duplicates_pair p"
        "    ON p.regency_code = d.regency_code AND p.number = d.pair_number"
        " WHERE d.regency_code = %s AND d.verdict <> 'same' AND d.at > %s",
        [regency_code, since],
    )
    return tied_to(regency_code, [record for line in lines for record in line.values()])


def _keep_run(regency_code: str, version: str, *, today: date, known_until: int, detail: Mapping[str, object]) -> None:
    until = datetime.fromtimestamp(0, tz=UTC) + timedelta(microseconds=known_until) if known_until else None
    last = Run.objects.filter(regency_code=regency_code).order_by("-number").first()
    Run.objects.create(
        regency_code=regency_code, number=last.number + 1 if last else 1, model_version=version,
        told_until_at=until, done_on=today, detail=detail,
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
