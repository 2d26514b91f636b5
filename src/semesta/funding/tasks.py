"""Background doors of this room: audit the books."""

from __future__ import annotations

from semesta.accounts.actor import Actor
from semesta.funding.actions import audit_books
from semesta.funding.asking import AUDIT_MONEY
from semesta.jobs.kinds import Arguments, Result, Told, background
from semesta.jobs.progress import Progress


@background(
    AUDIT_MONEY,
    when_it_fails=Told("Pemeriksaan tidak selesai; tidak ada yang berubah.", "The audit did not end; nothing changed."),
)
def audit_in_background(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Audit the books of `regency`; the result says whether they are sound and how many differences there are."""
    progress("auditing")
    report = audit_books(actor, arguments["regency"])
    return {"is_sound": report.is_sound, "differences": len(report.differences)}
