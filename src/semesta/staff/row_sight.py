"""Who sees appointments and invitations: administrators those of their territory, and whoever holds a link its own.

The holder of a link is nobody yet; `accepting.py` puts the fingerprint of the token into a setting of the transaction.
"""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import Rule, Sight, all_of, any_of, by_role, setting, within

_ADMINISTRATOR = all_of(by_role(Role.ADMINISTRATOR), within("territory"))
_MY_LINK = f"token_sha256 = {setting('invitation')}"
_TAKES_UP = """EXISTS (SELECT 1 FROM sight.held_invitation i
 WHERE i.role = staff_appointment.role AND i.territory = staff_appointment.territory
   AND i.agency = staff_appointment.agency)"""
_OF_STANDING = """(user_id IS NULL OR EXISTS (SELECT 1 FROM public.staff_appointment a
 WHERE a.user_id = staff_invitation.user_id AND a.until_on IS NULL AND a.role = staff_invitation.role
   AND a.territory = staff_invitation.territory))"""

OPEN_VIEWS = {
    "held_invitation": f"""SELECT role, territory, agency FROM public.staff_invitation
 WHERE token_sha256 = {setting("invitation")} AND used_at IS NULL AND expires_at > now() AND user_id IS NULL""",
}
"""A view, for policies of two tables must not ask each other."""

SIGHTS: dict[str, Rule] = {
    "staff_appointment": Sight(
        see=any_of(_ADMINISTRATOR, _TAKES_UP),
        write=any_of(_ADMINISTRATOR, _TAKES_UP),
        insert=_TAKES_UP,
        may=("INSERT", "UPDATE"),
        columns=("until_on", "end_reason"),
    ),
    "staff_invitation": Sight(
        see=any_of(_ADMINISTRATOR, _MY_LINK),
        write=any_of(_ADMINISTRATOR, _MY_LINK),
        insert=all_of(_ADMINISTRATOR, _OF_STANDING),
        may=("INSERT", "UPDATE"),
        columns=("used_at",),
    ),
}
