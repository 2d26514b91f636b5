"""`semesta serve` on a new installation: it opens, answers, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import typer

from semesta.cli.serve import serve_pages
from semesta.cli.speaking import Exit
from semesta.installation import own_server


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def who_is_connected(own_folder: Path) -> set[str]:
    """Ask the own server of an installation as whom its database is in use."""
    sockets = sorted(own_folder.glob("postgres/.s.PGSQL.*[0-9]"))
    host = str(sockets[0].parent) if sockets else str(own_server._socket_folder_of(own_folder / "postgres"))
    with psycopg.connect(host=host, user=own_server.OWNER, dbname=own_server.DATABASE) as connection:
        return {
            name for (name,) in connection.execute("SELECT usename FROM pg_stat_activity WHERE datname = 'semesta'")
        }


@pytest.fixture
def serving(own_folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A served new installation and its address, once it says that it is open."""
    port = a_free_port()
    environment = {**os.environ, "SEMESTA_VAR": str(own_folder), "LANG": "en", "LC_ALL": "", "PYTHONUNBUFFERED": "1"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "semesta.cli.main", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            address = f"http://127.0.0.1:{port}"
            assert address in process.stdout.readline()
            yield process, address
        finally:
            process.terminate()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminate"])
def test_a_new_installation_opens_answers_and_leaves_nothing_running(
    serving: tuple[subprocess.Popen[str], str], own_folder: Path, sign: signal.Signals
) -> None:
    process, address = serving
    with urllib.request.urlopen(address + "/") as answer:
        assert answer.status == 200
    assert (own_folder / "postgres" / "postmaster.pid").exists()
    assert "semesta_web" in who_is_connected(own_folder)
    if sign is signal.SIGINT:
        os.killpg(process.pid, sign)  # a terminal tells all that stand in its foreground
    else:
        process.send_signal(sign)
    assert process.wait(timeout=60) == 0
    assert not (own_folder / "postgres" / "postmaster.pid").exists()


@pytest.mark.django_db
def test_a_matching_model_that_cannot_be_used_is_said_before_a_page_is_served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEMESTA_MATCHING_MODEL", str(tmp_path / "none.json"))
    with pytest.raises(typer.Exit) as stopped:
        serve_pages(host="127.0.0.1", port=a_free_port(), with_worker=False)
    assert stopped.value.exit_code == Exit.CHECK_FAILED
    assert "none.json" in capsys.readouterr().err.replace("\n", "")
