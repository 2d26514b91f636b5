"""Who works in a territory, and which invitations wait."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from semesta.accounts.actor import Actor, Role, require
from semesta.bulk import read_lines
from semesta.installation.rehearsal import is_rehearsal
from semesta.staff.models import Appointment, Invitation


def appointments(actor: Actor, *, search: str = "", ended: bool = False) -> list[dict[str, Any]]:
    """Return the appointments of an administrator's territory, standing or ended, by sign-in name.

    search: part of sign-in name, name, role, agency or territory. Each: `id`, `username`, `name`, `role`, `territory`,
    `agency`, `from_on`, `until_on`, `appointed_by`, `reason`, `last_login`. Errors: NotPermittedError.
    """
    _require(actor)
    found = Appointment.objects.filter(until_on__isnull=not ended)
    for word in search.split():
        found = found.filter(
            Q(user__username__icontains=word) | Q(user__first_name__icontains=word) | Q(role__icontains=word)
            | Q(agency__icontains=word) | Q(territory__startswith=word)
        )  # fmt: skip
    placed = found.select_related("user").defer("user__password").order_by("user__username")
    return [_line(one) for one in placed if _is_of(actor, one)]


def appointment(actor: Actor, number: int) -> dict[str, Any]:
    """Return one appointment as in `appointments`. Errors: LookupError for none in the territory, NotPermittedError."""
    _require(actor)
    one = Appointment.objects.select_related("user").defer("user__password").filter(pk=number).first()
    if one is None or not _is_of(actor, one):
        raise LookupError(number)
    return _line(one)


def waiting_invitations(actor: Actor, *, now: datetime) -> list[dict[str, Any]]:
    """Return the links of the territory that can still be used: post, `for_whom`, `invited_by`, `expires_at`."""
    _require(actor)
    found = Invitation.objects.filter(used_at=None, expires_at__gt=now).order_by("expires_at")
    fields = ("id", "role", "territory", "agency", "for_whom", "invited_by", "expires_at")
    return [{field: getattr(one, field) for field in fields} for one in found if _is_of(actor, one)]


def rehearsal_name(role: Role) -> str:
    """Return the sign-in name of a role's account in a rehearsal.

    >>> rehearsal_name(Role.VILLAGE_OPERATOR)
    'latihan-village-operator'
    """
    return f"latihan-{role.value.replace('_', '-')}"


def rehearsal_accounts() -> list[tuple[str, str]]:
    """Return sign-in name and role of every account of a rehearsal; empty where people are real."""
    if not is_rehearsal():
        return []
    roles = {rehearsal_name(role): role.value for role in Role}
    there = read_lines("SELECT name FROM unnest(%s::text[]) name WHERE sight.is_at_work(name)", [list(roles)])
    names = {line["name"] for line in there}
    return [(name, role) for name, role in roles.items() if name in names]


def _require(actor: Actor) -> None:
    require(actor.role is Role.ADMINISTRATOR, actor=actor, to="see the people of", region_code=actor.territory)


def _is_of(actor: Actor, one: Appointment | Invitation) -> bool:
    return actor.is_responsible_for(one.territory)


def _line(one: Appointment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "username": one.user.username,
        "name": one.user.first_name,
        "role": one.role,
        "territory": one.territory,
        "agency": one.agency,
        "from_on": one.from_on,
        "until_on": one.until_on,
        "appointed_by": one.appointed_by,
        "reason": one.reason,
        "last_login": one.user.last_login,
    }
