"""Every table has a rule that says who sees its rows, and the database holds pages to it."""

from __future__ import annotations

import pytest
from django.db import connection

from semesta.accounts.row_security import is_in_place, rules
from semesta.accounts.sight import Closed, Open, Sight
from semesta.installation.own_server import WEB_ROLE

_SECURED = """
SELECT c.relname, c.relrowsecurity, has_any_column_privilege(%s, c.oid, 'SELECT'),
       EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""


def tables() -> dict[str, tuple[bool, bool, bool]]:
    """Return per table: is its security on, may the web role read it, has it a policy."""
    with connection.cursor() as cursor:
        cursor.execute(_SECURED, [WEB_ROLE])
        return {line[0]: line[1:] for line in cursor.fetchall()}


@pytest.mark.django_db
def test_every_table_has_a_rule_and_no_rule_is_left_over() -> None:
    assert set(rules()) == set(tables())
    assert is_in_place()


@pytest.mark.django_db
def test_the_database_does_what_the_rules_say() -> None:
    wanted = {Sight: (True, True, True), Open: (False, True, False), Closed: (False, False, False)}
    differs = {name: found for name, found in tables().items() if found != wanted[type(rules()[name])]}
    assert differs == {}


def test_what_is_open_or_closed_says_why() -> None:
    silent = [name for name, rule in rules().items() if not isinstance(rule, Sight) and len(rule.reason) < 20]
    assert silent == []


def test_what_tells_of_people_is_never_open() -> None:
    telling = (
        "people_person",
        "people_livelihood",
        "people_welfare",
        "membership_",
        "intake_",
        "duplicates_",
        "funding_",
        "exchange_",
    )
    assert [name for name, rule in rules().items() if name.startswith(telling) and not isinstance(rule, Sight)] == []
    shown = [
        name
        for name, rule in rules().items()
        if name.startswith(telling) and isinstance(rule, Sight) and rule.see == "true"
    ]
    assert shown == []


@pytest.mark.django_db
def test_the_web_role_owns_nothing_and_passes_by_no_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,"
            " EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid),"
            " EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid)"
            " FROM pg_roles r WHERE rolname = %s",
            [WEB_ROLE],
        )
        assert cursor.fetchone() == (False,) * 7
