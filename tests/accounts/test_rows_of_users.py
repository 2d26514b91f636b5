"""What the role of pages reads of users, straight in SQL: nobody's password, nobody else's factors and sessions."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from semesta.accounts.actor import Actor, Role
from semesta.accounts.models import User
from tests.accounts.two_regencies import count, web_login
from tests.accounts.users import ADMINISTRATOR, BUDI, PASSWORD, SARI

pytestmark = pytest.mark.usefixtures("users")
TABLES = ("accounts_user", "mfa_authenticator", "signin_session")
READERS = pytest.mark.parametrize("reader", [None, SARI, ADMINISTRATOR], ids=["nobody", "operator", "administrator"])


def first(login: psycopg.Connection[Any], statement: str, *values: str) -> Any:
    line = login.execute(statement, values).fetchone()
    assert line is not None
    return line[0]


@READERS
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT password FROM accounts_user",
        "SELECT * FROM accounts_user",
        "SELECT count(*) FROM accounts_user WHERE password LIKE 'pbkdf2%'",
        "SELECT u FROM accounts_user u",
        "UPDATE accounts_user SET password = password || 'x'",
        "UPDATE accounts_user SET last_login = now() RETURNING password",
        "INSERT INTO accounts_user (username, password) SELECT 'x', password FROM accounts_user",
        "SELECT content FROM signin_session",
        "SELECT * FROM signin_session",
    ],
)
def test_no_password_and_no_content_of_a_session_is_read_by_anybody(reader: Actor | None, statement: str) -> None:
    with web_login(reader) as login, pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute(statement)


def test_one_sees_oneself_and_an_administrator_the_people_of_the_territory() -> None:
    def seen(reader: Actor | None) -> set[str]:
        with web_login(reader) as login:
            return {name for (name,) in login.execute("SELECT username FROM accounts_user")}

    assert seen(None) == set()
    assert seen(SARI) == {"sari"}
    assert seen(ADMINISTRATOR) == {"admin", "sari", "budi"}
    assert seen(Actor("x", Role.ADMINISTRATOR, "52.01")) == {"jauh"}


def test_factors_are_seen_by_their_owner_alone() -> None:
    with web_login(SARI) as login:
        assert [count(login, table) for table in TABLES] == [1, 2, 1]
    with web_login(ADMINISTRATOR) as login:
        assert [count(login, table) for table in TABLES] == [3, 2, 3]
        assert login.execute("UPDATE mfa_authenticator SET data = '{}'").rowcount == 2
    with web_login(None) as login:
        assert [count(login, table) for table in TABLES] == [0, 0, 0]


def test_the_database_compares_a_password_and_tells_no_digest() -> None:
    whole = User.objects.defer(None).values_list("password", flat=True).get(username="sari")
    with web_login(SARI) as login:
        form = first(login, "SELECT sight.password_form()")
        assert whole.startswith(form)
        assert len(whole) - len(form) == 44
        assert [first(login, "SELECT sight.is_password(%s)", made) for made in (whole, form, form + "x")] == [
            True,
            False,
            False,
        ]
    with web_login(BUDI) as login:
        assert first(login, "SELECT sight.is_password(%s)", whole) is False


def test_a_password_that_is_none_fits_nothing() -> None:
    with transaction.atomic():
        User.objects.filter(username="sari").update(password="!")
        assert not User.objects.get(username="sari").check_password("!")
        transaction.set_rollback(True)
    with web_login(SARI) as login:
        login.execute("UPDATE accounts_user SET password = '!'")
        assert [first(login, "SELECT sight.is_password(%s)", made) for made in ("!", "")] == [False, False]


def test_nobody_ends_or_begins_a_session_of_somebody_else() -> None:
    end = "DELETE FROM signin_session WHERE fingerprint = 'budi'"
    begin = "INSERT INTO signin_session (fingerprint, browser, content, expires_at) VALUES ('x', '', 'y', '2100-01-01')"
    with web_login(SARI) as login:
        assert login.execute(end).rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege), login.transaction():
            login.execute(begin)
    with web_login(ADMINISTRATOR) as login:
        assert login.execute(end).rowcount == 1
        assert login.execute("DELETE FROM signin_session WHERE fingerprint = 'jauh'").rowcount == 0
        told = login.execute("SELECT sight.held_session(fingerprint) FROM signin_session").fetchall()
        assert told == [(None,), (None,)]


def test_what_works_as_its_owner_belongs_to_the_owner_of_the_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_class c ON c.oid = 'accounts_user'::regclass"
            " WHERE p.prosecdef AND (p.proowner <> c.relowner OR p.proconfig IS NULL)"
        )
        assert cursor.fetchall() == []


def test_the_owner_s_console_reads_what_pages_do_not() -> None:
    user = User.objects.get(username="sari")
    assert "password" in user.get_deferred_fields()
    assert user.check_password(PASSWORD)
    assert user.password.startswith("pbkdf2_sha256$")
