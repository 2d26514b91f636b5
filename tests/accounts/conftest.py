"""Databases filled once a run; tests of who sees what roll back whatever they do in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.accounts.two_regencies import two_regencies
from tests.accounts.users import four_users
from tests.conftest import drop_database


@contextmanager
def _database(template: str, mark: str, fill: Callable[[], None]) -> Iterator[str]:
    """Make a database from the one with tables, and fill it."""
    name = f"{template.removesuffix('_tables')}_{mark}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    with _pointing_at(name):
        fill()
    yield name
    drop_database(name)


@contextmanager
def _pointing_at(name: str) -> Iterator[None]:
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    yield
    connection.close()
    connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def filled_once(
    database_with_tables: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the name of a database that holds the two regencies."""
    with (
        django_db_blocker.unblock(),
        _database(database_with_tables, "regencies", lambda: two_regencies(tmp_path_factory.mktemp("lists"))) as name,
    ):
        yield name


@pytest.fixture(scope="session")
def users_once(database_with_tables: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Return the name of a database that holds four users."""
    with django_db_blocker.unblock(), _database(database_with_tables, "users", four_users) as name:
        yield name


@pytest.fixture
def filled(filled_once: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Point Django at the database of two regencies, which a test leaves as it is."""
    with django_db_blocker.unblock(), _pointing_at(filled_once):
        yield filled_once


@pytest.fixture
def users(users_once: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Point Django at the database of four users, which a test leaves as it is."""
    with django_db_blocker.unblock(), _pointing_at(users_once):
        yield users_once
