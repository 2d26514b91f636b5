"""End other sessions of one's own."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.signin.actions.own_trail import record_own
from semesta.signin.sessions import end_others


@transaction.atomic
def end_own_sessions(actor: Actor, request: HttpRequest, *, number: int | None = None) -> int:
    """End one of the actor's sessions, or all but this one, at once; return how many were there to end."""
    ended = end_others(actor, request, number=number)
    if ended:
        record_own(actor, request, "end_own_sessions", sessions_ended=ended)
    return ended
