"""Background doors of this room: make the batches that are due."""

from __future__ import annotations

from datetime import date

from semesta.accounts.actor import Actor
from semesta.exchange.actions import make_batches
from semesta.jobs.kinds import Arguments, Result, Told, background
from semesta.jobs.progress import Progress
from semesta.kernel.month import Month
from semesta.sheets.exchange.layout_file import shipped_layout


@background(
    "make_batches",
    when_it_fails=Told("Tidak ada gelombang yang dibuat. Coba jalankan lagi.", "No batch was made. Try again."),
)
def make_due_batches(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Make the batches that are due; the result names them, and (private, for some days) who lacks what."""
    progress("batching")
    month = arguments["first_month"]
    made = make_batches(
        actor, arguments["regency"], shipped_layout(), made_on=date.fromisoformat(arguments["made_on"]),
        purse_id=arguments["purse"], first_month=Month.parse(month) if month else None, again=arguments["again"],
    )  # fmt: skip
    return {
        "batches": list(made.batches), "lines": made.lines, "incomplete": len(made.incomplete),
        "private": {"incomplete": [list(one) for one in made.incomplete]},
    }  # fmt: skip
