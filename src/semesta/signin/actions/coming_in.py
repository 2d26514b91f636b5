"""Begin a session, and change one's own password."""

from __future__ import annotations

from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.accounts.models import User
from semesta.accounts.scope import in_scope_of
from semesta.signin.actions.own_trail import record_own
from semesta.signin.browser import browser_named
from semesta.signin.second_factor import PASSED
from semesta.signin.session_store import BROWSER
from semesta.signin.sessions import end_others

BACKEND = "semesta.signin.backend.OwnRowBackend"


def sign_in(actor: Actor, request: HttpRequest, *, has_shown_second_factor: bool) -> None:
    """Begin the session of an actor whose password (and second factor) fitted, and record from which address."""
    with in_scope_of(actor):
        login(request, User.objects.get(username=actor.name), backend=BACKEND)
        request.session[PASSED] = has_shown_second_factor
        request.session[BROWSER] = browser_named(request.headers.get("User-Agent", ""))
        record_own(actor, request, "sign_in", second_factor=has_shown_second_factor)


def record_lock_out(actor: Actor, request: HttpRequest) -> None:
    """Record that the actor's name was locked for an address after too many failed attempts."""
    with in_scope_of(actor):
        record_own(actor, request, "lock_out")


def change_password(actor: Actor, request: HttpRequest, *, password: str) -> None:
    """Set the actor's own password, already checked for strength; every other session of the actor ends."""
    with in_scope_of(actor):
        user = User.objects.get(username=actor.name)
        user.set_password(password)
        user.save(update_fields=["password", "password_mark"])
        update_session_auth_hash(request, user)
        ended = end_others(actor, request)
        record_own(actor, request, "change_password", sessions_ended=ended)
