"""The rules on who may be appointed to what, and by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from semesta.accounts.actor import Actor, Role, may_maintain, require
from semesta.kernel.region_code import is_region_code, level_of
from semesta.staff.refusals import StaffRefusedError

AGENCY_KEY = re.compile(r"(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_AGENCY = 60
_LONGEST_REASON = 300
_LEVELS = {Role.VILLAGE_OPERATOR: "village", Role.DISTRICT: "district", Role.PROVINCE: "province"}


@dataclass(frozen=True, slots=True)
class Post:
    """A role for a territory (dotted region code), for an agency operator also the agency's key."""

    role: Role
    territory: str
    agency: str = ""


def check_post(actor: Actor, post: Post) -> None:
    """Raise unless the actor may appoint to the post, and the post makes sense.

    Errors: NotPermittedError beyond the actor's territory, StaffRefusedError for a post that does not fit together.
    """
    require(may_maintain(actor, post.territory), actor=actor, to="appoint in", region_code=post.territory)
    if not is_region_code(post.territory):
        raise StaffRefusedError("territory", post.territory)
    level = level_of(post.territory)
    wanted = _LEVELS.get(post.role)
    if (wanted is not None and level != wanted) or (wanted is None and level in ("province", "country")):
        raise StaffRefusedError("territory", post.territory)
    is_key = len(post.agency) <= _LONGEST_AGENCY and AGENCY_KEY.fullmatch(post.agency) is not None
    if is_key is not (post.role is Role.AGENCY_OPERATOR) or (post.agency and not is_key):
        raise StaffRefusedError("agency")


def check_reason(reason: str) -> str:
    """Return the reason without blanks around it. Errors: StaffRefusedError for none, or more than 300 letters."""
    kept = reason.strip()
    if not kept or len(kept) > _LONGEST_REASON:
        raise StaffRefusedError("reason")
    return kept
