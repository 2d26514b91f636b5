"""Is the database fit: can it be reached, may we work in it, is it of this program's version. Nothing is changed.

The first check opens the connection; when it fails nothing else about the database can be said.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, connection

from semesta.installation.check import Check, Words
from semesta.installation.machine_checks import data_folder_owner
from semesta.installation.own_server import DatabaseStartError, data_folder
from semesta.installation.tables import changes_of_a_newer_version, is_untouched, pending_changes

OLDEST_POSTGRESQL = 15
SKEW_SECONDS = 2.0
TOO_MUCH_SKEW_SECONDS = 60.0


def is_own_server() -> bool:
    """Say whether the settings name no server, so that the program's own is used."""
    return not settings.DATABASES["default"]["HOST"]


def database_checks(now: Callable[[], datetime]) -> list[Check]:
    """Return every check of the database, in the order people should mend them; `now` is the machine's clock."""
    checks = [data_folder_owner()] if is_own_server() else []
    reached = reachable()
    checks.append(reached)
    if reached.state == "ok":
        checks += [server_version(), encoding(), *role_rights(), clock(now), migrations()]
    return checks


def reachable() -> Check:
    """The server answers and lets us in."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database(), current_user")
            database, user = cursor.fetchone()
    except (DatabaseError, DatabaseStartError) as problem:
        reason = " ".join(str(problem).split())
        return Check(
            "reachable",
            "wrong",
            Words(f"PostgreSQL tidak terhubung: {reason}", f"PostgreSQL cannot be reached: {reason}"),
            Words(
                f"Baca {data_folder() / 'log'} dan perbaiki yang disebut di sana.",
                f"Read {data_folder() / 'log'} and mend what it names.",
            )
            if is_own_server()
            else Words(
                "Periksa DATABASE_URL: alamat, nama, sandi, dan versi server (15 ke atas).",
                "Check DATABASE_URL: address, name, password, and the server's version (15 or newer).",
            ),
        )
    return Check.ok("reachable", f"terhubung ke {database} sebagai {user}", f"connected to {database} as {user}")


def server_version() -> Check:
    """PostgreSQL is not older than Semesta needs."""
    text = _one("SHOW server_version").split()[0]
    if int(text.split(".")[0]) >= OLDEST_POSTGRESQL:
        return Check.ok("server_version", f"PostgreSQL {text}", f"PostgreSQL {text}")
    return Check(
        "server_version",
        "wrong",
        Words(f"PostgreSQL {text} terlalu lama", f"PostgreSQL {text} is too old"),
        Words(
            "Naikkan ke PostgreSQL 15 atau lebih baru, atau kosongkan DATABASE_URL agar server sendiri dipakai.",
            "Upgrade to PostgreSQL 15 or newer, or leave DATABASE_URL empty to use the own server.",
        ),
    )


def encoding() -> Check:
    """Text is stored as UTF-8."""
    text = _one("SHOW server_encoding")
    if text == "UTF8":
        return Check.ok("encoding", "UTF8", "UTF8")
    return Check(
        "encoding",
        "wrong",
        Words(f"basis data memakai {text}, bukan UTF8", f"the database is in {text}, not UTF8"),
        Words(
            "Buat basis data baru: CREATE DATABASE semesta ENCODING 'UTF8' TEMPLATE template0.",
            "Make a new database: CREATE DATABASE semesta ENCODING 'UTF8' TEMPLATE template0.",
        ),
    )


def role_rights() -> list[Check]:
    """The role may make tables, and is no superuser."""
    checks = []
    if _one("SELECT has_schema_privilege('public', 'CREATE')::text") == "true":
        checks.append(Check.ok("role_may_create", "boleh membuat tabel", "may make tables"))
    else:
        checks.append(
            Check(
                "role_may_create",
                "wrong",
                Words("peran ini tidak boleh membuat tabel", "this role may not make tables"),
                Words(
                    "Jadikan peran ini pemilik basis data: ALTER DATABASE semesta OWNER TO peran.",
                    "Make this role the owner of the database: ALTER DATABASE semesta OWNER TO role.",
                ),
            )
        )
    if _one("SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user") == "false":
        checks.append(Check.ok("role_superuser", "bukan superuser", "no superuser"))
    else:
        checks.append(
            Check(
                "role_superuser",
                "warning",
                Words(
                    "peran ini superuser: ia dapat melewati semua batas", "this role is a superuser: no limit holds it"
                ),
                Words(
                    "Buat peran biasa yang memiliki basis data, dan sebutkan di DATABASE_URL.",
                    "Make an ordinary role that owns the database, and name it in DATABASE_URL.",
                ),
            )
        )
    return checks


def clock(now: Callable[[], datetime]) -> Check:
    """The clocks of this machine and of the database agree."""
    before = now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    ours = before + (now() - before) / 2
    skew = abs((theirs.astimezone(UTC) - ours.astimezone(UTC)).total_seconds())
    if skew <= SKEW_SECONDS:
        return Check.ok("clock", "jam mesin dan basis data sama", "the machine's and the database's clocks agree")
    return Check(
        "clock",
        "wrong" if skew > TOO_MUCH_SKEW_SECONDS else "warning",
        Words(f"jam mesin dan basis data berselisih {skew:.0f} detik", f"the clocks differ by {skew:.0f} seconds"),
        Words("Nyalakan penyelaras waktu (NTP) di keduanya.", "Turn on time synchronisation (NTP) on both."),
    )


def migrations() -> Check:
    """The tables are those of this version of the program."""
    pending, unknown = pending_changes(), changes_of_a_newer_version()
    if unknown:
        return Check(
            "migrations",
            "wrong",
            Words(
                f"basis data ditulis oleh versi Semesta yang lebih baru ({unknown[-1]})",
                f"the database was written by a newer version of Semesta ({unknown[-1]})",
            ),
            Words("Pasang versi yang lebih baru itu.", "Install that newer version."),
        )
    if pending and is_untouched():
        return Check(
            "migrations",
            "warning",
            Words("basis data masih kosong", "the database is still empty"),
            Words("Jalankan `semesta prepare`.", "Run `semesta prepare`."),
        )
    if pending:
        return Check(
            "migrations",
            "wrong",
            Words(
                f"{len(pending)} perubahan tabel belum dijalankan, pertama {pending[0]}",
                f"{len(pending)} changes of tables are pending, the first is {pending[0]}",
            ),
            Words(
                "Buat cadangan (`semesta backup FILE`), lalu `semesta migrate`.",
                "Make a backup (`semesta backup FILE`), then `semesta migrate`.",
            ),
        )
    return Check.ok("migrations", "semua tabel mutakhir", "all tables are up to date")


def _one(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])
