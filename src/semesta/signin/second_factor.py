"""A second factor: six digits of a phone's clock (TOTP, RFC 6238), or a recovery code on paper. Each serves once."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.accounts.models import User
from semesta.accounts.scope import in_scope_of
from semesta.signin.lock import LockedOutError, count_failure, is_locked

PASSED = "second_factor_passed"
"""The session's mark that a second factor was shown in it."""

_BEING_SET_UP = "second_factor_being_set_up"


def secret_being_set_up(request: HttpRequest) -> str:
    """Return the secret (base32) that the reader's phone is to learn; the same until it is turned on."""
    secret: str = request.session.setdefault(_BEING_SET_UP, generate_totp_secret())
    return secret


def forget_secret(request: HttpRequest) -> None:
    """Forget a secret that was turned on; the next set-up gets another."""
    request.session.pop(_BEING_SET_UP, None)


def picture_of(secret: str, actor: Actor) -> str:
    """Return the QR code for a secret as an address of an image that holds the picture itself (data:)."""
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(User(username=actor.name), secret))
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()


def is_fitting(request: HttpRequest, actor: Actor, code: str) -> bool:
    """Say whether a code is the actor's, and use it up. Errors: LockedOutError after too many that were not.

    Outside a transaction that a caller undoes: failures are counted in the database.
    """
    if is_locked(request, actor.name):
        raise LockedOutError(actor.name)
    with in_scope_of(actor):
        if _serves(actor, code.replace(" ", "")):
            return True
    count_failure(request, actor.name)
    return False


def _serves(actor: Actor, typed: str) -> bool:
    codes = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    kept = Authenticator.objects.select_for_update().filter(user__username=actor.name, type__in=codes)
    for factor in kept.order_by("type"):
        # The library remembers used codes in this process only; the row remembers the last for all of them.
        if factor.data.get("last_code") != typed and factor.wrap().validate_code(typed):
            if factor.type == Authenticator.Type.TOTP:
                factor.data["last_code"] = typed
                factor.save(update_fields=["data"])
            factor.record_usage()
            return True
    return False
