"""Write the trail, called by every action of every room inside that action's transaction; and take it out as a file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from semesta.accounts.actor import Actor, may_audit, require
from semesta.audit.models import Entry
from semesta.audit.queries import TrailQuestion, search_trail


def record(
    actor: Actor, action: str, *, object_type: str, object_id: object, region_code: str, detail: dict[str, Any]
) -> None:
    """Add one entry; it stands or falls with the caller's transaction."""
    Entry.objects.create(
        actor=actor.name,
        role=str(actor.role),
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        region_code=region_code,
        detail=detail,
    )


@transaction.atomic
def export_trail(actor: Actor, question: TrailQuestion, *, region_code: str, most: int) -> list[dict[str, Any]]:
    """Return at most `most` entries (`search_trail`) for a file, and record who took out how many, asked for how.

    Errors: NotPermittedError.
    """
    require(may_audit(actor, region_code), actor=actor, to="take out the trail of", region_code=region_code)
    entries = search_trail(question, most=most)
    asked = {name: str(value) for name, value in asdict(question).items() if value not in ("", None)}
    record(
        actor, "export_trail", object_type="trail", object_id=region_code, region_code=region_code,
        detail={"question": asked, "entries": len(entries)},
    )  # fmt: skip
    return entries
