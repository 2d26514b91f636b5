"""Who needs a second factor, and what somebody has."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from semesta.accounts.actor import Actor, Role
from semesta.accounts.models import User
from semesta.accounts.queries import actor_of
from semesta.accounts.scope import in_scope_of
from semesta.installation.rehearsal import is_rehearsal
from semesta.signin.second_factor import PASSED

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
    """Say whether the actor has turned on a second factor."""
    with in_scope_of(actor):
        found = Authenticator.objects.filter(user__username=actor.name, type=Authenticator.Type.TOTP)
        return bool(found.exists())


def recovery_codes_left(actor: Actor) -> int:
    """Return how many recovery codes were not used yet."""
    kept = Authenticator.objects.filter(user__username=actor.name, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def actor_named(name: str) -> Actor | None:
    """Return who signs in under a name, None when nobody with a role here does."""
    return actor_of(User.objects.filter(username=name).first())
