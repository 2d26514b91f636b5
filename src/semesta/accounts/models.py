"""Users. A user has one role and one territory; both are read by `Actor`, never asked of the user directly."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from semesta.accounts.actor import Role


class User(AbstractUser):
    """Somebody who works with the program, in a role, for a territory (a dotted region code)."""

    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role], default=Role.READER)
    territory = models.CharField(max_length=13, default="", blank=True)
