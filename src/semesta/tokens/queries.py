"""Whose token this is, what it opens, and the list of tokens. A secret is compared by its SHA-256 only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from semesta.accounts.actor import Actor, Role
from semesta.tokens.models import ApiToken
from semesta.tokens.token_scope import TokenScope

PREFIX = "api:"
"""Before a token's name in the trail; no user's name can begin like that."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The system that holds a token: the token's number, the actor it is, and its scopes."""

    number: int
    actor: Actor
    scopes: frozenset[str]

    def may(self, scope: TokenScope) -> bool:
        """Say whether the token opens this scope."""
        return str(scope) in self.scopes


def holder_of(secret: str, *, on: date) -> Holder | None:
    """Return who holds this secret, None when it is unknown, revoked, or past its last day."""
    sha256 = hashlib.sha256(secret.encode(errors="replace")).hexdigest()
    found = ApiToken.objects.filter(secret_sha256=sha256, revoked_at__isnull=True, expires_on__gte=on).first()
    return None if found is None else Holder(found.pk, _actor(found), frozenset(found.scopes))


def token_still_acting(actor: Actor) -> Actor | None:
    """Return the actor that a token is now, None when it was revoked or is another by now; who is no token passes."""
    if not actor.name.startswith(PREFIX):
        return actor
    found = ApiToken.objects.filter(name=actor.name.removeprefix(PREFIX), revoked_at__isnull=True).first()
    if found is None or (found.role, found.territory) != (str(actor.role), actor.territory):
        return None
    return _actor(found)


def tokens() -> list[dict[str, Any]]:
    """Return all tokens by name: name, role, territory, scopes, issued_by, issued_at, expires_on, last_used_at,
    revoked_at."""
    names = ("name", "role", "territory", "scopes", "issued_by", "issued_at", "expires_on", "last_used_at",
             "revoked_at")  # fmt: skip
    return [dict(line) for line in ApiToken.objects.order_by("name").values(*names)]


def _actor(token: ApiToken) -> Actor:
    return Actor(f"{PREFIX}{token.name}", Role(token.role), token.territory, token.agency)
