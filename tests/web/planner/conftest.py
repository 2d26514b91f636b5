"""An office with a purse and farmers of two villages, everything made up; planner, reader and branch signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.bulk import execute
from tests.funding.builders import MINIMUM, OTHER_VILLAGE, a_house, a_purse, some_workers
from tests.intake.builders import LOTIM
from tests.web.planner.pages import put_away
from tests.web.signing import signed_in_as


@pytest.fixture
def months() -> int:
    """How many months the regency's purse can pay."""
    return 24


@pytest.fixture
def purse(db: None, months: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return the regency's purse of 2026, in a house of six farmers."""
    monkeypatch.setenv("SEMESTA_TODAY", "2026-07-20")
    a_house()
    some_workers(4)
    some_workers(2, village=OTHER_VILLAGE, first=5)
    execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L'")
    number = a_purse("apbd_regency", ceiling_rp=months * MINIMUM)
    put_away()
    return number


@pytest.fixture
def planner(purse: int) -> Client:
    """Return the planner of the regency."""
    return signed_in_as(Role.PLANNER, LOTIM)


@pytest.fixture
def reader(purse: int) -> Client:
    """Return the regent's reader."""
    return signed_in_as(Role.READER, LOTIM)
