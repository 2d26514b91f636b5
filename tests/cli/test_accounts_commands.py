"""`semesta accounts`: from an invitation to its end; what cannot be leaves with the exit code of its kind and words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from typer.testing import CliRunner

from semesta.accounts.models import User
from semesta.audit.models import Entry
from semesta.cli.main import app

pytestmark = pytest.mark.django_db
TAKEN_UP = {"name": "Sari", "username": "sari", "password": "gunung-rinjani-3726", "again": "gunung-rinjani-3726"}
VERIFIER = ("invite", "--role", "verifier", "--for", "Sari", "--reason", "SK 1")


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def accounts(*arguments: str, code: int = 0) -> Any:
    """Run a command of `semesta accounts` with --json; return its document, or what was said when it stops."""
    answer = CliRunner().invoke(app, ["accounts", *arguments, "--json"])
    assert answer.exit_code == code, answer.output
    return answer.stderr if code else json.loads(answer.stdout)


def somebody() -> Client:
    """Invite a verifier at the console, take the link up and sign in."""
    client = Client()
    client.post(accounts(*VERIFIER)["link"], TAKEN_UP)
    client.force_login(User.objects.get(username="sari"))
    return client


def test_whoever_is_invited_is_listed_and_the_end_is_the_end() -> None:
    client = somebody()
    (line,) = accounts("list", "sari")["people"]
    assert (line["role"], line["territory"], line["reason"]) == ("verifier", "52.03", "SK 1")
    assert accounts("end", "sari", "--reason", "pensiun") == {"username": "sari", "sessions_ended": 1}
    assert client.get("/akun/").status_code == 302
    assert accounts("list")["people"] == []
    assert [one["username"] for one in accounts("list", "--ended")["people"]] == ["sari"]


def test_a_reset_gives_a_link_for_a_new_password_once() -> None:
    client = somebody()
    link = accounts("reset", "sari", "--reason", "telepon hilang")["link"]
    assert client.get("/akun/").status_code == 302
    said = {"password": "pantai-pink-9182", "again": "pantai-pink-9182"}
    assert [Client().post(link, said).status_code for _ in range(2)] == [302, 410]
    assert User.objects.get(username="sari").check_password("pantai-pink-9182")
    assert {"reset_sign_in", "accept_invitation"} <= set(Entry.objects.values_list("action", flat=True))


def test_sessions_are_ended_and_a_post_is_handed_over() -> None:
    client = somebody()
    assert accounts("end-sessions", "sari")["sessions_ended"] == 1
    assert client.get("/akun/").status_code == 302
    link = accounts("hand-over", "sari", "--for", "Budi", "--reason", "mutasi")["link"]
    assert "Budi" in Client().get(link).content.decode()
    assert [one["for_whom"] for one in accounts("list")["invitations"]] == ["Budi"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("invite", "--role", "raja"), 2, "village_operator"),
        (("invite", "--role", "verifier", "--territory", "52.03.99999"), 3, "52.03.99999"),
        (("invite", "--role", "verifier", "--territory", "*"), 3, "*"),
        (("invite", "--role", "village_operator"), 3, "satu desa"),
        (("invite", "--role", "agency_operator"), 3, "kunci dinas"),
        (("invite", "--role", "agency_operator", "--agency", "Dinas X"), 3, "kunci dinas"),
        (("invite", "--role", "verifier", "--reason", "  "), 3, "alasan"),
        (("invite", "--role", "verifier", "--reason", "x" * 301), 3, "300"),
        (("end", "tidak-ada", "--reason", "x"), 3, "tidak-ada"),
        (("end-sessions", "tidak-ada"), 3, "tidak-ada"),
        (("reset", "tidak-ada", "--reason", "x"), 3, "tidak-ada"),
        (("hand-over", "tidak-ada", "--reason", "x"), 3, "tidak-ada"),
        (("end", "sari"), 2, "--reason"),
    ],
)
def test_what_cannot_be_is_told(arguments: tuple[str, ...], code: int, said: str) -> None:
    told = accounts(*arguments, code=code)
    assert said.lower() in told.lower()
    assert not Entry.objects.exists()


def test_without_json_a_person_reads_it() -> None:
    shown = CliRunner().invoke(app, ["accounts", *VERIFIER]).stdout
    assert "7 hari" in shown
    assert "/undangan/" in shown
    assert "1 undangan menunggu" in CliRunner().invoke(app, ["accounts", "list"]).stdout
