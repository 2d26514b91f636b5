"""The made-up regency to write to: a copy for every file of tests, with a folder for its files; the operator of Kesik.

Tests of one file share the copy: each hands in people and lists of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from semesta.accounts.actor import Role
from tests.conftest import drop_database
from tests.intake.builders import VILLAGE
from tests.web.conftest import _pointing_at
from tests.web.signing import signed_in_as


@pytest.fixture(scope="module")
def copied_database(
    filled_database: tuple[str, int], django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, int, Path]]:
    """Return the name of a copy of the made-up regency, its last submission and the folder of its files."""
    original, last = filled_database
    name = f"{original}_copy"
    with django_db_blocker.unblock(), tempfile.TemporaryDirectory(prefix="semesta-") as folder:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
        yield name, last, Path(folder)
        connection.close()
        drop_database(name)


@pytest.fixture
def writable(
    copied_database: tuple[str, int, Path],
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> Iterator[int]:
    """Point Django at the copy and SEMESTA_VAR at its folder; return the number of its last list with findings.

    What follows from lists is not worked out meanwhile: that has tests of its own.
    """
    settings.REFRESH_AFTER_SECONDS = 3600
    name, last, folder = copied_database
    monkeypatch.setenv("SEMESTA_VAR", str(folder))
    monkeypatch.setenv("SEMESTA_TODAY", "2026-01-20")
    with django_db_blocker.unblock(), _pointing_at(name):
        yield last


@pytest.fixture
def operator(writable: int) -> Client:
    """Return the operator of Kesik, signed in."""
    return signed_in_as(Role.VILLAGE_OPERATOR, VILLAGE)
