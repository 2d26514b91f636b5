"""A database that holds only made-up people may be emptied; any other is never touched."""

from __future__ import annotations

import os

from django.core.management import call_command
from django.db import connection

from semesta.installation.places import var_folder
from semesta.kernel.finding import Language

REHEARSAL_MARK = "semesta rehearsal: made-up people only"


class RealDataError(RuntimeError):
    """The database holds people and is not marked as a rehearsal. Nothing was changed.

    `where` says what led to it: the variable DATABASE_URL, or the folder whose own database it is.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(f"{where} holds people and is no rehearsal")

    def said(self, language: Language) -> str:
        """Return what was refused and the remedy in the reader's language."""
        if self.where == "DATABASE_URL":
            return {
                "id": "Basis data di DATABASE_URL berisi orang dan bukan untuk latihan; tidak ada yang diubah. "
                "Kosongkan DATABASE_URL (`env -u DATABASE_URL semesta demo`) atau tunjuk basis data kosong.",
                "en": "The database of DATABASE_URL holds people and is no rehearsal; nothing was changed. Unset "
                "DATABASE_URL (`env -u DATABASE_URL semesta demo`) or name an empty database.",
            }[language]
        return {
            "id": f"Folder {self.where} (SEMESTA_VAR) adalah pemasangan yang berisi orang, bukan untuk latihan; "
            "tidak ada yang diubah. Jalankan latihan di folder lain: `SEMESTA_VAR=var/demo semesta demo`.",
            "en": f"The folder {self.where} (SEMESTA_VAR) is an installation that holds people and is no rehearsal; "
            "nothing was changed. Rehearse in another folder: `SEMESTA_VAR=var/demo semesta demo`.",
        }[language]


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
        raise RealDataError(_where())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [REHEARSAL_MARK])
    call_command("migrate", verbosity=0)


def _where() -> str:
    return "DATABASE_URL" if os.environ.get("DATABASE_URL") else str(var_folder())


def _has_people() -> bool:
    if "people_person" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM people_person)")
        return bool(cursor.fetchone()[0])
