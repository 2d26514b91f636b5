"""Every change of tables can be undone, and the tables are those the models describe."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from semesta.installation import programs
from semesta.installation.contents import table_names


def migrate(targets: list[tuple[str, str | None]]) -> None:
    MigrationExecutor(connection).migrate(targets)


def leaves() -> list[tuple[str, str | None]]:
    return [(app, name) for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes()]


NOT_OURS = {"django_tasks_database"}
"""Libraries whose own migrations cannot be undone; their tables stay."""


def leftovers() -> list[str]:
    """Return the functions, types and triggers that are still there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace UNION ALL "
            "SELECT typname::text FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')"
        )
        return [name for (name,) in cursor.fetchall()]


def test_every_change_of_tables_can_be_undone_and_made_again(own_database: str) -> None:
    migrate([(app, None) for app, _ in reversed(leaves()) if app not in NOT_OURS])
    with programs.connect() as own:
        assert {name.split("_tasks_")[0] for name in table_names(own)} == {"django_migrations", "django"}
    assert leftovers() == []
    migrate(leaves())
    assert MigrationExecutor(connection).migration_plan(leaves()) == []


def test_models_and_tables_agree(own_database: str) -> None:
    said = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)
    assert "No changes detected" in said.getvalue()
