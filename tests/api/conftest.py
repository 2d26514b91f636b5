"""The made-up regency of the pages with money and a pair to decide; tests of this door leave lists and tokens in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.web.conftest import _pointing_at, database_with_money, filled_database
from tests.web.made_up_money import MadeUpMoney

__all__ = ["database_with_money", "filled_database"]


@pytest.fixture
def regency(
    database_with_money: tuple[str, MadeUpMoney],
    django_db_blocker: DjangoDbBlocker,
    own_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MadeUpMoney]:
    """Point Django at it, on a day of January 2026; return the numbers of what there is one of."""
    name, money = database_with_money
    monkeypatch.setenv("SEMESTA_VAR", str(own_folder))
    monkeypatch.setenv("SEMESTA_TODAY", "2026-01-20")
    told = override_settings(API_RATE="1000000/m", REFRESH_AFTER_SECONDS=3600)
    with django_db_blocker.unblock(), _pointing_at(name), told:
        yield money
