"""Users. A user has one role, one territory, perhaps an agency; `Actor` reads them, nobody asks the user directly.

The password is kept, never read: the role of pages has no right on its column (row_sight.py). Users come without it,
it is compared inside the database (`password.py`), and a session is bound to `password_mark` instead.
"""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.crypto import salted_hmac

from semesta.accounts.actor import Actor, Role
from semesta.accounts.password import compared
from semesta.accounts.scope import in_scope_of


def new_mark() -> str:
    """Return a new random mark of a password, which tells nothing of it."""
    return secrets.token_hex(16)


class Users(UserManager["User"]):
    """Users, without the column of their passwords."""

    def get_queryset(self) -> models.QuerySet[User]:
        """Return every user that the connection may see."""
        return super().get_queryset().defer("password")


class User(AbstractUser):
    """Somebody who works with the program, in a role, for a territory (a dotted region code)."""

    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role], default=Role.READER)
    territory = models.CharField(max_length=13, default="", blank=True)
    agency = models.CharField(max_length=60, default="", blank=True)
    password_mark = models.CharField(max_length=32, default=new_mark)

    objects: ClassVar[Users] = Users()

    class Meta(AbstractUser.Meta):
        base_manager_name = "objects"  # whoever comes along from another table comes without password too

    def set_password(self, raw_password: str | None) -> None:
        """Set the password with a new mark, which ends the sessions of the old one; save both."""
        super().set_password(raw_password)
        self.password_mark = new_mark()

    def check_password(self, raw_password: str | None) -> bool:
        """Say whether this is the user's password; one kept in an older form is renewed on the way."""
        if raw_password is None or "password" not in self.get_deferred_fields():
            return raw_password is not None and super().check_password(raw_password)
        with in_scope_of(Actor(self.username, Role.READER, "")):
            fits, is_old = compared(raw_password)
            if fits and is_old:
                User.objects.filter(pk=self.pk).update(password=make_password(raw_password))
        return fits

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        return salted_hmac("semesta.accounts.User", self.password_mark, secret=secret, algorithm="sha256").hexdigest()
