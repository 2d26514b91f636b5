"""Ask for work of this room that is done in the background; the job leaves its own line in the trail."""

from __future__ import annotations

from typing import Final

from semesta.accounts.actor import Actor, may_audit, require
from semesta.jobs.actions import enqueue

AUDIT_MONEY: Final = "audit_money"


def ask_for_audit(actor: Actor, regency_code: str, *, key: str) -> int:
    """Return the number of the job that will audit the books; the same `key` asks once. Errors: NotPermittedError."""
    require(may_audit(actor, regency_code), actor=actor, to="audit the books of", region_code=regency_code)
    return enqueue(actor, AUDIT_MONEY, {"regency": regency_code}, about=regency_code, key=key)
