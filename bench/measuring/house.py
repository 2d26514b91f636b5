"""An installation of its own for measuring, under `var/bench`, so that nobody's database is touched.

Its PostgreSQL is the program's own unless another one is named; a database with real people is refused by the program.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

VAR = Path(__file__).resolve().parents[2] / "var" / "bench"
TODAY = "2026-01-31"
REGENCY = "52.03"


def open_house(*, database: str = "") -> None:
    """Open the rooms with a database on the own server, or on the one `database` (a URL) names.

    Waits until no other measurement runs: they would empty the house for one another.
    """
    VAR.mkdir(parents=True, exist_ok=True)
    fcntl.flock(os.open(VAR / "in-use.lock", os.O_RDWR | os.O_CREAT), fcntl.LOCK_EX)  # until this process ends
    os.environ.pop("DATABASE_URL", None)
    if database:
        os.environ["DATABASE_URL"] = database
    os.environ.update(SEMESTA_VAR=str(VAR), SEMESTA_TODAY=TODAY, SEMESTA_REGENCY=REGENCY)
    from semesta.cli.show import open_rooms

    open_rooms()


def empty_house(scale: float) -> None:
    """Make database and kept files as after `semesta prepare`: regions, segments, bases and targets, nobody yet."""
    from semesta.cli.prepare import bring_in_what_ships
    from semesta.installation.places import files_folder
    from semesta.installation.rehearsal import make_empty_for_rehearsal

    make_empty_for_rehearsal()
    bring_in_what_ships(scale)
    shutil.rmtree(files_folder(), ignore_errors=True)


def set_jit(setting: str) -> None:
    """Turn PostgreSQL's JIT on or off for this session; whoever does not want it must turn it off himself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jit', %s, false)", [setting])


def has_jit() -> bool:
    """Say whether this PostgreSQL was built with JIT."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_jit_available()")
        return bool(cursor.fetchone()[0])
