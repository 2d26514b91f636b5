"""Background doors of this room: make the batches that are due, bill a month to whoever was not refused."""

from __future__ import annotations

from datetime import date

from semesta.accounts.actor import Actor
from semesta.exchange.actions import make_batches
from semesta.exchange.billing import bill_month_of_members
from semesta.funding.tasks import refusals_told
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


@background(
    "bill_month",
    when_it_fails=Told("Tidak ada yang ditagih. Coba jalankan lagi.", "Nothing was billed. Try running it again."),
)
def bill_asked_month(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Bill a month without those whom the insurer refused; the result says what it brought, how many decreed people
    had died before it, how many were held back by the insurer's answer, and how many are billed under another record.
    """
    progress("billing")
    with refusals_told():
        billed = bill_month_of_members(
            actor, arguments["regency"], Month.parse(arguments["month"]), document=arguments["document"],
            issued_on=date.fromisoformat(arguments["issued_on"]),
        )  # fmt: skip
    return {
        "month": arguments["month"], "bills": len(billed.bills), "members": billed.members,
        "amount_rp": billed.amount_rp, "died_before": len(billed.died_before), "withheld": len(billed.withheld),
        "merged": len(billed.merged),
    }  # fmt: skip
