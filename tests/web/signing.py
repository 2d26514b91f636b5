"""Readers who are signed in, for tests of pages: a user in a role, for a territory."""

from __future__ import annotations

from django.test import Client

from semesta.accounts.actor import Role
from semesta.accounts.models import User


def signed_in_as(role: Role, territory: str, *, name: str = "", agency: str = "") -> Client:
    """Return a client whose user has the role in the territory; the user is made when there is none."""
    username = name or f"{role}-{territory}"
    said = {"role": role, "territory": territory, "agency": agency}
    user, _ = User.objects.get_or_create(username=username, defaults=said)
    client = Client()
    client.force_login(user)
    return client
