"""Bring the tables of the database to this version of the program, one change of tables after the other.

Each change is made whole or not at all."""

from __future__ import annotations

from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg.errors import UndefinedTable


def pending_changes() -> list[str]:
    """Return the names of the changes of tables that have not been made, in order."""
    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def changes_of_a_newer_version() -> list[str]:
    """Return the changes made to this database that this version of the program does not know."""
    loader = MigrationExecutor(connection).loader
    return sorted(".".join(key) for key in loader.applied_migrations if key not in loader.disk_migrations)


def is_untouched() -> bool:
    """Say whether no change has ever been made: the database is new."""
    return not MigrationExecutor(connection).loader.applied_migrations


def make_pending_changes() -> list[str]:
    """Make the changes that are pending and return their names; those made before a failing one stay."""
    pending = pending_changes()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    return pending


def says_tables_are_missing(problem: Exception) -> bool:
    """Say whether a failure came of a database in which nothing has been prepared yet."""
    return isinstance(problem, ProgrammingError) and isinstance(problem.__cause__, UndefinedTable)
