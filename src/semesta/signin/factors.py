"""What an actor has for the second step of signing in: codes of a phone, passkeys, and recovery codes beside either."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.accounts.models import User
from semesta.signin.refusals import AlreadyOnError
from semesta.signin.second_factor import PASSED

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Each of them alone is a second factor; recovery codes only stand in for one."""


def factors_of(actor: Actor) -> Any:
    """Return the actor's second factors, in the scope of now."""
    return Authenticator.objects.filter(user__username=actor.name, type__in=FACTORS)


def passkeys_of(actor: Actor) -> Any:
    """Return the actor's passkeys, oldest first."""
    return factors_of(actor).filter(type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk")


def check_may_add(actor: Actor, request: HttpRequest) -> None:
    """Raise AlreadyOnError where the actor has a factor that this session has not shown: a password is not enough."""
    if not request.session.get(PASSED) and factors_of(actor).exists():
        raise AlreadyOnError(actor.name)


def has_recovery_codes(actor: Actor) -> bool:
    """Say whether the actor has recovery codes, used up or not."""
    return bool(_recovery_codes(actor).exists())


def new_recovery_codes(actor: Actor) -> list[str]:
    """Make recovery codes in the place of those there are."""
    _recovery_codes(actor).delete()
    return list(RecoveryCodes.activate(User.objects.get(username=actor.name)).generate_codes())


def drop_codes_without_factor(actor: Actor, request: HttpRequest) -> None:
    """Remove the recovery codes when no factor is left for which they could stand in."""
    if not factors_of(actor).exists():
        _recovery_codes(actor).delete()
        request.session[PASSED] = False


def _recovery_codes(actor: Actor) -> Any:
    return Authenticator.objects.filter(user__username=actor.name, type=Authenticator.Type.RECOVERY_CODES)
