"""Write the trail. Called by every action of every room, inside that action's transaction."""

from __future__ import annotations

from typing import Any

from semesta.accounts.actor import Actor
from semesta.audit.models import Entry


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
