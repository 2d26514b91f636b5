"""Taking up an invitation. Whoever does is nobody yet: the link is the permission, the trail gets the new name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from semesta.accounts.actor import Actor, Role
from semesta.accounts.models import User
from semesta.accounts.scope import holding, in_scope_of
from semesta.audit.actions import record
from semesta.bulk import read_lines
from semesta.staff.models import Appointment, Invitation
from semesta.staff.post import Post
from semesta.staff.refusals import StaffRefusedError
from semesta.staff.token import fingerprint

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link offers: a post; `username` of whoever only chooses a new password, else empty."""

    post: Post
    for_whom: str
    username: str


def offer_of(token: str, *, now: datetime) -> Offer:
    """Return what a link offers. Errors: StaffRefusedError, the same for a used, expired and unknown one."""
    with holding("invitation", fingerprint(token)):
        found = _valid(token, now)
        post = Post(Role(found.role), found.territory, found.agency)
        return Offer(post, found.for_whom, found.user.username if found.user else "")


@transaction.atomic
def accept_invitation(token: str, *, username: str, name: str, password: str, now: datetime) -> str:
    """Make the user of an invitation and start the appointment, or set the new password of a reset; return who.

    username, name: of a new user; not asked of one who is there. now: in the installation's time zone.
    Errors: StaffRefusedError.
    """
    with holding("invitation", fingerprint(token)):
        found = _valid(token, now)
        is_new = found.user is None
        user = found.user or _new_user(username.strip().lower(), name.strip())
        _check_password(password, user)
        user.set_password(password)
        with in_scope_of(Actor(user.username, Role(found.role), "")):  # whose row is the only one it may write
            user.save(update_fields=None if is_new else ["password", "password_mark"])
        if is_new:
            Appointment.objects.create(
                user=user, role=found.role, territory=found.territory, agency=found.agency, from_on=now.date(),
                appointed_by=found.invited_by, reason=found.reason,
            )  # fmt: skip
        found.used_at = now
        found.save(update_fields=["used_at"])
    actor = Actor(user.username, Role(found.role), found.territory, found.agency)
    with in_scope_of(actor):
        record(
            actor, "accept_invitation", object_type="invitation", object_id=found.pk, region_code=found.territory,
            detail={"role": found.role, "invited_by": found.invited_by, "is_reset": not is_new},
        )  # fmt: skip
    return user.username


def _valid(token: str, now: datetime) -> Invitation:
    found = Invitation.objects.filter(token_sha256=fingerprint(token)).select_for_update().first()
    if found is None or found.used_at is not None or found.expires_at <= now:
        raise StaffRefusedError("link")
    return found


def _new_user(username: str, name: str) -> User:
    if _USERNAME.fullmatch(username) is None or _is_taken(username):
        raise StaffRefusedError("username")
    if not name:
        raise StaffRefusedError("name")
    return User(username=username, first_name=name[:150])


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise StaffRefusedError("password", " ".join(problem.messages)) from problem


def _is_taken(username: str) -> bool:
    """Ask the database, which tells of one name; the rows of users are nobody's who is not one of them."""
    return read_lines("SELECT sight.is_at_work(%s) IS NOT NULL AS taken", [username])[0]["taken"] is True
