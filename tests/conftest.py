"""What every test stands on: a real PostgreSQL, no network but this machine, and no silent skipping.

The database is that of DATABASE_URL, else the program's own under `var/test`; every run and every worker has a
database of its own. Tests marked `browser` or `cluster` need Chromium or Java: where those are missing they are
skipped with the reason, and with CI=true they, and every other skipped or expected failure, fail.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from semesta.cli.words import choose_language

settings.register_profile("untimed", deadline=None)  # no test is a question of time
settings.load_profile("untimed")

os.environ["LC_ALL"] = "C.UTF-8"  # Indonesian, and characters as they are
os.environ.setdefault("SEMESTA_VAR", "var/test")
os.environ.setdefault("SEMESTA_SECRET_KEY", "only-for-tests")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semesta.config.settings")

IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PARTS = {
    "browser": (CHROMIUM, "no Chromium on this machine (apt install chromium)"),
    "cluster": (shutil.which("java"), "no Java runtime on this machine (apt install default-jre-headless)"),
}


class NetworkUseError(RuntimeError):
    """Something tried to leave this machine during a test."""


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ip_address(host.decode() if isinstance(host, bytes) else str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse connections, datagrams and name look-ups beyond this machine; unix sockets pass."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if isinstance(address, tuple) and not _is_here(address[0]):
            raise NetworkUseError(f"{event} {address}: tests do not leave this machine")
    elif event == "socket.getaddrinfo" and not _is_here(arguments[0]):
        raise NetworkUseError(f"{event} {arguments[0]}: tests do not leave this machine")


sys.addaudithook(_stay_here)


def pytest_configure() -> None:
    """Let tests of pages sign in without a second factor; those of the factor itself ask for it again."""
    from django.conf import settings as of_django

    of_django.SECOND_FACTOR = "optional"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the own server when workers that were cut off left it running."""
    from semesta.installation import own_server

    if not hasattr(config, "workerinput") and own_server.data_folder().exists():
        own_server.stop_unless_used(own_server.data_folder())


@pytest.fixture(autouse=True)
def _reader_s_language() -> Iterator[None]:
    """Let every test begin in Indonesian, whatever this machine and the test before have chosen."""
    yield
    choose_language(None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine has no part for; in CI the skip counts as a failure."""
    for mark, (part, missing) in PARTS.items():
        if part is None and item.get_closest_marker(mark) is not None:
            pytest.skip(missing)


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if IN_CI and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
        report.__dict__.pop("wasxfail", None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one in CI."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped test file into a failed one in CI."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Debian's Chromium, for Playwright's `executable_path`; for tests marked `browser`."""
    assert CHROMIUM is not None, "mark the test with pytest.mark.browser"
    return CHROMIUM


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker: DjangoDbBlocker) -> None:
    """Name the test database after this run and worker, so that runs side by side do not meet."""
    from django.conf import settings

    with django_db_blocker.unblock():
        _drop_databases_of_dead_runs()
    settings.DATABASES["default"]["TEST"]["NAME"] = f"test_semesta_{_run_and_worker()}"


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """Make a folder of this test's own for `var`: pytest's are closed to other accounts whenever a run begins."""
    with tempfile.TemporaryDirectory(prefix="semesta-") as folder:
        yield Path(folder)


@pytest.fixture
def new_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Point Django at a database made for this test, without a table; gone afterwards."""
    with django_db_blocker.unblock(), _another_database("new", template="template0") as name:
        yield name


@pytest.fixture
def own_database(database_with_tables: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Point Django at a database made for this test, with this version's tables; gone afterwards."""
    with django_db_blocker.unblock(), _another_database("own", template=database_with_tables) as name:
        yield name


@pytest.fixture(scope="session")
def database_with_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Make the database that `own_database` is copied from; Django is not left pointing at it."""
    from django.core.management import call_command
    from django.db import connection

    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), _another_database("tables", template="template0") as name:
        call_command("migrate", interactive=False, verbosity=0)
        connection.close()
        connection.settings_dict["NAME"] = before
        yield name


@contextmanager
def _another_database(role: str, *, template: str) -> Iterator[str]:
    """Make a database beside the one in use and use it instead, until the end of the block."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    name = f"test_semesta_{_run_and_worker()}_{role}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        drop_database(name)


def drop_database(name: str) -> None:
    """Drop a database and end whoever is still connected to it.

    Ending all of them needs rights over each, which nobody but a superuser has over a vacuum that the server began by
    itself; to a DROP without FORCE such a vacuum gives way.
    """
    from django.db import ProgrammingError, connection

    with connection._nodb_cursor() as cursor:
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except ProgrammingError:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _run_and_worker() -> str:
    """Return the process id of this run and the name of this worker."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return f"{os.getpid() if worker == 'main' else os.getppid()}_{worker}"


def _drop_databases_of_dead_runs() -> None:
    """Remove what runs that were cut off on this machine left behind."""
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^test_semesta_\d+_\w+$'")
        for (name,) in cursor.fetchall():
            if not os.path.exists(f"/proc/{name.split('_')[2]}"):
                drop_database(name)
