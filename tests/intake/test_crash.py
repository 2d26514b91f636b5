"""A process killed at any point of taking a list in leaves the database as before; doing it again completes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

REPOSITORY = Path(__file__).parents[2]
POINTS = [
    "CREATE TEMPORARY TABLE incoming",
    "UPDATE batch b",
    "CREATE TEMPORARY TABLE nik_head",
    "CREATE TEMPORARY TABLE verdict",
    "INSERT INTO people_person",
    "INSERT INTO people_livelihood",
    "INSERT INTO intake_stagedrow",
    'INSERT INTO "intake_submission"',
    "SET CONSTRAINTS",
]


@pytest.fixture
def address(own_database: str) -> str:
    """The address of this test's own database, for another process."""
    settings = connection.get_connection_params()
    port = f"&port={settings['port']}" if settings.get("port") else ""
    return f"postgresql://{settings['user']}@/{own_database}?host={quote(str(settings['host']), safe='')}{port}"


def take_in(url: str, folder: Path, die_before: str) -> int:
    environment = os.environ | {"DATABASE_URL": url, "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'src'}"}
    command = [sys.executable, "-m", "tests.intake.crashing", str(folder), die_before]
    return subprocess.run(command, env=environment, cwd=REPOSITORY, timeout=120, check=False).returncode


def counts(url: str) -> tuple[int, ...]:
    tables = ("intake_submission", "intake_stagedrow", "intake_rowfinding", "people_person", "people_livelihood")
    with psycopg.connect(url) as reader:
        return tuple(reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)  # type: ignore[index]


def test_killed_at_any_point_leaves_all_as_before_and_again_completes(address: str, tmp_path: Path) -> None:
    for point in POINTS:
        assert take_in(address, tmp_path, point) == -signal.SIGKILL, point
        assert counts(address) == (0, 0, 0, 0, 0), point
    assert take_in(address, tmp_path, "no statement holds this") == 0
    assert counts(address) == (1, 60, 0, 60, 60)
