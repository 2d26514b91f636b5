"""A rehearsal stands on its day, whenever and by whatever command it is looked at; nothing else does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from semesta.cli.console import today
from semesta.installation.rehearsal_day import keep_rehearsal_day, stand_on_rehearsal_day

DAY = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMESTA_VAR", str(tmp_path))
    monkeypatch.setenv("SEMESTA_TODAY", "")  # taken back with the test, whatever it sets
    monkeypatch.delenv("SEMESTA_TODAY")
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_a_rehearsal_stands_on_its_day() -> None:
    keep_rehearsal_day(DAY)
    stand_on_rehearsal_day()
    assert today() == DAY


def test_whoever_names_a_day_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_rehearsal_day(DAY)
    monkeypatch.setenv("SEMESTA_TODAY", "2026-02-03")
    stand_on_rehearsal_day()
    assert today() == date(2026, 2, 3)


def test_a_database_elsewhere_and_a_folder_of_none_stand_on_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_on_rehearsal_day()
    assert today() != DAY
    keep_rehearsal_day(DAY)
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/semesta")
    stand_on_rehearsal_day()
    assert today() != DAY
