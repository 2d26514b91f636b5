"""Issue a token, whose secret is shown once, and revoke it."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from semesta.accounts.actor import Actor, Role, may_maintain, require
from semesta.audit.actions import record
from semesta.tokens.models import ApiToken
from semesta.tokens.token_scope import TokenScope

LONGEST_DAYS = 366
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SECRET_BYTES = 32


class TokenError(ValueError):
    """The token cannot be issued or revoked as asked; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """What a token is asked to be; `territory` is a dotted region code or `*`.

    `agency` is the key under which the system of an agency hands in (dinas-pertanian)."""

    name: str
    role: Role
    territory: str
    scopes: Collection[TokenScope]
    expires_on: date
    agency: str = ""


@transaction.atomic
def issue_token(actor: Actor, wanted: NewToken, *, today: date) -> str:
    """Keep the token and return its secret, which nobody can read again.

    Errors: TokenError for a name that is no name or taken, no scope, a day that has passed or lies beyond a year.
    """
    require(may_maintain(actor, wanted.territory), actor=actor, to="issue a token for", region_code=wanted.territory)
    _require_sound(wanted, today)
    secret = f"semesta_{secrets.token_urlsafe(_SECRET_BYTES)}"
    scopes = sorted(str(scope) for scope in wanted.scopes)
    ApiToken.objects.create(
        name=wanted.name, secret_sha256=hashlib.sha256(secret.encode()).hexdigest(), scopes=scopes, role=wanted.role,
        territory=wanted.territory, agency=wanted.agency, issued_by=actor.name, expires_on=wanted.expires_on,
    )  # fmt: skip
    detail = {"role": str(wanted.role), "scopes": scopes, "expires_on": wanted.expires_on.isoformat()}
    record(actor, "issue_token", object_type="api_token", object_id=wanted.name, region_code=_region(wanted.territory),
           detail=detail)  # fmt: skip
    return secret


@transaction.atomic
def revoke_token(actor: Actor, name: str, *, now: datetime) -> None:
    """Close a token at once; one that is revoked already stays as it is. Errors: TokenError for an unknown name."""
    token = ApiToken.objects.select_for_update().filter(name=name).first()
    if token is None:
        raise TokenError(f"Tidak ada token bernama {name} / there is no token named {name}")
    require(may_maintain(actor, token.territory), actor=actor, to="revoke a token of", region_code=token.territory)
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(actor, "revoke_token", object_type="api_token", object_id=name, region_code=_region(token.territory),
               detail={})  # fmt: skip


def _require_sound(wanted: NewToken, today: date) -> None:
    if _NAME.fullmatch(wanted.name) is None or len(wanted.name) > 60:
        raise TokenError("Nama: huruf kecil, angka, tanda hubung / a name: small letters, digits, hyphens")
    if not wanted.scopes:
        raise TokenError("Sebut sedikitnya satu lingkup / name at least one scope")
    if (wanted.role is Role.AGENCY_OPERATOR) != bool(wanted.agency):
        raise TokenError("Kunci dinas: wajib bagi agency_operator saja / an agency's key: for agency_operator only")
    if not today < wanted.expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise TokenError(
            f"Masa berlaku: sesudah {today}, paling lama {LONGEST_DAYS} hari"
            f" / valid until a day after {today}, {LONGEST_DAYS} days at most"
        )
    if ApiToken.objects.filter(name=wanted.name).exists():
        raise TokenError(f"Nama {wanted.name} sudah dipakai / the name {wanted.name} is taken")


def _region(territory: str) -> str:
    return "" if territory == "*" else territory
