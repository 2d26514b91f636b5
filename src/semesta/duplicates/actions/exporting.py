"""Take the months paid twice out as a file: who did so stands in the trail."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from semesta.accounts.actor import Actor, may_decide, may_read_papers, require
from semesta.audit.actions import record
from semesta.duplicates.double_payments import double_payments


@transaction.atomic
def export_double_payments(actor: Actor, regency_code: str, *, payer: str = "") -> list[dict[str, Any]]:
    """Return the lines of `double_payments` for a file, of one payer or of all, and record who took out how many.

    Verifiers, the offices that decide on money, the regent's readers and auditors may. Errors: NotPermittedError.
    """
    permitted = may_decide(actor, regency_code) or may_read_papers(actor, regency_code)
    require(permitted, actor=actor, to="take out months paid twice in", region_code=regency_code)
    lines = [line for line in double_payments(regency_code) if payer in ("", line["payer"])]
    record(
        actor, "export_double_payments", object_type="double_payments", object_id=regency_code,
        region_code=regency_code, detail={"payer": payer, "lines": len(lines)},
    )  # fmt: skip
    return lines
