"""PostgreSQL's own programs for the server in use, and how they and we connect to it.

A program must not be older than the server. Those of the wheel serve every server up to their own version; for a
newer one they are looked for on PATH and where Debian installs them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from semesta.installation import own_server
from semesta.installation.backup_error import BackupError

_VERSION = re.compile(r"\b(\d+)(?:\.\d+)*\b")


def connection_parameters() -> dict[str, Any]:
    """Return what libpq needs to reach the database of the settings; the own server is started for it."""
    known = {option.keyword.decode() for option in Conninfo.get_defaults()} - {"client_encoding"}
    return {name: value for name, value in connection.get_connection_params().items() if name in known}


def connect() -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection of our own, apart from Django's."""
    return psycopg.connect(**connection_parameters())


def program_environment() -> dict[str, str]:
    """Return the environment for a program: the password travels here, never on the command line."""
    password = connection_parameters().get("password")
    return {**os.environ, "PGPASSWORD": str(password)} if password else dict(os.environ)


def program_target() -> str:
    """Return the database as a program's `--dbname` takes it, without the password."""
    return make_conninfo("", **{key: value for key, value in connection_parameters().items() if key != "password"})


def programs_at_least(major: int) -> Path:
    """Return the folder of PostgreSQL programs of this version or newer; BackupError when there is none."""
    if own_server.programs_major() >= major:
        return own_server.programs_folder()
    on_path = [Path(found).parent for found in [shutil.which("pg_dump")] if found]
    of_debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in [*on_path, *of_debian]:
        if major_of(folder) >= major:
            return folder
    raise BackupError(
        f"diperlukan program PostgreSQL {major} (pg_dump, pg_restore, psql); yang ada {own_server.programs_major()}. "
        f"Pasang paket postgresql-client-{major}",
        f"PostgreSQL {major} programs are needed (pg_dump, pg_restore, psql); there are only those of "
        f"{own_server.programs_major()}. Install the package postgresql-client-{major}",
    )


def major_of(programs: Path) -> int:
    """Return the version of the programs in a folder, 0 when they cannot be run there."""
    if not all((programs / name).exists() for name in ("pg_dump", "pg_restore", "psql")):
        return 0
    command = [str(programs / "pg_dump"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    found = _VERSION.search(answer.stdout)
    return int(found[1]) if found else 0
