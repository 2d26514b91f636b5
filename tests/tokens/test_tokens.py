"""Tokens: the secret is shown once and kept nowhere, ends with its day or at once, and leaves its trail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

import tests.jobs.works  # noqa: F401 - tells the kinds of these tests
from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.jobs.actions import enqueue
from semesta.jobs.queries import job
from semesta.jobs.worker import work
from semesta.tokens.actions import NewToken, TokenError, issue_token, revoke_token
from semesta.tokens.queries import holder_of, tokens
from semesta.tokens.token_scope import TokenScope
from semesta.tokens.token_use import note_use

BOSS = Actor("bos", Role.ADMINISTRATOR, "52.03")
TODAY = date(2026, 1, 15)
NOW = datetime(2026, 1, 15, 8, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("own_database")


def a_token(name: str = "satu-data", *, actor: Actor = BOSS, **values: object) -> str:
    terms = {"role": Role.READER, "territory": "52.03", "scopes": [TokenScope.LAW_READ],
             "expires_on": TODAY + timedelta(days=30)} | values  # fmt: skip
    return issue_token(actor, NewToken(name=name, **terms), today=TODAY)  # type: ignore[arg-type]


def test_a_secret_opens_what_it_was_issued_for_and_is_kept_nowhere() -> None:
    secret = a_token()
    holder = holder_of(secret, on=TODAY)
    assert holder is not None
    assert holder.actor == Actor("api:satu-data", Role.READER, "52.03")
    assert holder.may(TokenScope.LAW_READ)
    assert not holder.may(TokenScope.MONEY_READ)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tokens_apitoken t WHERE t::text LIKE %s", [f"%{secret[8:]}%"])
        assert cursor.fetchone() == (0,)
    assert [entry["action"] for entry in trail_of("api_token", "satu-data")] == ["issue_token"]
    assert secret not in str(trail_of("api_token", "satu-data"))


def test_a_token_ends_with_its_last_day_or_when_it_is_revoked() -> None:
    secret = a_token()
    assert holder_of(secret, on=TODAY + timedelta(days=30)) is not None
    assert holder_of(secret, on=TODAY + timedelta(days=31)) is None
    revoke_token(BOSS, "satu-data", now=NOW)
    revoke_token(BOSS, "satu-data", now=NOW + timedelta(days=1))
    assert holder_of(secret, on=TODAY) is None
    assert tokens()[0]["revoked_at"] == NOW
    assert [entry["action"] for entry in trail_of("api_token", "satu-data")] == ["issue_token", "revoke_token"]


def test_nobody_but_an_administrator_of_the_territory_lets_a_system_in() -> None:
    for actor in (Actor("a", Role.VERIFIER, "52.03"), Actor("b", Role.ADMINISTRATOR, "52.01")):
        with pytest.raises(NotPermittedError):
            a_token(actor=actor)
    with pytest.raises(NotPermittedError):
        a_token(territory="*")
    a_token()
    with pytest.raises(NotPermittedError):
        revoke_token(Actor("c", Role.AUDITOR, "52.03"), "satu-data", now=NOW)


@pytest.mark.parametrize(
    "values",
    [{"expires_on": TODAY}, {"expires_on": TODAY + timedelta(days=367)}, {"scopes": []}, {"name": "Satu Data"}],
    ids=["has passed", "beyond a year", "no scope", "no name"],
)
def test_a_token_that_is_not_sound_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(TokenError):
        a_token(**values)  # type: ignore[arg-type]
    assert tokens() == []


def test_when_a_token_was_used_is_known_to_the_minute() -> None:
    holder = holder_of(a_token(), on=TODAY)
    assert holder is not None
    for seconds in (0, 30, 61):
        note_use(holder.number, now=NOW + timedelta(seconds=seconds))
    assert tokens()[0]["last_used_at"] == NOW + timedelta(seconds=61)


def test_work_of_a_revoked_token_is_not_done() -> None:
    a_token(role=Role.ADMINISTRATOR)
    owner = Actor("api:satu-data", Role.ADMINISTRATOR, "52.03")
    first = enqueue(owner, "test_add", {"numbers": [1]})
    work(until_nothing_waits=True)
    assert job(owner, first)["state"] == "done"
    second = enqueue(owner, "test_add", {"numbers": [2]})
    revoke_token(BOSS, "satu-data", now=NOW)
    work(until_nothing_waits=True)
    assert job(owner, second)["state"] == "failed"
