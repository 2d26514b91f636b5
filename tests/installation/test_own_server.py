"""The own server starts with its first user, ends with its last, and survives being cut off."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

from semesta.installation.own_server import stop_unless_used

USE = "from semesta.installation.own_server import socket_folder; print(socket_folder(), flush=True)"
HOLD = USE + "; input()"


def a_process(var: Path, code: str) -> subprocess.Popen[str]:
    """Return a process with its own hold on the server of `var`."""
    pipe = subprocess.PIPE
    environment = {**os.environ, "SEMESTA_VAR": str(var)}
    return subprocess.Popen(
        [sys.executable, "-c", code], env=environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe
    )


def a_run(var: Path, code: str = USE) -> str:
    """Run to the end and return the output; the test fails when the process does."""
    out, err = a_process(var, code).communicate(timeout=60)
    assert out, err
    return out.strip()


def query(var: Path, statement: str) -> str:
    connect = "psycopg.connect(host=socket_folder(), user='postgres', dbname='semesta', autocommit=True)"
    return a_run(var, f"import psycopg\n{USE}\nprint({connect}.execute({statement!r}).fetchone()[0])").splitlines()[-1]


def server_pid(var: Path) -> int | None:
    """Return the process id of the running server, None when there is none."""
    note = var / "postgres" / "postmaster.pid"
    return int(note.read_text().splitlines()[0]) if note.exists() else None


def test_the_server_stays_until_its_last_user_leaves(own_folder: Path) -> None:
    first = a_process(own_folder, HOLD)
    assert first.stdout is not None
    first.stdout.readline()
    a_run(own_folder)
    assert server_pid(own_folder) is not None
    first.communicate("\n", timeout=60)
    assert server_pid(own_folder) is None


def test_several_processes_may_start_it_at_once(own_folder: Path) -> None:
    together = [a_process(own_folder, USE) for _ in range(4)]
    answers = {process.communicate(timeout=120)[0].strip() for process in together}
    assert len(answers) == 1
    assert answers != {""}
    assert server_pid(own_folder) is None


def test_a_killed_user_does_not_keep_it_running_for_ever(own_folder: Path) -> None:
    killed = a_process(own_folder, HOLD)
    assert killed.stdout is not None
    killed.stdout.readline()
    killed.kill()
    killed.communicate(timeout=60)
    assert server_pid(own_folder) is not None
    a_run(own_folder)
    assert server_pid(own_folder) is None


def test_what_killed_users_left_running_can_be_stopped(own_folder: Path) -> None:
    killed = a_process(own_folder, HOLD)
    assert killed.stdout is not None
    killed.stdout.readline()
    stop_unless_used(own_folder / "postgres")
    assert server_pid(own_folder) is not None
    killed.kill()
    killed.communicate(timeout=60)
    stop_unless_used(own_folder / "postgres")
    assert server_pid(own_folder) is None


def test_what_was_committed_survives_a_killed_server(own_folder: Path) -> None:
    holder = a_process(own_folder, HOLD)
    assert holder.stdout is not None
    holder.stdout.readline()
    query(own_folder, "CREATE TABLE kept AS SELECT 42 AS n; SELECT n FROM kept")
    pid = server_pid(own_folder)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert query(own_folder, "SELECT n FROM kept") == "42"
    holder.communicate("\n", timeout=60)


def test_a_first_start_that_was_cut_short_is_made_good(own_folder: Path) -> None:
    (own_folder / "postgres.new").mkdir()
    (own_folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    assert query(own_folder, "SELECT 1") == "1"
    assert not (own_folder / "postgres.new").exists()


def test_a_folder_with_something_else_is_left_alone(own_folder: Path) -> None:
    (own_folder / "postgres").mkdir()
    (own_folder / "postgres" / "photo.jpg").write_bytes(b"dear")
    _, err = a_process(own_folder, USE).communicate(timeout=60)
    assert "the folder holds something that is no database" in err
    assert (own_folder / "postgres" / "photo.jpg").read_bytes() == b"dear"


def test_data_of_another_version_are_refused_with_the_way_out(own_folder: Path) -> None:
    (own_folder / "postgres").mkdir()
    (own_folder / "postgres" / "PG_VERSION").write_text("16\n")
    _, err = a_process(own_folder, USE).communicate(timeout=60)
    assert "made by PostgreSQL 16" in err
    assert "semesta restore" in err


def test_a_path_too_long_for_a_socket_gets_a_private_one(own_folder: Path) -> None:
    deep = own_folder / ("kecamatan-" * 8) / ("desa-" * 8)
    folder = Path(a_run(deep))
    assert folder != deep / "postgres"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.rmdir()


def test_only_its_own_account_may_open_the_socket(own_folder: Path) -> None:
    holder = a_process(own_folder, HOLD)
    assert holder.stdout is not None
    socket = Path(holder.stdout.readline().strip()) / ".s.PGSQL.5432"
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    holder.communicate("\n", timeout=60)
