"""One account for every role, so that a rehearsal can be walked through by everybody; never where people are real."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from semesta.accounts.actor import Actor, Role
from semesta.accounts.models import User
from semesta.audit.actions import record
from semesta.installation.rehearsal import is_rehearsal
from semesta.staff.models import Appointment
from semesta.staff.post import Post, check_post
from semesta.staff.queries import rehearsal_name
from semesta.staff.refusals import StaffRefusedError


@transaction.atomic
def open_rehearsal_accounts(actor: Actor, posts: Mapping[Role, Post], *, password: str, now: datetime) -> list[str]:
    """Make a user with an appointment for every post, all with one password; return the sign-in names.

    Errors: StaffRefusedError in an installation that is no rehearsal, NotPermittedError beyond the actor's territory.
    """
    if not is_rehearsal():
        raise StaffRefusedError("rehearsal")
    kept = make_password(password)
    names = []
    for role, post in posts.items():
        check_post(actor, post)
        name = rehearsal_name(role)
        user = User.objects.create(username=name, first_name=name.replace("-", " ").capitalize(), password=kept)
        Appointment.objects.create(
            user=user, role=post.role, territory=post.territory, agency=post.agency, from_on=now.date(),
            appointed_by=actor.name, reason="latihan",
        )  # fmt: skip
        names.append(name)
        record(
            actor, "open_rehearsal_account", object_type="user", object_id=name, region_code=post.territory,
            detail={"role": post.role},
        )  # fmt: skip
    return names
