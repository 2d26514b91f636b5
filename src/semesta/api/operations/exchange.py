"""Batches that tell the insurer of people, and how far its answers have come."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema

from semesta.api.needs import MONEY, needs
from semesta.api.problem import answers
from semesta.api.shapes import AnyMonth, Behind, Number, Page, page_behind
from semesta.exchange.queries import batch as batch_numbered
from semesta.exchange.queries import batches as all_batches
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["exchange"])


class BatchShape(Schema):
    """A batch: its lines by what they tell, and by what the insurer has answered."""

    number: int
    purse_id: int | None
    purse: str | None
    payer: str
    membership_class: str
    first_month: AnyMonth
    lines: int
    made_on: date
    sha256: str
    answers: int
    open: int
    accepted: int
    refused: int
    overlap: int
    closed: int
    enrol: int
    transfer: int
    leave: int
    death: int


@router.get("", response=answers(Page[BatchShape]), summary="Batches, oldest first")
@needs(TokenScope.EXCHANGE_READ, *MONEY, of_regency=True)
def batches(request: HttpRequest, asked: Query[Behind]) -> dict[str, Any]:
    """In order of their numbers."""
    return page_behind(all_batches(settings.REGENCY), after=asked.after, limit=asked.limit, key="number")


@router.get("/{number}", response=answers(BatchShape), summary="One batch")
@needs(TokenScope.EXCHANGE_READ, *MONEY, of_regency=True)
def batch(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Its lines are in the file the pages give out."""
    if number not in {line["number"] for line in all_batches(settings.REGENCY)}:
        raise LookupError(number)
    return batch_numbered(settings.REGENCY, number)
