"""Background door of this room: erase what is past its term."""

from __future__ import annotations

from datetime import date

from semesta.accounts.actor import Actor
from semesta.jobs.kinds import Arguments, Result, Told, background
from semesta.jobs.lanes import Lane
from semesta.jobs.progress import Progress
from semesta.privacy.actions import erase_past_retention
from semesta.privacy.asking import ERASE


@background(
    ERASE,
    lane=Lane.LONG,
    when_it_fails=Told(
        "Tidak ada yang dihapus. Coba jalankan lagi.",
        "Nothing was erased. Try running it again.",
    ),
)
def erase(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Erase by every rule as of the day it was asked for; the result tells the rows by rule."""
    progress("erasing")
    done = erase_past_retention(actor, arguments["regency"], today=date.fromisoformat(arguments["today"]))
    return {"rows": {line["rule"]: line["rows"] for line in done}}
