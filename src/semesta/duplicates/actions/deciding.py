"""Decide and undo. Every decision of a person about who is one person, each with its actor and reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from semesta.accounts.actor import Actor, may_decide, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.duplicates.actions.claiming import refuse_claimed
from semesta.duplicates.errors import (
    AlreadyDecidedError,
    AlreadyUndoneError,
    ConflictError,
    NoPairError,
    OtherDecisionError,
)
from semesta.duplicates.one_person import Join
from semesta.duplicates.standing import one_person, refresh, settle_merges, tied_to
from semesta.people.turns import wait_for_turn

Verdict = Literal["same", "different"]


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
