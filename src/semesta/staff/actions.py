"""What an administrator does about the people of the territory: invite, end, hand over, end sessions, reset sign-in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from semesta.accounts.actor import Actor, Role, may_maintain, require
from semesta.accounts.models import User
from semesta.audit.actions import record
from semesta.signin.sessions import end_sessions_of
from semesta.staff.models import Appointment, Invitation
from semesta.staff.post import Post, check_post, check_reason
from semesta.staff.refusals import StaffRefusedError
from semesta.staff.token import fingerprint

DAYS_VALID = 7
_TOKEN_BYTES = 32


@transaction.atomic
def invite(actor: Actor, post: Post, *, for_whom: str, reason: str, now: datetime) -> str:
    """Make a one-time link to take up a post, valid for a week; return its token, which is kept nowhere.

    Errors: NotPermittedError beyond the actor's territory, StaffRefusedError.
    """
    check_post(actor, post)
    return _link(actor, post, for_whom=for_whom.strip()[:150], reason=check_reason(reason), now=now)


@transaction.atomic
def end_appointment(actor: Actor, username: str, *, reason: str, now: datetime) -> int:
    """End somebody's standing appointment today: no role any more, and every live session over at once.

    now: in the installation's time zone. Returns how many sessions were ended.
    Errors: NotPermittedError, StaffRefusedError.
    """
    standing = _standing(actor, username)
    if username == actor.name:
        raise StaffRefusedError("oneself")
    kept = check_reason(reason)
    standing.until_on, standing.end_reason = max(now.date(), standing.from_on), kept
    standing.save(update_fields=["until_on", "end_reason"])
    # a link for a new password must not outlive the appointment it was made in
    Invitation.objects.filter(user=standing.user, used_at=None).update(used_at=now)
    ended = end_sessions_of(standing.user_id)
    _record(actor, "end_appointment", standing, {"reason": kept, "sessions_ended": ended})
    return ended


@transaction.atomic
def hand_over(actor: Actor, username: str, *, for_whom: str, reason: str, now: datetime) -> str:
    """End one person's appointment and invite the successor to the same post; the work stays with the post.

    Returns the token of the successor's link. Errors: NotPermittedError, StaffRefusedError.
    """
    standing = _standing(actor, username)
    post = Post(Role(standing.role), standing.territory, standing.agency)
    end_appointment(actor, username, reason=reason, now=now)
    return invite(actor, post, for_whom=for_whom, reason=reason, now=now)


@transaction.atomic
def end_sessions(actor: Actor, username: str) -> int:
    """Sign somebody out everywhere, at once; return of how many sessions. Errors: as `end_appointment`."""
    standing = _standing(actor, username)
    ended = end_sessions_of(standing.user_id)
    _record(actor, "end_sessions", standing, {"sessions_ended": ended})
    return ended


@transaction.atomic
def reset_sign_in(actor: Actor, username: str, *, reason: str, now: datetime) -> str:
    """Take password, second factors and sessions from somebody, and make a one-time link to choose a new password.

    Returns the link's token. The database itself takes password and factors away, when the link comes in.
    Errors: NotPermittedError, StaffRefusedError.
    """
    standing = _standing(actor, username)
    post = Post(Role(standing.role), standing.territory, standing.agency)
    end_sessions_of(standing.user_id)
    return _link(
        actor, post, for_whom=standing.user.first_name, reason=check_reason(reason), now=now, user=standing.user
    )


def _link(actor: Actor, post: Post, *, for_whom: str, reason: str, now: datetime, user: User | None = None) -> str:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    made = Invitation.objects.create(
        token_sha256=fingerprint(token), role=post.role, territory=post.territory, agency=post.agency,
        for_whom=for_whom, user=user, invited_by=actor.name, reason=reason, expires_at=now + timedelta(days=DAYS_VALID),
    )  # fmt: skip
    record(
        actor, "reset_sign_in" if user else "invite", object_type="invitation", object_id=made.pk,
        region_code=post.territory,
        detail={"role": post.role, "agency": post.agency, "reason": reason, "user": user.username if user else ""},
    )  # fmt: skip
    return token


def _standing(actor: Actor, username: str) -> Appointment:
    """Return somebody's standing appointment; one outside the actor's territory is as unknown as one that is not."""
    found = Appointment.objects.select_related("user").defer("user__password")
    standing = found.filter(user__username=username, until_on=None).first()
    require(actor.role is Role.ADMINISTRATOR, actor=actor, to="manage people in", region_code=actor.territory)
    if standing is None or not may_maintain(actor, standing.territory):
        raise StaffRefusedError("unknown", username)
    return standing


def _record(actor: Actor, action: str, standing: Appointment, detail: dict[str, object]) -> None:
    record(
        actor, action, object_type="user", object_id=standing.user.username, region_code=standing.territory,
        detail={"role": standing.role, **detail},
    )  # fmt: skip
