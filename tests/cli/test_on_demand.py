"""A run loads what it does: every command is found under its name, and no other room is opened for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

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


MONEY = ("purse", "plan", "decree", "exchange", "bill", "payment", "ledger", "arrears", "audit")


def leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Go through a command and all below it."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
    for inner, one in (below or {}).items():
        yield from leaves(f"{name} {inner}", one)


def test_every_command_about_money_answers_in_json_too() -> None:
    program = get_command(app)
    context = typer.Context(program)
    found = [leaf for name in MONEY for leaf in leaves(name, program.get_command(context, name))]
    silent = [name for name, one in found if not any("--json" in option.opts for option in one.params)]
    assert silent == ["exchange layout show"]  # it prints the file itself
