"""Users. A user has one role, one territory, perhaps an agency; `Actor` reads them, nobody asks the user directly."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from semesta.accounts.actor import Role


class User(AbstractUser):
    """Somebody who works with the program, in a role, for a territory (a dotted region code)."""

    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role], default=Role.READER)
    territory = models.CharField(max_length=13, default="", blank=True)
    agency = models.CharField(max_length=60, default="", blank=True)
