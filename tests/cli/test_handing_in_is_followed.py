"""A list handed in at the command line is matched and counted by the worker, as one from a page is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from typer.testing import CliRunner

from semesta.cli.main import app
from semesta.coverage.queries import coverage_of, last_refresh
from semesta.duplicates.queries import runs
from semesta.jobs.worker import work
from semesta.kernel.month import Month
from semesta.people.actions import load_segments
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE

SHEET = "NO;NAMA;NIK;TANGGAL LAHIR;PEKERJAAN\n1;AMAQ SALEH;5203050101859001;01-01-1985;PETANI\n"


@pytest.fixture
def sheet(own_database: str, own_folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    """Return a list of one farmer, in an installation whose worker begins at once."""
    monkeypatch.setenv("SEMESTA_VAR", str(own_folder))
    monkeypatch.setenv("SEMESTA_TODAY", "2026-01-20")
    settings.REFRESH_AFTER_SECONDS = 0
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    path = own_folder / "daftar.csv"
    path.write_text(SHEET)
    return path


def handed_in(path: Path, *words: str) -> Any:
    result = CliRunner().invoke(app, ["--lang", "id", "intake", "hand-in", str(path), "--from", VILLAGE, *words])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout) if words else " ".join(result.output.split())


def test_the_worker_matches_and_counts_what_was_handed_in(sheet: Path) -> None:
    number = handed_in(sheet, "--json")["refresh_job"]
    found = last_refresh()
    assert found is not None
    assert (found["id"], found["state"]) == (number, "waiting")
    work(until_nothing_waits=True)
    assert (coverage_of(VILLAGE, Month(2026, 1))["known_workers"], len(runs(LOTIM))) == (1, 1)
    assert handed_in(sheet, "--json")["refresh_job"] is None


def test_who_has_no_worker_is_told_what_to_type(sheet: Path) -> None:
    words = handed_in(sheet)
    assert "dikerjakan pekerja latar" in words
    assert "Tanpa pekerja: `semesta match`, lalu `semesta coverage snapshot`" in words
