"""Background doors of this room: compute a plan, freeze it into a decree, close a year, audit the books."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from semesta.accounts.actor import Actor
from semesta.funding.actions import audit_books, close_year, compute_plan, freeze_plan
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.asking import AUDIT_MONEY
from semesta.funding.refusals import RefusedError
from semesta.jobs.kinds import Arguments, Result, Told, WorkRefusedError, background
from semesta.jobs.lanes import Lane
from semesta.jobs.progress import Progress

_NOTHING_CHANGED = Told("Tidak ada yang berubah. Coba jalankan lagi.", "Nothing was changed. Try running it again.")


@background("compute_plan", when_it_fails=_NOTHING_CHANGED, lane=Lane.LONG)
def compute_kept_plan(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Compute the plan of a number; the result names it and the state it has come to."""
    progress("computing")
    with refusals_told():
        state = compute_plan(actor, arguments["regency"], arguments["plan"])
    return {"plan": arguments["plan"], "state": state}


@background("freeze_plan", when_it_fails=_NOTHING_CHANGED, lane=Lane.LONG)
def freeze_kept_plan(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Issue the decree of a plan; the result names the decree."""
    progress("issuing")
    head = DecreeHead(
        arguments["number"], date.fromisoformat(arguments["dated_on"]), arguments["title"],
        past_months=arguments.get("past_months", ""),
    )  # fmt: skip
    with refusals_told():
        return {"decree": freeze_plan(actor, arguments["regency"], arguments["plan"], head)}


@background("close_year", when_it_fails=_NOTHING_CHANGED)
def close_asked_year(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Close a fiscal year; the result names the year and how many person-months lapsed unbilled."""
    progress("closing")
    year = int(arguments["year"])
    with refusals_told():
        lapsed = close_year(actor, arguments["regency"], year, closed_on=date.fromisoformat(arguments["closed_on"]),
                            document=arguments["document"], early_because=arguments["early_because"])  # fmt: skip
    return {"year": year, "lapsed_months": lapsed}


@background(
    AUDIT_MONEY,
    lane=Lane.LONG,
    when_it_fails=Told("Pemeriksaan tidak selesai; tidak ada yang berubah.", "The audit did not end; nothing changed."),
)
def audit_in_background(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Audit the books of `regency`; the result says whether they are sound and how many differences there are."""
    progress("auditing")
    report = audit_books(actor, arguments["regency"])
    return {"is_sound": report.is_sound, "differences": len(report.differences)}


@contextmanager
def refusals_told() -> Iterator[None]:
    """Let a refusal of this room end a job with its words in both languages."""
    try:
        yield
    except RefusedError as refusal:
        raise WorkRefusedError(Told(refusal.said("id"), refusal.said("en"))) from refusal
