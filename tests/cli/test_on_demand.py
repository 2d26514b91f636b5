"""A run loads what it does: every command is found under its name, and no other room is opened for it."""

from __future__ import annotations

import subprocess
import sys

import typer
from typer.main import get_command

from semesta.cli.main import app
from semesta.cli.on_demand import COMMANDS


def test_every_command_is_found_under_its_name() -> None:
    program = get_command(app)
    context = typer.Context(program)
    assert [name for name in COMMANDS if program.get_command(context, name) is None] == []
    assert program.get_command(context, "no-such-command") is None


def test_handing_in_does_not_load_the_law() -> None:
    asked = (
        "import sys; from semesta.cli.main import app; from typer.main import get_command; program = get_command(app);"
        "program.get_command(None, 'intake'); print('semesta.cli.intake' in sys.modules, 'semesta.law' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "False"]
