"""A farmer of a made-up village, the administrator who keeps the registers, and an auditor who reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, LOTIM, a_list, a_row, nik, taken
from tests.web.made_up_money import number_of
from tests.web.planner.pages import put_away
from tests.web.signing import signed_in_as


@pytest.fixture
def farmer(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return the number of PETANI A, of NIK 9001, who has a phone."""
    monkeypatch.setenv("SEMESTA_TODAY", "2026-01-20")
    load_shipped_regions(CONSOLE)
    taken(a_list(a_row("PETANI A", nik=nik(9001), phone="+6281900009001"), folder=tmp_path))
    put_away()
    return number_of("PETANI A")


@pytest.fixture
def keeper(farmer: int) -> Client:
    """Return the administrator of the regency."""
    return signed_in_as(Role.ADMINISTRATOR, LOTIM)


@pytest.fixture
def auditor(farmer: int) -> Client:
    """Return an auditor of the regency."""
    return signed_in_as(Role.AUDITOR, LOTIM)
