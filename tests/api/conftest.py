"""The made-up regency of the pages, copied once for the tests of this door, which leave lists and tokens in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import _another_database
from tests.web.conftest import _pointing_at, filled_database

__all__ = ["filled_database"]


@pytest.fixture(scope="session")
def copied_database(filled_database: tuple[str, int], django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Make the copy; Django is not left pointing at it."""
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), _another_database("api", template=filled_database[0]) as name:
        connection.close()
        connection.settings_dict["NAME"] = before
        yield name


@pytest.fixture
def regency(
    copied_database: str, django_db_blocker: DjangoDbBlocker, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Point Django at the copy, on a day of January 2026."""
    monkeypatch.setenv("SEMESTA_VAR", str(own_folder))
    monkeypatch.setenv("SEMESTA_TODAY", "2026-01-20")
    told = override_settings(API_RATE="1000000/m", REFRESH_AFTER_SECONDS=3600)
    with django_db_blocker.unblock(), _pointing_at(copied_database), told:
        yield
