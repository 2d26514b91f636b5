"""Who somebody is here: the actor of a signed-in user."""

from __future__ import annotations

from typing import Any

from semesta.accounts.actor import Actor, Role
from semesta.accounts.models import User


def actor_of(user: Any) -> Actor | None:
    """Return the actor of a signed-in user with a territory, None for everybody else."""
    if not isinstance(user, User) or not user.is_active or not user.territory:
        return None
    return Actor(name=user.get_username(), role=Role(user.role), territory=user.territory)


def is_still(actor: Actor) -> bool:
    """Say whether somebody may still act as this actor: whoever left, or has another role by now, may not.

    An actor that is no user (the console of the installation) stays what it is.
    """
    user = User.objects.filter(username=actor.name).first()
    return user is None or actor_of(user) == actor
