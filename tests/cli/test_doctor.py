"""The doctor says in plain words what is wrong and what to do, and changes nothing."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from django.db import connection
from typer.testing import CliRunner

from semesta.cli.doctor import doctor, migrate
from semesta.installation.check import Check
from semesta.installation.database_checks import clock, encoding, migrations, reachable, role_rights, server_version
from semesta.installation.machine_checks import (
    LITTLE_DISK,
    TOO_LITTLE_DISK,
    disk_space,
    kept_files,
    python_version,
    secret_key_permissions,
    time_zone,
)
from semesta.installation.places import files_folder


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEMESTA_VAR", str(tmp_path))
    monkeypatch.delenv("SEMESTA_SECRET_KEY")
    return tmp_path


def run(*arguments: str, language: str = "en") -> tuple[int, str]:
    app = typer.Typer()
    app.command()(doctor)
    app.command()(migrate)
    answer = CliRunner(env={"LANG": language, "LC_ALL": ""}).invoke(app, list(arguments))
    return answer.exit_code, answer.output


def by_code(output: str) -> dict[str, dict[str, Any]]:
    return {check["code"]: check for check in json.loads(output)["checks"]}


def test_a_sound_installation_has_nothing_wrong(own_database: str) -> None:
    code, output = run("doctor", "--json")
    checks = by_code(output)
    assert {c for c, check in checks.items() if check["state"] == "wrong"} == set()
    assert {"python_version", "disk_space", "reachable", "server_version", "clock", "migrations"} <= checks.keys()
    assert code == 0


def test_something_wrong_is_exit_code_5_and_comes_with_a_remedy(own_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', now())")
    code, output = run("doctor", "--json")
    assert code == 5
    assert by_code(output)["migrations"]["state"] == "wrong"
    assert by_code(output)["migrations"]["remedy"] == "Install that newer version."


def test_the_doctor_speaks_the_reader_s_language(own_database: str) -> None:
    assert "PostgreSQL" in run("doctor", language="id")[1]
    assert "peringatan" in run("doctor", language="id")[1]
    assert "warnings" in run("doctor")[1]


def test_pending_changes_of_tables_are_named_and_can_be_made(new_database: str) -> None:
    assert migrations().state == "warning"
    code, output = run("migrate", "--json")
    assert code == 0
    assert "accounts.0001_initial" in json.loads(output)["made"]
    assert migrations().state == "ok"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name <> '0001_initial'")
    assert migrations().state == "wrong"


def test_a_newer_database_is_not_migrated(own_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', now())")
    code, output = run("migrate")
    assert code == 3
    assert "newer version" in output


def test_a_server_that_does_not_answer_is_said_to_be_so(own_database: str) -> None:
    connection.close()
    with pytest.MonkeyPatch.context() as nowhere:
        nowhere.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        nowhere.setitem(connection.settings_dict, "PORT", "1")
        check = reachable()
    assert check.state == "wrong"
    assert "cannot be reached" in check.found.english
    assert check.remedy is not None


@pytest.mark.parametrize(("seconds", "state"), [(0, "ok"), (10, "warning"), (3600, "wrong"), (-3600, "wrong")])
def test_clocks_that_differ_are_noticed(own_database: str, seconds: int, state: str) -> None:
    assert clock(lambda: datetime.now(UTC) + timedelta(seconds=seconds)).state == state


def test_the_own_server_needs_no_mending(own_database: str) -> None:
    checks = [server_version(), encoding(), *role_rights()]
    assert [check.state for check in checks] == ["ok"] * len(checks)


def test_a_role_that_may_not_make_tables_is_noticed(own_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        cursor.execute("REVOKE ALL ON SCHEMA public FROM CURRENT_USER")
    assert role_rights()[0].state == "wrong"


@pytest.mark.parametrize(
    ("free", "state"), [(LITTLE_DISK, "ok"), (LITTLE_DISK - 1, "warning"), (TOO_LITTLE_DISK - 1, "wrong")]
)
def test_little_disk_is_a_warning_and_too_little_is_wrong(free: int, state: str) -> None:
    assert disk_space(free).state == state


def test_an_old_python_is_wrong() -> None:
    assert [python_version(version).state for version in [(3, 10), (3, 11), (3, 13)]] == ["wrong", "ok", "ok"]


def test_time_zones_outside_indonesia_are_questioned() -> None:
    zones = ["Asia/Jayapura", "Europe/Brussels", "Mars/Olympus"]
    assert [time_zone(zone).state for zone in zones] == ["ok", "warning", "wrong"]


def test_a_key_others_can_read_is_wrong(var: Path) -> None:
    key = var / "secret_key"
    key.write_text("x")
    key.chmod(0o644)
    assert secret_key_permissions().state == "wrong"
    key.chmod(0o600)
    assert secret_key_permissions().state == "ok"


def test_a_kept_file_whose_content_changed_is_found(var: Path) -> None:
    for content in (b"a", b"b", b"c"):
        digest = hashlib.sha256(content).hexdigest()
        path = files_folder() / digest[:2] / digest
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    assert kept_files(None).state == "ok"
    path.write_bytes(b"changed")
    found = kept_files(None)
    assert found.state == "wrong"
    assert path.name in found.found.english


def test_a_remedy_belongs_to_every_state_but_ok() -> None:
    with pytest.raises(ValueError, match="remedy"):
        Check("x", "wrong", Check.ok("x", "a", "b").found)
