"""The end of live sessions, at once: the next page of one that was ended asks to sign in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.signin.models import Session
from semesta.signin.session_store import fingerprint_of


def end_others(actor: Actor, request: HttpRequest, *, number: int | None = None) -> int:
    """End one of the actor's sessions, or all, but never the request's own; return how many."""
    this = fingerprint_of(request.session.session_key or "")
    ended = Session.objects.filter(user__username=actor.name).exclude(fingerprint=this)
    return _deleted(ended if number is None else ended.filter(pk=number))


def end_sessions_of(user_id: int) -> int:
    """End every session of a user; return how many there were."""
    return _deleted(Session.objects.filter(user_id=user_id))


def _deleted(found: Any) -> int:
    number: int = found.delete()[0]
    return number
