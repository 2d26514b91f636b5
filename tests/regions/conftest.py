"""Who acts in the tests of regions, and the shipped regions in the database.

The shipped regions are loaded once per module, inside a transaction around all its tests; each test's own transaction
is nested in it and rolled back, so that no test sees what another did.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from semesta.accounts.actor import EVERYWHERE, Actor, Role
from semesta.regions.actions import load_shipped_regions

ADMINISTRATOR = Actor("admin", Role.ADMINISTRATOR, EVERYWHERE)


@pytest.fixture
def administrator() -> Actor:
    return ADMINISTRATOR


@pytest.fixture(scope="module")
def _shipped_for_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        load_shipped_regions(ADMINISTRATOR)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def shipped(_shipped_for_the_module: None, db: None) -> None:
    """The shipped regions are loaded."""
