"""Read the trail."""

from __future__ import annotations

from typing import Any

from semesta.audit.models import Entry


def trail_of(object_type: str, object_id: object) -> list[dict[str, Any]]:
    """Return the entries about one object, oldest first: at, actor, role, action, detail."""
    entries = Entry.objects.filter(object_type=object_type, object_id=str(object_id)).order_by("id")
    return [dict(entry) for entry in entries.values("at", "actor", "role", "action", "detail")]
