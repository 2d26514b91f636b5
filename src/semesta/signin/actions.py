"""Come in, and change one's own password and second factor.

A code that does not fit must stay counted, so it is compared before the transaction that its failure would undo.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.contrib.auth import login, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.accounts.models import User
from semesta.accounts.scope import in_scope_of
from semesta.audit.actions import record
from semesta.signin.lock import address_of
from semesta.signin.second_factor import PASSED, forget_secret, is_fitting, secret_being_set_up

BACKEND = "semesta.signin.backend.OwnRowBackend"


class WrongCodeError(ValueError):
    """The code is not the actor's, or was used before. Nothing was changed."""


class AlreadyOnError(RuntimeError):
    """The actor has a second factor. Nothing was changed."""


def sign_in(actor: Actor, request: HttpRequest, *, has_shown_second_factor: bool) -> None:
    """Begin the session of an actor whose password (and code) fitted, and record from which address."""
    with in_scope_of(actor):
        login(request, User.objects.get(username=actor.name), backend=BACKEND)
        request.session[PASSED] = has_shown_second_factor
        _record(actor, "sign_in", {"address": address_of(request), "second_factor": has_shown_second_factor})


def record_lock_out(actor: Actor, request: HttpRequest) -> None:
    """Record that the actor's name was locked for an address after too many failed attempts."""
    with in_scope_of(actor):
        _record(actor, "lock_out", {"address": address_of(request)})


def change_password(actor: Actor, request: HttpRequest, *, password: str) -> None:
    """Set the actor's own password, already checked for strength; every other session of the actor ends."""
    with in_scope_of(actor):
        user = User.objects.get(username=actor.name)
        user.set_password(password)
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)
        _record(actor, "change_password", {"address": address_of(request)})


def turn_on_second_factor(actor: Actor, request: HttpRequest, *, code: str) -> list[str]:
    """Turn on the factor that is being set up, once a code of it fits; return the recovery codes, shown this once.

    One that is on is not replaced: it is turned off first, with a code of it. Errors: WrongCodeError, AlreadyOnError.
    """
    secret = secret_being_set_up(request)
    if not validate_totp_code(secret, code.replace(" ", "")):
        raise WrongCodeError(actor.name)
    user = User.objects.get(username=actor.name)
    if Authenticator.objects.filter(user=user).exists():
        raise AlreadyOnError(actor.name)
    with transaction.atomic():
        TOTP.activate(user, secret)
        _record(actor, "turn_on_second_factor", {"address": address_of(request)})
        codes = _new_codes(user)
    forget_secret(request)
    request.session[PASSED] = True
    return codes


def renew_recovery_codes(actor: Actor, request: HttpRequest, *, code: str) -> list[str]:
    """Replace the recovery codes; return the new ones, shown this once. Errors: WrongCodeError, LockedOutError."""
    if not is_fitting(request, actor, code):
        raise WrongCodeError(actor.name)
    with transaction.atomic():
        _record(actor, "renew_recovery_codes", {"address": address_of(request)})
        return _new_codes(User.objects.get(username=actor.name))


def turn_off_second_factor(actor: Actor, request: HttpRequest, *, code: str) -> None:
    """Remove factor and recovery codes, with a code of them: a new phone is set up after, or none where one may choose.

    Errors: WrongCodeError, LockedOutError.
    """
    if not is_fitting(request, actor, code):
        raise WrongCodeError(actor.name)
    with transaction.atomic():
        Authenticator.objects.filter(user__username=actor.name).delete()
        _record(actor, "turn_off_second_factor", {"address": address_of(request)})
    request.session[PASSED] = False


def _new_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())


def _record(actor: Actor, action: str, detail: dict[str, Any]) -> None:
    record(actor, action, object_type="user", object_id=actor.name, region_code=actor.territory, detail=detail)
