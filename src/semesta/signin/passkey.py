"""Passkeys (WebAuthn): a key that never leaves the telephone, computer or stick, shown to a challenge of this site.

Representation: a row of allauth's authenticators with `name`, `credential` (attested credential data: number and public
key), `sign_count` of the last use and `last_challenge`. Invariants: a challenge serves once; site and origin are those
of the request, whose host Django has checked; a counter never goes back. Source: W3C WebAuthn level 2, 7.1 and 7.2.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from semesta.accounts.actor import Actor
from semesta.accounts.scope import in_scope_of
from semesta.signin.factors import passkeys_of

_MAKING, _SHOWING = "passkey_being_made", "passkey_being_shown"
_LONGEST_ANSWER = 20_000
_PREFERRED = UserVerificationRequirement.PREFERRED
Challenge = dict[str, Any]


class PasskeyRefusedError(ValueError):
    """The answer of the browser is none to the challenge, or of no passkey that is known (`many`: one too many)."""


class CopiedPasskeyError(PasskeyRefusedError):
    """The counter of the passkey of this name went back: there may be a copy of it."""


def wanted_to_make(request: HttpRequest, actor: Actor) -> str:
    """Return, as JSON, what a browser is asked to make; the challenge waits in the session."""
    # Authenticators keep the handle: it names nobody, and is the same again for the same user.
    handle = hashlib.blake2b(actor.name.encode(), person=b"passkey", digest_size=32).digest()
    options, request.session[_MAKING] = _server(request).register_begin(
        PublicKeyCredentialUserEntity(name=actor.name, id=handle, display_name=actor.name),
        credentials=_credentials(actor),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=_PREFERRED,
    )
    return json.dumps(dict(options))


def wanted_to_show(request: HttpRequest, actor: Actor) -> str:
    """Return, as JSON, what a browser is asked to show; the challenge waits in the session."""
    options, request.session[_SHOWING] = _server(request).authenticate_begin(
        _credentials(actor), user_verification=_PREFERRED
    )
    return json.dumps(dict(options))


def made_passkey(request: HttpRequest, actor: Actor, answer: str) -> dict[str, Any]:
    """Return what is kept of the passkey that a browser made, but for the name. Errors: PasskeyRefusedError."""
    challenge = request.session.pop(_MAKING, None)
    made = _understood(lambda: _server(request).register_complete(challenge, _read(answer)))
    credential = made.credential_data
    if credential is None or credential.credential_id in {one.credential_id for one in _credentials(actor)}:
        raise PasskeyRefusedError
    return {"credential": websafe_encode(credential), "sign_count": made.counter, "last_challenge": ""}


def taken_challenge(request: HttpRequest) -> Challenge | None:
    """Take the challenge that waits out of the session: it serves once, whatever becomes of it."""
    waiting: Challenge | None = request.session.pop(_SHOWING, None)
    return waiting


def accept_answer(request: HttpRequest, actor: Actor, challenge: Challenge | None, answer: str) -> None:
    """Hold an answer against the challenge and the actor's passkeys, and note its use.

    Errors: PasskeyRefusedError, CopiedPasskeyError with the passkey's name.
    """
    if challenge is None:
        raise PasskeyRefusedError
    rows = {_credential_of(one).credential_id: one for one in passkeys_of(actor).select_for_update()}
    known = [_credential_of(one) for one in rows.values()]
    used = _understood(lambda: _server(request).authenticate_complete(challenge, known, _read(answer)))
    told = _understood(lambda: AuthenticationResponse.from_dict(_read(answer)))
    row, counter = rows[used.credential_id], told.response.authenticator_data.counter
    if row.data["last_challenge"] == challenge["challenge"]:
        raise PasskeyRefusedError  # two requests at once may both have found it in the session
    if (counter or row.data["sign_count"]) and counter <= row.data["sign_count"]:
        raise CopiedPasskeyError(row.data["name"])
    row.data |= {"sign_count": counter, "last_challenge": challenge["challenge"]}
    row.save(update_fields=["data"])
    row.record_usage()


def is_host_named(request: HttpRequest) -> bool:
    """Say whether passkeys can be made for the host of the request: a name, for a number is no site."""
    host = _host(request)
    return bool(host) and not host.replace(".", "").isdigit() and ":" not in host


def _server(request: HttpRequest) -> Fido2Server:
    origin = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(name="Semesta", id=_host(request)), verify_origin=lambda told: told == origin
    )


def _host(request: HttpRequest) -> str:
    return urlsplit(f"//{request.get_host()}").hostname or ""


def _credentials(actor: Actor) -> list[AttestedCredentialData]:
    with in_scope_of(actor):
        return [_credential_of(one) for one in passkeys_of(actor)]


def _credential_of(kept: Authenticator) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(kept.data["credential"]))


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _LONGEST_ANSWER:
        raise PasskeyRefusedError
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise PasskeyRefusedError
    return read


def _understood(parse: Callable[[], Any]) -> Any:
    try:
        return parse()
    except PasskeyRefusedError:
        raise
    except Exception as problem:  # a hostile answer may break the library's reading of CBOR and keys in any way
        raise PasskeyRefusedError from problem
