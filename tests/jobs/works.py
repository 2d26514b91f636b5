"""Kinds of work for these tests, told as a room's `tasks.py` tells its own."""

from __future__ import annotations

from semesta.accounts.actor import Actor, Role, require
from semesta.jobs.kinds import Arguments, Result, Told, WorkRefusedError, background
from semesta.jobs.lanes import Lane
from semesta.jobs.progress import Progress

UNTOUCHED = Told("Tidak ada yang tersimpan.", "Nothing was stored.")


@background("test_add", when_it_fails=UNTOUCHED)
def add(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Add numbers up, for administrators."""
    require(actor.role is Role.ADMINISTRATOR, actor=actor, to="add", region_code=actor.territory)
    for place, _ in enumerate(arguments["numbers"]):
        progress("reading", place + 1, len(arguments["numbers"]))
    return {"sum": sum(arguments["numbers"]), "private": {"numbers": arguments["numbers"]}}


@background("test_refuse", when_it_fails=UNTOUCHED)
def refuse(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Refuse in plain words."""
    raise WorkRefusedError(Told("Berkas kosong.", "The file is empty."))


@background("test_follow", when_it_fails=UNTOUCHED, lane=Lane.LONG)
def follow(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Follow by itself, in the long lane."""
    return {}
