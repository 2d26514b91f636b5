"""A process killed between any two writes leaves batch and answer as before; doing it again completes them."""

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
MAKING = ["CREATE TEMPORARY TABLE batch_draft", "INSERT INTO exchange_batchline", 'INSERT INTO "exchange_batch"',
          'INSERT INTO "audit_entry"']  # fmt: skip
ANSWERING = ["INSERT INTO exchange_answerline", "UPDATE exchange_batchline b\n   SET state",
             "CREATE TEMPORARY TABLE month_taken_back", "INSERT INTO exchange_wageearneroverlap",
             'INSERT INTO "audit_entry"']  # fmt: skip


@pytest.fixture
def address(own_database: str) -> str:
    """The address of this test's own database, for another process."""
    settings = connection.get_connection_params()
    port = f"&port={settings['port']}" if settings.get("port") else ""
    return f"postgresql://{settings['user']}@/{own_database}?host={quote(str(settings['host']), safe='')}{port}"


def run(url: str, task: str, folder: Path, die_before: str = "no statement holds this") -> int:
    environment = os.environ | {"DATABASE_URL": url, "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'src'}"}
    command = [sys.executable, "-m", "tests.exchange.crashing", task, str(folder), die_before]
    return subprocess.run(command, env=environment, cwd=REPOSITORY, timeout=240, check=False).returncode


def counts(url: str) -> tuple[int, ...]:
    asked = (
        "exchange_batch", "exchange_batchline", "exchange_answerfile", "exchange_answerline",
        "exchange_batchline WHERE state <> 'open'", "exchange_wageearneroverlap", "membership_coveredmonth",
    )  # fmt: skip
    with psycopg.connect(url) as reader:
        return tuple(reader.execute(f"SELECT count(*) FROM {what}").fetchone()[0] for what in asked)  # type: ignore[index]


def test_killed_while_making_or_answering_leaves_all_as_before(address: str, tmp_path: Path) -> None:
    assert run(address, "prepare", tmp_path) == 0
    for point in MAKING:
        assert run(address, "make", tmp_path, point) == -signal.SIGKILL, point
        assert counts(address) == (0, 0, 0, 0, 0, 0, 108), point
    assert run(address, "make", tmp_path) == 0
    for point in ANSWERING:
        assert run(address, "answer", tmp_path, point) == -signal.SIGKILL, point
        assert counts(address) == (1, 6, 0, 0, 0, 0, 108), point
    assert run(address, "answer", tmp_path) == 0
    assert counts(address) == (1, 6, 1, 3, 3, 1, 90)
