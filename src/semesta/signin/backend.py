"""Name and password, compared in a scope that may touch the row of that name and no other."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from semesta.accounts.actor import Actor, Role
from semesta.accounts.scope import holding, in_scope_of


class OwnRowBackend(ModelBackend):
    """Django's own comparison; a password kept in an older form is renewed on the way, which writes the user's row."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """Return the user, None for a wrong password, an unknown name or somebody who left, in the same time."""
        with in_scope_of(Actor(name=username or "", role=Role.READER, territory="")):
            return super().authenticate(request, username=username, password=password, **kwargs)

    def get_user(self, user_id: int) -> Any:
        """Return the user of a session, seen before his or her reach is known."""
        with holding("user", str(user_id)):
            return super().get_user(user_id)
