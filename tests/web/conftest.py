"""The made-up regency of the pages, filled once a run into a database of its own; pages only read it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils.translation import deactivate
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import drop_database
from tests.web.chromium import a_chromium
from tests.web.made_up import made_up_regency
from tests.web.made_up_money import MadeUpMoney, made_up_money


@contextmanager
def _pointing_at(name: str) -> Iterator[None]:
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def filled_database(
    database_with_tables: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int]]:
    """Return the name of a database with the made-up regency, and the number of its last submission."""
    name = f"{database_with_tables.removesuffix('_tables')}_pages_{token_hex(3)}"  # other folders fill one of their own
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database_with_tables}"')
        with _pointing_at(name):
            numbers = made_up_regency(tmp_path_factory.mktemp("lists"))
        yield name, numbers[-1]
        drop_database(name)


@pytest.fixture(scope="session")
def database_with_money(
    filled_database: tuple[str, int], django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, MadeUpMoney]]:
    """Return the name of a copy of the made-up regency that tests may write to, and the numbers of its money."""
    name = f"{filled_database[0]}_money"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{filled_database[0]}"')
        with _pointing_at(name):
            money = made_up_money()
        yield name, money
        connection.close()
        drop_database(name)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forget what pages keep of figures for some minutes, and the language of the reader before: the next test may read
    another database and another page."""
    cache.clear()
    deactivate()


@pytest.fixture
def last_submission(filled_database: tuple[str, int], django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """Point Django at the made-up regency; return the number of the submission with findings."""
    with django_db_blocker.unblock(), _pointing_at(filled_database[0]):
        yield filled_database[1]


@pytest.fixture
def pages(last_submission: int) -> Client:
    """Return a reader of the made-up regency's pages, whose browser asks for no language."""
    return Client()


@pytest.fixture
def site(last_submission: int) -> Iterator[str]:
    """Serve the made-up regency's pages and static files on this machine; return the address."""
    with served() as address:
        yield address


@pytest.fixture
def browser(site: str, chromium: str) -> Iterator[Browser]:
    """Start Debian's Chromium for one test; it is gone before the site and its database are."""
    with a_chromium(chromium) as found:
        yield found


@contextmanager
def served() -> Iterator[str]:
    """Serve the pages of the database that Django points at, on this machine."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from semesta.config.wsgi import application

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semesta.config.settings")
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
