"""Who asks for a page, looked up once a request and only when somebody asks."""

from __future__ import annotations

from django.http import HttpRequest

from semesta.accounts.actor import Actor
from semesta.accounts.queries import actor_of

_PLACE = "semesta_actor"


def actor_in(request: HttpRequest) -> Actor | None:
    """Return who asks, None when nobody with a role here is signed in."""
    if not hasattr(request, _PLACE):
        setattr(request, _PLACE, actor_of(getattr(request, "user", None)))
    found: Actor | None = getattr(request, _PLACE)
    return found


def signed_in(request: HttpRequest) -> Actor:
    """Return who asks, inside a view that is open to roles only.

    Raises LookupError for nobody: such a view should not have been reached.
    """
    actor = actor_in(request)
    if actor is None:
        raise LookupError("nobody is signed in")
    return actor
