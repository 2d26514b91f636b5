"""A village with pairs to decide, in a database of the test's own, and verifiers who are signed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.regions.actions import load_shipped_regions
from tests.duplicates.registers import a_pair, a_village, person_ids
from tests.intake.builders import CONSOLE, LOTIM
from tests.web.signing import signed_in_as


@pytest.fixture
def people(db: None, tmp_path: Path) -> list[int]:
    """Fill a village; return its persons, oldest first."""
    load_shipped_regions(CONSOLE)
    a_village(tmp_path)
    return person_ids()


@pytest.fixture
def asked(people: list[int]) -> list[int]:
    """Return three pairs that are asked, of six different persons."""
    return [a_pair(people[place], people[place + 1]) for place in (0, 2, 4)]


@pytest.fixture
def verifier(people: list[int]) -> Client:
    """Return a verifier of the regency."""
    return signed_in_as(Role.VERIFIER, LOTIM, name="wati")


@pytest.fixture
def colleague(people: list[int]) -> Client:
    """Return another verifier of the regency."""
    return signed_in_as(Role.VERIFIER, LOTIM, name="budi")
