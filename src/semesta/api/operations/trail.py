"""The trail, for auditors: who did what, when, to what. Numbers of persons in it are masked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema

from semesta.api.needs import AUDITS, needs, within_territory
from semesta.api.problem import answers
from semesta.api.shapes import Before, Day, Page, RegionCode, Text, page_of
from semesta.audit.queries import TrailQuestion, search_trail
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["trail"])


class EntryShape(Schema):
    """An entry of the trail; `detail` is JSON as text."""

    id: int
    at: datetime
    actor: str
    role: str
    action: str
    object_type: str
    object_id: str
    region_code: str
    detail: str


class TrailAsked(Before):
    """What entries are looked for; what is left out narrows nothing. Days are included."""

    within: RegionCode | None = None
    actor: Text = ""
    action: Text = ""
    object_type: Text = ""
    object_id: Text = ""
    since: Day | None = None
    until: Day | None = None


@router.get("", response=answers(Page[EntryShape]), summary="Search the trail, newest first")
@needs(TokenScope.TRAIL_READ, *AUDITS, of_regency=True)
def entries(request: HttpRequest, asked: Query[TrailAsked]) -> dict[str, Any]:
    """The next page is `before` the number in `next`."""
    question = TrailQuestion(
        actor=asked.actor, action=asked.action, object_type=asked.object_type, object_id=asked.object_id,
        within=within_territory(request, asked.within or settings.REGENCY), since=asked.since, until=asked.until,
        before=asked.before,
    )  # fmt: skip
    return page_of(search_trail(question, most=asked.limit + 1), limit=asked.limit, key="id")
