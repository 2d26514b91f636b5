"""A verifier with a password, in a database of the test's own."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from semesta.accounts.actor import Role
from semesta.accounts.models import User
from tests.intake.builders import LOTIM

PASSWORD = "tenun-sembalun-2026"


@pytest.fixture
def quick_passwords(settings: Settings) -> None:
    """Keep passwords in a form that is quick to compare: these tests are not about the form."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def verifier(own_database: str, quick_passwords: None) -> User:
    """Return somebody who must have a second factor."""
    return User.objects.create_user("verifikator", password=PASSWORD, role=Role.VERIFIER, territory=LOTIM)


@pytest.fixture
def operator(own_database: str, quick_passwords: None) -> User:
    """Return somebody who may choose."""
    return User.objects.create_user("operator", password=PASSWORD, role=Role.VILLAGE_OPERATOR, territory=LOTIM)


@pytest.fixture
def obligatory(settings: Settings) -> None:
    """Let the second factor be obligatory, as it is outside tests."""
    settings.SECOND_FACTOR = "obligatory"


@pytest.fixture
def browser() -> Client:
    """Return a browser in which nobody is signed in."""
    return Client()


@pytest.fixture
def three_attempts(settings: Settings) -> None:
    """Lock a name after three failures."""
    settings.AXES_FAILURE_LIMIT = 3
