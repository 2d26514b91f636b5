"""A database that holds only made-up people may be emptied; any other is never touched."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

REHEARSAL_MARK = "semesta rehearsal: made-up people only"


class RealDataError(RuntimeError):
    """The database holds people and is not marked as a rehearsal. Nothing was changed."""


def is_rehearsal() -> bool:
    """Say whether the database is marked as one that holds made-up people only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return bool(cursor.fetchone()[0] == REHEARSAL_MARK)


def make_empty_for_rehearsal() -> None:
    """Empty a rehearsal's database and bring it to today's shape; a database still without people becomes one.

    Raises RealDataError when there are people in a database that is not marked as a rehearsal.
    """
    if not is_rehearsal() and _has_people():
        raise RealDataError(
            "Basis data ini berisi orang dan bukan untuk latihan; kosongkan DATABASE_URL atau pakai basis data lain."
            " / This database holds people and is no rehearsal; unset DATABASE_URL or use another database."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [REHEARSAL_MARK])
    call_command("migrate", verbosity=0)


def _has_people() -> bool:
    if "people_person" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM people_person)")
        return bool(cursor.fetchone()[0])
