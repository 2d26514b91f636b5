"""Who acts in the tests of regions, and the shipped regions in the database."""

from __future__ import annotations

import pytest

from semesta.accounts.actor import EVERYWHERE, Actor, Role
from semesta.regions.actions import load_shipped_regions


@pytest.fixture
def administrator() -> Actor:
    return Actor("admin", Role.ADMINISTRATOR, EVERYWHERE)


@pytest.fixture
def shipped(db: None, administrator: Actor) -> None:
    load_shipped_regions(administrator)
