"""`semesta backup` and `semesta restore`: exit codes, words and JSON; and `serve` refuses a busy port."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
import typer
from django.db import connection
from typer.testing import CliRunner

from semesta.cli.backup import backup, restore
from semesta.cli.serve import serve


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEMESTA_VAR", str(tmp_path))
    return tmp_path


def run(*arguments: object) -> tuple[int, str, str]:
    app = typer.Typer()
    for command in (backup, restore, serve):
        app.command(command.__name__)(command)
    answer = CliRunner(env={"LANG": "en", "LC_ALL": ""}).invoke(app, [str(argument) for argument in arguments])
    return answer.exit_code, answer.stdout, answer.stderr


def test_a_backup_reports_what_it_holds(own_database: str, var: Path) -> None:
    code, output, _ = run("backup", var / "x.tar", "--json")
    assert code == 0
    facts = json.loads(output)
    assert facts.keys() == {"file", "made_at", "semesta", "server_version", "tables", "rows", "files", "bytes"}
    assert facts["rows"] > 0


def test_restoring_onto_tables_needs_replace(own_database: str, var: Path) -> None:
    run("backup", var / "x.tar")
    code, _, problem = run("restore", var / "x.tar")
    assert code == 3
    assert "--replace" in problem
    assert run("restore", var / "x.tar", "--replace")[0] == 0


def test_a_file_that_is_no_backup_is_refused(own_database: str, var: Path) -> None:
    (var / "photo.jpg").write_bytes(b"dear")
    for name in ("photo.jpg", "not-there.tar"):
        code, _, problem = run("restore", var / name, "--replace")
        assert code == 3
        assert "damaged or none of Semesta's" in problem


def test_after_an_older_backup_the_next_step_is_named(own_database: str, var: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name <> '0001_initial'")
    run("backup", var / "x.tar")
    assert "semesta migrate" in run("restore", var / "x.tar", "--replace")[1]


def test_a_busy_port_is_refused_in_plain_words(own_database: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, problem = run("serve", "--port", taken.getsockname()[1])
    assert code == 2
    assert "another program has it" in " ".join(problem.split())


def test_pages_are_not_served_from_tables_of_an_older_version(own_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name <> '0001_initial'")
    code, _, problem = run("serve")
    assert code == 5
    assert "semesta migrate" in problem
