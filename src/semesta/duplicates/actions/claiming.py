"""Claims: who is looking at which pair just now, so that two verifiers never work on the same one.

A claim holds for some minutes and for one pair. While it holds, the pair, and every other pair of the same record, is
offered to nobody else and can be decided by nobody else. It ends by the decision, by being released or by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from semesta.accounts.actor import Actor, may_decide, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.duplicates.errors import ClaimedError, NoPairError
from semesta.duplicates.queries import ASKED, WORTH_MOST_FIRST, claim_against

HOLDS = timedelta(minutes=10)
_NEXT = f"""
SELECT p.number FROM duplicates_pair p
 WHERE {ASKED} AND p.band <> 'sender' AND p.number <> ALL(%(skipped)s)
   AND NOT EXISTS (
       SELECT 1 FROM duplicates_claim c
        WHERE c.regency_code = p.regency_code AND c.until_at > %(now)s AND c.actor <> %(actor)s
          AND (c.pair_number = p.number OR c.person_id IN (p.person_id, p.record_id)
               OR c.record_id IN (p.person_id, p.record_id)))
 ORDER BY {WORTH_MOST_FIRST} LIMIT 1
"""
"""SQL: the pair worth most that nobody else has in hand, nor another pair of its two records."""


@transaction.atomic
def claim_next_pair(actor: Actor, regency_code: str, *, now: datetime, skipped: list[int]) -> int | None:
    """Claim the pair worth most that is not in `skipped` and that nobody else has in hand; return its number, or None.

    What the actor had claimed before is released. Errors: NotPermittedError.
    """
    _permit(actor, regency_code)
    _take_turns(regency_code)
    values = {"regency": regency_code, "now": now, "actor": actor.name, "skipped": skipped}
    found = read_lines(_NEXT, values)
    _forget(actor, regency_code)
    if not found:
        return None
    _claim(actor, regency_code, found[0]["number"], now=now)
    return int(found[0]["number"])


@transaction.atomic
def claim_pair(actor: Actor, regency_code: str, number: int, *, now: datetime) -> None:
    """Claim this pair. Errors: NoPairError, ClaimedError while somebody else has one of its records in hand."""
    _permit(actor, regency_code)
    _take_turns(regency_code)
    refuse_claimed(actor, regency_code, number, now=now)
    _forget(actor, regency_code)
    _claim(actor, regency_code, number, now=now)


@transaction.atomic
def release_claims(actor: Actor, regency_code: str) -> None:
    """Let go of whatever the actor had in hand."""
    _permit(actor, regency_code)
    if _forget(actor, regency_code):
        record(actor, "release_claims", object_type="pair", object_id="*", region_code=regency_code, detail={})


def refuse_claimed(actor: Actor, regency_code: str, number: int, *, now: datetime) -> None:
    """Raise ClaimedError while somebody else has the pair, or another of its records, in hand."""
    held: dict[str, Any] | None = claim_against(regency_code, number, actor_name=actor.name, now=now)
    if held is not None:
        raise ClaimedError(number, held["actor"], held["until_at"])


def _claim(actor: Actor, regency_code: str, number: int, *, now: datetime) -> None:
    made = execute(
        "INSERT INTO duplicates_claim (regency_code, pair_number, person_id, record_id, actor, until_at)"
        " SELECT regency_code, number, person_id, record_id, %(actor)s, %(until)s FROM duplicates_pair"
        "  WHERE regency_code = %(regency)s AND number = %(number)s"
        " ON CONFLICT (regency_code, pair_number) DO UPDATE SET actor = excluded.actor, until_at = excluded.until_at",
        {"actor": actor.name, "until": now + HOLDS, "regency": regency_code, "number": number},
    )
    if not made:
        raise NoPairError(f"Tidak ada pasangan nomor {number} / there is no pair {number}")
    record(actor, "claim_pair", object_type="pair", object_id=number, region_code=regency_code, detail={})


def _forget(actor: Actor, regency_code: str) -> int:
    return execute(
        "DELETE FROM duplicates_claim WHERE regency_code = %s AND actor = %s", [regency_code, actor.name]
    )  # fmt: skip


def _take_turns(regency_code: str) -> None:
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.duplicates.claim'), hashtext(%s))", [regency_code])


def _permit(actor: Actor, regency_code: str) -> None:
    require(may_decide(actor, regency_code), actor=actor, to="decide who is one person in", region_code=regency_code)
