"""The scope of a page: what stands inside, and that nothing of it is left outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection, transaction

from semesta.accounts.scope import in_scope_of
from semesta.bulk import read_lines
from semesta.installation.own_server import WEB_ROLE
from tests.accounts.two_regencies import NEIGHBOUR, OPERATOR, VERIFIER, merge, two_regencies


def state() -> tuple[str, str, str]:
    """Role of the database, role and territory of the reader."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, coalesce(current_setting('semesta.role', true), ''),"
            " coalesce(current_setting('semesta.territory', true), '')"
        )
        found: tuple[str, str, str] = cursor.fetchone()
        return found


@pytest.mark.django_db
def test_inside_a_longer_transaction_everything_is_as_before_afterwards() -> None:
    before = state()
    with in_scope_of(OPERATOR):
        assert state() == (WEB_ROLE, OPERATOR.role, OPERATOR.territory)
        with in_scope_of(VERIFIER):
            assert state() == (WEB_ROLE, VERIFIER.role, VERIFIER.territory)
        with in_scope_of(None):
            assert state() == (WEB_ROLE, "", "")
        assert state() == (WEB_ROLE, OPERATOR.role, OPERATOR.territory)
    assert state() == before
    assert before[0] != WEB_ROLE


@pytest.mark.django_db
def test_a_block_that_fails_leaves_nothing_behind() -> None:
    before = state()
    with pytest.raises(ZeroDivisionError), in_scope_of(OPERATOR):
        raise ZeroDivisionError
    assert state() == before
    with in_scope_of(OPERATOR):
        with pytest.raises(ZeroDivisionError), in_scope_of(VERIFIER):
            raise ZeroDivisionError
        assert state() == (WEB_ROLE, OPERATOR.role, OPERATOR.territory)


def test_a_person_of_several_records_is_seen_whole(own_database: str, tmp_path: Path) -> None:
    two_regencies(tmp_path)
    merge(1_000_001, into="PETANI B")
    with in_scope_of(OPERATOR):
        assert read_lines("SELECT id FROM people_person WHERE id = 1000001") == [{"id": 1_000_001}]
        assert read_lines("SELECT count(*) AS n FROM membership_coveredmonth") == [{"n": 6}]
    with in_scope_of(NEIGHBOUR):
        assert read_lines("SELECT name FROM people_person WHERE name = 'PETANI B'") == [{"name": "PETANI B"}]


def test_a_transaction_of_its_own_leaves_nothing_behind(own_database: str) -> None:
    before = state()
    with in_scope_of(OPERATOR), transaction.atomic():
        assert state()[0] == WEB_ROLE
    assert state() == before
