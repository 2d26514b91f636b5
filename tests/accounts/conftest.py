"""The database of two regencies, filled once a run; tests of who sees what roll back whatever they do in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.accounts.two_regencies import two_regencies
from tests.conftest import drop_database


@pytest.fixture(scope="session")
def filled_once(
    database_with_tables: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the name of a database that holds the two regencies."""
    name = database_with_tables.removesuffix("_tables") + "_regencies"
    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database_with_tables}"')
        connection.close()
        connection.settings_dict["NAME"] = name
        two_regencies(tmp_path_factory.mktemp("lists"))
        connection.close()
        connection.settings_dict["NAME"] = before
        yield name
        drop_database(name)


@pytest.fixture
def filled(filled_once: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Point Django at the database of two regencies, which a test leaves as it is."""
    with django_db_blocker.unblock():
        connection.close()
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], filled_once
        yield filled_once
        connection.close()
        connection.settings_dict["NAME"] = before
