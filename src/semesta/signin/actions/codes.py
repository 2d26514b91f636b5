"""Turn on, renew and turn off the codes of a phone, and the recovery codes on paper.

A code that does not fit must stay counted, so it is compared before the transaction that its failure would undo.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.db import transaction
from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.accounts.models import User
from semesta.signin.actions.own_trail import record_own
from semesta.signin.factors import check_may_add, drop_codes_without_factor, new_recovery_codes
from semesta.signin.refusals import AlreadyOnError, WrongCodeError
from semesta.signin.second_factor import PASSED, forget_secret, is_fitting, secret_being_set_up


def turn_on_codes(actor: Actor, request: HttpRequest, *, code: str) -> list[str]:
    """Turn on the phone that is being set up, once a code of it fits; return new recovery codes, shown this once.

    One that is on is not replaced: it is turned off first, with a code of it. Errors: WrongCodeError, AlreadyOnError.
    """
    check_may_add(actor, request)
    if Authenticator.objects.filter(user__username=actor.name, type=Authenticator.Type.TOTP).exists():
        raise AlreadyOnError(actor.name)
    secret = secret_being_set_up(request)
    if not validate_totp_code(secret, code.replace(" ", "")):
        raise WrongCodeError(actor.name)
    with transaction.atomic():
        TOTP.activate(User.objects.get(username=actor.name), secret)
        record_own(actor, request, "turn_on_second_factor")
        codes = new_recovery_codes(actor)
    forget_secret(request)
    request.session[PASSED] = True
    return codes


def renew_recovery_codes(actor: Actor, request: HttpRequest, *, code: str) -> list[str]:
    """Replace the recovery codes; return the new ones, shown this once. Errors: WrongCodeError, LockedOutError."""
    if not is_fitting(request, actor, code):
        raise WrongCodeError(actor.name)
    with transaction.atomic():
        record_own(actor, request, "renew_recovery_codes")
        return new_recovery_codes(actor)


def turn_off_codes(actor: Actor, request: HttpRequest, *, code: str) -> None:
    """Remove the phone, with a code of it or a recovery code; another is set up after, or none where one may choose.

    Without a passkey beside it the recovery codes go too. Errors: WrongCodeError, LockedOutError.
    """
    if not is_fitting(request, actor, code):
        raise WrongCodeError(actor.name)
    with transaction.atomic():
        Authenticator.objects.filter(user__username=actor.name, type=Authenticator.Type.TOTP).delete()
        record_own(actor, request, "turn_off_second_factor")
        drop_codes_without_factor(actor, request)
