"""Who needs a second factor, what somebody has, and where he or she is signed in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models.functions import Now
from django.http import HttpRequest

from semesta.accounts.actor import Actor, Role
from semesta.accounts.models import User
from semesta.accounts.queries import actor_of
from semesta.accounts.scope import in_scope_of
from semesta.installation.rehearsal import is_rehearsal
from semesta.signin.factors import factors_of, passkeys_of
from semesta.signin.models import Session
from semesta.signin.second_factor import PASSED
from semesta.signin.session_store import fingerprint_of

MAY_CHOOSE = frozenset({Role.VILLAGE_OPERATOR, Role.AGENCY_OPERATOR})
"""They see their own village or agency only, often on a shared or borrowed phone; everybody else must."""


def is_obligatory_for(actor: Actor) -> bool:
    """Say whether this actor must have a second factor here: not in a rehearsal, where everybody is made up."""
    is_asked_for: bool = settings.SECOND_FACTOR == "obligatory" and actor.role not in MAY_CHOOSE
    return is_asked_for and not is_rehearsal()


def is_second_factor_missing(actor: Actor, session: Any) -> bool:
    """Say whether the actor must show a second factor that this session has not seen."""
    return not session.get(PASSED) and is_obligatory_for(actor)


def has_second_factor(actor: Actor) -> bool:
    """Say whether the actor has a second factor: a phone's codes or a passkey."""
    with in_scope_of(actor):
        return bool(factors_of(actor).exists())


def has_codes(actor: Actor) -> bool:
    """Say whether the actor has turned on the codes of a phone."""
    with in_scope_of(actor):
        return bool(factors_of(actor).filter(type=Authenticator.Type.TOTP).exists())


def may_add_factor(actor: Actor, session: Any) -> bool:
    """Say whether a factor may be added in this session: not by a password alone where there is one already."""
    return bool(session.get(PASSED)) or not has_second_factor(actor)


def passkeys(actor: Actor) -> list[dict[str, Any]]:
    """Return the actor's passkeys, oldest first: `id`, `name`, `made_at`, `used_at` (None for never)."""
    with in_scope_of(actor):
        return [
            {"id": one.pk, "name": one.data["name"], "made_at": one.created_at, "used_at": one.last_used_at}
            for one in passkeys_of(actor)
        ]


def recovery_codes_left(actor: Actor) -> int:
    """Return how many recovery codes were not used yet."""
    kept = Authenticator.objects.filter(user__username=actor.name, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def own_sessions(actor: Actor, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the actor's live sessions, last seen first.

    Each: `id`, `browser` (may be empty), `started_at`, `seen_at` (to five minutes), `is_this` the request's own.
    """
    this = fingerprint_of(request.session.session_key or "")
    found = Session.objects.filter(user__username=actor.name, expires_at__gt=Now()).order_by("-seen_at", "-id")
    lines = found.values_list("id", "browser", "started_at", "seen_at", "fingerprint")
    names = ("id", "browser", "started_at", "seen_at")
    return [{**dict(zip(names, line[:4], strict=True)), "is_this": line[4] == this} for line in lines]


def actor_named(name: str) -> Actor | None:
    """Return who signs in under a name, None when nobody with a role here does."""
    with in_scope_of(Actor(name, Role.READER, "")):
        return actor_of(User.objects.filter(username=name).first())
