"""Add, show, rename and remove a passkey."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.accounts.models import User
from semesta.accounts.scope import in_scope_of
from semesta.signin.actions.own_trail import record_own
from semesta.signin.factors import (
    check_may_add,
    drop_codes_without_factor,
    has_recovery_codes,
    new_recovery_codes,
    passkeys_of,
)
from semesta.signin.lock import LockedOutError, count_failure, is_locked
from semesta.signin.passkey import (
    CopiedPasskeyError,
    PasskeyRefusedError,
    accept_answer,
    made_passkey,
    taken_challenge,
)
from semesta.signin.refusals import WrongPasswordError
from semesta.signin.second_factor import PASSED

MOST = 10
LONGEST_NAME = 40


def add_passkey(actor: Actor, request: HttpRequest, *, name: str, answer: str) -> list[str]:
    """Keep the passkey that the actor's browser made; return recovery codes where there were none, shown this once.

    Errors: PasskeyRefusedError for an answer that does not belong to the challenge, or too many; AlreadyOnError.
    """
    check_may_add(actor, request)
    made = made_passkey(request, actor, answer)
    number = passkeys_of(actor).count()
    if number >= MOST:
        raise PasskeyRefusedError("many")
    kept = {**made, "name": name.strip()[:LONGEST_NAME] or f"Passkey {number + 1}"}
    with transaction.atomic():
        user = User.objects.get(username=actor.name)
        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=kept)
        record_own(actor, request, "add_passkey", name=kept["name"])
        codes = [] if has_recovery_codes(actor) else new_recovery_codes(actor)
    request.session[PASSED] = True
    return codes


def show_passkey(actor: Actor, request: HttpRequest, *, answer: str) -> bool:
    """Say whether the answer shows a passkey of the actor to the challenge of this session, which serves once.

    What does not fit is counted as a wrong code is; a passkey whose counter went back is recorded.
    Errors: LockedOutError after too many. Outside a transaction that a caller undoes.
    """
    if is_locked(request, actor.name):
        raise LockedOutError(actor.name)
    challenge = taken_challenge(request)
    try:
        with in_scope_of(actor):
            accept_answer(request, actor, challenge, answer)
            return True
    except CopiedPasskeyError as copied:
        with in_scope_of(actor):
            record_own(actor, request, "refuse_copied_passkey", name=str(copied))
    except PasskeyRefusedError:
        pass
    count_failure(request, actor.name)
    return False


def rename_passkey(actor: Actor, request: HttpRequest, number: int, *, name: str) -> None:
    """Give a passkey another name; an empty one changes nothing. Errors: LookupError for none of the actor's."""
    with transaction.atomic():
        kept = _own(actor, number)
        if new := name.strip()[:LONGEST_NAME]:
            kept.data["name"] = new
            kept.save(update_fields=["data"])
            record_own(actor, request, "rename_passkey", name=new)


def remove_passkey(actor: Actor, request: HttpRequest, number: int, *, password: str) -> None:
    """Remove a passkey, with the password; recovery codes go with the last factor.

    Errors: LookupError, WrongPasswordError, LockedOutError; AlreadyOnError where this session showed no factor.
    """
    check_may_add(actor, request)
    if is_locked(request, actor.name):
        raise LockedOutError(actor.name)
    with in_scope_of(actor):
        fits = User.objects.get(username=actor.name).check_password(password)
    if not fits:
        count_failure(request, actor.name)
        raise WrongPasswordError(actor.name)
    with transaction.atomic():
        kept = _own(actor, number)
        record_own(actor, request, "remove_passkey", name=kept.data["name"])
        kept.delete()
        drop_codes_without_factor(actor, request)


def _own(actor: Actor, number: int) -> Authenticator:
    kept = passkeys_of(actor).select_for_update().filter(pk=number).first()
    if kept is None:
        raise LookupError(number)
    return kept
