"""The outermost group loads the commands that are asked for, and no others: a run starts as fast as what it does.

`semesta --help` lists all, so it loads all.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.main import get_group

from semesta.cli.speaking import SpeakingGroup

COMMANDS: dict[str, str] = {
    "demo": "demo:demo",
    "doctor": "doctor:doctor",
    "migrate": "doctor:migrate",
    "prepare": "prepare:prepare",
    "serve": "serve:serve",
    "work": "work:work",
    "accounts": "accounts:app",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "synthetic": "synthetic:synthetic",
    "arrears": "bill:arrears",
    "audit": "ledger:audit",
    "intake": "workbooks:app",
    "coverage": "coverage:app",
    "exchange": "exchange:app",
    "regions": "regions:app",
    "law": "law:app",
    "match": "match:app",
    "purse": "purse:app",
    "plan": "plan:app",
    "decree": "decree:app",
    "bill": "bill:app",
    "payment": "payment:app",
    "ledger": "ledger:app",
    "token": "token:app",
    "privacy": "privacy:app",
}
"""Name of a command -> module of this room, and the function or group of commands in it; in the order of the help."""


class OnDemandGroup(SpeakingGroup):
    """A group of all `COMMANDS`, each loaded when it is first asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, None when there is none of this name."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.add_command(_loaded(cmd_name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the words name; for a wrong name typer looks for similar ones among those loaded."""
        if args and args[0] not in COMMANDS:
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _loaded(name: str) -> Any:
    module, _, attribute = COMMANDS[name].partition(":")
    part = getattr(import_module(f"semesta.cli.{module}"), attribute)
    holder = typer.Typer()
    if isinstance(part, typer.Typer):
        holder.add_typer(part, name=name)
    else:
        holder.command(name)(part)
    return get_group(holder).commands[name]
