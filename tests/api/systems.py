"""Other systems for tests: a client whose token has a role, a territory and scopes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.test import Client

from semesta.accounts.actor import Role
from semesta.api.clock import today
from semesta.tokens.actions import NewToken, issue_token
from semesta.tokens.models import ApiToken
from semesta.tokens.token_scope import TokenScope
from tests.intake.builders import CONSOLE, LOTIM

EVERY = tuple(TokenScope)


def a_secret(
    role: Role = Role.ADMINISTRATOR, territory: str = LOTIM, scopes: Collection[TokenScope] = EVERY, *, days: int = 30
) -> str:
    """Issue a token for a system and return its secret."""
    name = f"sistem-{ApiToken.objects.count() + 1}"
    expires_on: date = today() + timedelta(days=days)
    wanted = NewToken(name=name, role=role, territory=territory, scopes=scopes, expires_on=expires_on)
    return issue_token(CONSOLE, wanted, today=today())


def a_system(role: Role = Role.ADMINISTRATOR, territory: str = LOTIM, scopes: Collection[TokenScope] = EVERY) -> Client:
    """Return a client that sends such a token."""
    return Client(headers={"Authorization": f"Bearer {a_secret(role, territory, scopes)}"})
