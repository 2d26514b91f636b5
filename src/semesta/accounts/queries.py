"""Who somebody is here: the actor of a signed-in user."""

from __future__ import annotations

from typing import Any

from semesta.accounts.actor import Actor, Role
from semesta.accounts.models import User


def actor_of(user: Any) -> Actor | None:
    """Return the actor of a signed-in user with a territory, None for everybody else."""
    if not isinstance(user, User) or not user.is_active or not user.territory:
        return None
    return Actor(name=user.get_username(), role=Role(user.role), territory=user.territory, agency=user.agency)


def still_acting(actor: Actor) -> Actor | None:
    """Return the actor as he or she is now, None for whoever left or has another role or territory by now.

    An actor that is no user (the console of the installation) stays what it is.
    """
    user = User.objects.filter(username=actor.name).first()
    now = actor if user is None else actor_of(user)
    return now if now is not None and (now.role, now.territory) == (actor.role, actor.territory) else None
