"""The line that every change of one's own account leaves in the trail, with the address and without any secret."""

from __future__ import annotations

from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.audit.actions import record
from semesta.signin.lock import address_of


def record_own(actor: Actor, request: HttpRequest, action: str, **detail: object) -> None:
    """Record that the actor did something about the own account."""
    record(
        actor, action, object_type="user", object_id=actor.name, region_code=actor.territory,
        detail={"address": address_of(request), **detail},
    )  # fmt: skip
