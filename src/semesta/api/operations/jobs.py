"""Jobs that this token asked for: how far they are, and their result."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from semesta.api.needs import actor_in, needs
from semesta.api.problem import answers
from semesta.api.shapes import Number
from semesta.jobs.queries import job as job_numbered
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["jobs"])


class JobShape(Schema):
    """A job: waiting, running, done (the result names the submission) or failed (in both languages, why)."""

    id: int
    kind: str
    state: Literal["waiting", "running", "done", "failed"]
    step: str
    done: int
    total: int | None
    submission: int | None
    failure: dict[str, str]
    asked_at: datetime
    ended_at: datetime | None


@router.get("/{number}", response=answers(JobShape), summary="How far a job is")
@needs(TokenScope.LISTS_WRITE)
def job(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Only jobs of this very token."""
    found = job_numbered(actor_in(request), number)
    return found | {"submission": (found["result"] or {}).get("submission"), "failure": found["failure"] or {}}
