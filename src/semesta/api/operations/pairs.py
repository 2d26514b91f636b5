"""The verifier's queue: pairs that may be one person; decide one, take a decision back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Status

from semesta.api.clock import now, today
from semesta.api.needs import DECIDES, actor_in, needs
from semesta.api.problem import answers
from semesta.api.shapes import Body, Limit, Number, Reason, Spoken
from semesta.duplicates.model_in_use import model_in_use
from semesta.exchange.queries import masked
from semesta.intake.pair_queries import pair as stored_pair
from semesta.intake.pair_queries import queue as asked_pairs
from semesta.intake.row_matching import decide, undo
from semesta.kernel.finding import Language
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["pairs"])


class PairShape(Schema):
    """A pair: what kind, how much speaks for one person (log2 odds), and what a decision is worth."""

    number: int
    link_type: str
    band: str
    reason: str
    weight: float
    worth_months: int
    worth_rp: int
    against: list[int]


class QueueShape(Schema):
    """How many pairs are asked, what they are worth together, and the most worth of them."""

    pairs: int
    worth_months: int
    worth_rp: int
    items: list[PairShape]


class SideShape(Schema):
    """One side of a pair, as much as a decision needs; NIK masked."""

    nik: str | None
    name: str | None
    birth_on: date | None
    sex: str | None
    mother_name: str | None
    dusun: str | None
    village_code: str | None
    died_on: date | None


class EvidenceShape(Schema):
    """What one comparison says: its weight in log2 odds, and what the rarity of the value adds."""

    comparison: str
    title: str
    level: str
    weight: float
    rarity: float


class DecisionShape(Schema):
    """What was decided of a pair, by whom and why."""

    number: int
    verdict: str | None
    actor: str
    reason: str
    undoes_id: int | None
    at: datetime


class PairWithSides(PairShape):
    """A pair with both sides, the evidence and all decisions; `decision_id` is the one that stands, null: none does."""

    decision_id: int | None
    reason_text: str
    sides: list[SideShape]
    evidence: list[EvidenceShape]
    decisions: list[DecisionShape]


class DecisionSent(Body):
    """A decision and why."""

    verdict: Literal["same", "different"]
    reason: Reason


class QueueAsked(Schema):
    """How much of the queue."""

    limit: Limit = 50


class UndoSent(Schema):
    """Which decision is taken back, as it was read, and why."""

    decision: Number
    reason: Reason


@router.get("", response=answers(QueueShape), summary="The queue, worth most first")
@needs(TokenScope.PAIRS_READ, *DECIDES, of_regency=True)
def queue(request: HttpRequest, asked: Query[QueueAsked]) -> dict[str, Any]:
    """What is decided leaves the queue, so its beginning is always what to do next."""
    total, lines = asked_pairs(settings.REGENCY, band="queue", most=asked.limit)
    return total | {"items": lines}


@router.get("/{number}", response=answers(PairWithSides), summary="One pair with its evidence")
@needs(TokenScope.PAIRS_READ, *DECIDES, of_regency=True)
def pair(request: HttpRequest, number: Number, spoken: Query[Spoken]) -> dict[str, Any]:
    """Both sides beside one another."""
    return _pair(number, spoken.language)


@router.post("/{number}/decision", response=answers(PairWithSides), summary="Decide a pair")
@needs(TokenScope.PAIRS_WRITE, *DECIDES, of_regency=True)
def decide_one(request: HttpRequest, number: Number, sent: DecisionSent) -> Status[dict[str, Any]]:
    """Refused (409) when it is decided, in somebody's hand, or contradicts decisions that stand."""
    decide(actor_in(request), settings.REGENCY, number, sent.verdict, reason=sent.reason, today=today(), now=now())
    return Status(200, _pair(number, "id"))


@router.delete("/{number}/decision", response=answers(PairWithSides), summary="Take a decision back")
@needs(TokenScope.PAIRS_WRITE, *DECIDES, of_regency=True)
def undo_one(request: HttpRequest, number: Number, sent: Query[UndoSent]) -> Status[dict[str, Any]]:
    """Persons and rows follow as if it had never been decided; the decision stays in the trail.

    Refused (409) when another decision stands than the one named, or the pair is in somebody's hand.
    """
    undo(
        actor_in(request), settings.REGENCY, number, reason=sent.reason, today=today(), decision=sent.decision,
        now=now(),
    )  # fmt: skip
    return Status(200, _pair(number, "id"))


def _pair(number: int, language: Language) -> dict[str, Any]:
    found = stored_pair(settings.REGENCY, number, model=model_in_use(), language=language)
    return found | {"sides": [side | {"nik": masked(side["nik"])} for side in found["sides"]]}
