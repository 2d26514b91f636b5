"""Hold the books together in somebody's name, so that the result stands in the trail with its day."""

from __future__ import annotations

from django.db import transaction

from semesta.accounts.actor import Actor, may_audit, require
from semesta.audit.actions import record
from semesta.funding.queries.audit import AuditReport, audit


def audit_books(actor: Actor, regency_code: str) -> AuditReport:
    """Replay ledger, papers and covered months (`queries.audit`) and record what was found; nothing else is changed."""
    require(may_audit(actor, regency_code), actor=actor, to="audit the books of", region_code=regency_code)
    report = audit(regency_code)
    with transaction.atomic():
        record(
            actor, "audit_books", object_type="books", object_id=regency_code, region_code=regency_code,
            detail=report.page(),
        )  # fmt: skip
    return report
