"""Row-level security of the whole database, written from what the rooms say in `row_sight.py`.

It is taken away before tables change and put in place after; a mark tells whether what stands is what the program says.
Between the two the web role sees nothing. Role and grants are the server's, not the dump's: a restore puts them back.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, transaction

from semesta.accounts.sight import Closed, Open, Rule, Sight
from semesta.installation.own_server import WEB_ROLE

_POLICIES = "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'"
_TRIGGERS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
 WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype = 'trigger'::regtype
"""
_SHOWN = """
DO $$ BEGIN EXECUTE (
    SELECT format('GRANT SELECT (%s) ON public.{table} TO {role}', string_agg(quote_ident(attname), ', '))
      FROM pg_attribute
     WHERE attrelid = 'public.{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ({hidden})
); END $$;"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('semesta.sight'))"


@cache
def rules() -> dict[str, Rule]:
    """Return the rule of every table that a room names, by the table's name."""
    found: dict[str, Rule] = {}
    for module in _modules():
        found |= module.SIGHTS
    return found


def put_in_place() -> None:
    """Make row-level security what the program says; a database whose tables are not all there is left without."""
    tables = _tables()
    if not set(rules()) <= tables:
        return
    is_role_there = _make_role()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        _take_away()
        cursor.execute(_script())
        cursor.execute(_TRIGGERS)  # what the database promises is checked on all rows, whoever writes
        for (function,) in cursor.fetchall():
            cursor.execute(f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = public, pg_temp")
        if is_role_there:
            cursor.execute(_grants())
        cursor.execute("COMMENT ON SCHEMA sight IS %s", [_mark()])


def take_away() -> None:
    """Remove policies and what they lean on, so that tables can change; security stays on, so nothing is seen."""
    with transaction.atomic():
        _take_away()


def is_in_place() -> bool:
    """Say whether the database's row-level security is what this program says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = 'sight'")
        found = cursor.fetchone()
        if found is None or found[0] != _mark() or not is_web_role_there():
            return False
        cursor.execute("SELECT has_table_privilege(%s, 'sight.resident', 'SELECT')", [WEB_ROLE])  # no dump holds grants
        return bool(cursor.fetchone()[0])


def keep_in_place() -> None:
    """Put row-level security in place unless it is."""
    if not is_in_place():
        put_in_place()


def is_web_role_there() -> bool:
    """Say whether the server has the web role and this login may work as it."""
    with connection.cursor() as cursor:
        kind = "SET" if cursor.connection.info.server_version >= 160000 else "MEMBER"
        cursor.execute("SELECT pg_has_role(oid, %s) FROM pg_roles WHERE rolname = %s", [kind, WEB_ROLE])
        found = cursor.fetchone()
    return bool(found and found[0])


def _make_role() -> bool:
    """Make the web role where this login has the right to; say whether it is there."""
    if is_web_role_there():
        return True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB_ROLE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {WEB_ROLE} LOGIN NOINHERIT")
            cursor.execute(f"GRANT {WEB_ROLE} TO CURRENT_USER")
    except DatabaseError:
        return False  # `semesta doctor` says so, with the remedy
    return True


def _take_away() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_POLICIES)
        for table, policy in cursor.fetchall():
            cursor.execute(f'DROP POLICY "{policy}" ON public."{table}"')
        cursor.execute("DROP SCHEMA IF EXISTS sight CASCADE")


@cache
def _script() -> str:
    """Return the statements that make schema, views and policies."""
    made = [(Path(__file__).parent / "sight_objects.sql").read_text()]
    made += [f"CREATE VIEW sight.{name} WITH (security_barrier) AS {query};" for name, query in _views().items()]
    for table, rule in rules().items():
        if not isinstance(rule, Sight):
            made.append(f"ALTER TABLE public.{table} DISABLE ROW LEVEL SECURITY;")
            continue
        made.append(f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY;")
        made.append(f"CREATE POLICY see ON public.{table} FOR SELECT USING ({rule.see});")
        for command in rule.may if rule.write else ():
            uses = "" if command == "INSERT" else f" USING ({rule.write})"
            new = rule.insert if command == "INSERT" and rule.insert else rule.write
            checks = "" if command == "DELETE" else f" WITH CHECK ({new})"
            made.append(f"CREATE POLICY may_{command.lower()} ON public.{table} FOR {command}{uses}{checks};")
    return "\n".join(made)


@cache
def _grants() -> str:
    """Return the statements that give the web role what it needs and nothing else."""
    made = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {WEB_ROLE};",
        f"GRANT USAGE ON SCHEMA public, sight TO {WEB_ROLE};",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB_ROLE};",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA sight TO {WEB_ROLE};",
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sight FROM PUBLIC;",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA sight TO {WEB_ROLE};",
    ]  # fmt: skip
    for table, rule in rules().items():
        if isinstance(rule, Closed):
            continue
        may = rule.may if isinstance(rule, Open) or rule.write else ()
        commands = [f"UPDATE ({', '.join(rule.columns)})" if c == "UPDATE" and rule.columns else c for c in may]
        hidden = rule.hidden if isinstance(rule, Sight) else ()
        if hidden:
            made.append(_SHOWN.format(table=table, hidden=", ".join(f"'{name}'" for name in hidden), role=WEB_ROLE))
        commands = commands if hidden else ["SELECT", *commands]
        if commands:
            made.append(f"GRANT {', '.join(commands)} ON public.{table} TO {WEB_ROLE};")
    return "\n".join(made)


@cache
def _mark() -> str:
    return hashlib.sha256((_script() + _grants()).encode()).hexdigest()


def _views() -> dict[str, str]:
    found: dict[str, str] = {}
    for module in _modules():
        found |= getattr(module, "OPEN_VIEWS", {})
    return found


def _modules() -> list[Any]:
    names = [f"{app.name}.row_sight" for app in apps.get_app_configs() if app.name.startswith("semesta.")]
    return [import_module(name) for name in names if find_spec(name) is not None]


def _tables() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))
