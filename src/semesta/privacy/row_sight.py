"""The registers are for those who answer for data: administrators keep them, auditors read them."""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import IN_WHOLE_REGENCY, Rule, Sight, all_of, by_role

_KEPT = Sight(
    see=all_of(by_role(Role.ADMINISTRATOR, Role.AUDITOR), IN_WHOLE_REGENCY),
    write=all_of(by_role(Role.ADMINISTRATOR), IN_WHOLE_REGENCY),
    may=("INSERT", "UPDATE"),
)
SIGHTS: dict[str, Rule] = {"privacy_privacyrequest": _KEPT, "privacy_breach": _KEPT}
