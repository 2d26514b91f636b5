"""Regions, their names, bases and boundaries are for everybody; administrators change them."""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import EVERYBODY, Rule, Sight, all_of, by_role, setting

_BY_ADMINISTRATOR = all_of(by_role(Role.ADMINISTRATOR), f"{setting('reach')} = 'regency'")
_PUBLIC = Sight(see=EVERYBODY, write=_BY_ADMINISTRATOR)

SIGHTS: dict[str, Rule] = dict.fromkeys(
    [
        "regions_region", "regions_regionalias", "regions_formercode", "regions_externalcode", "regions_workforcebase",
        "regions_boundary",
    ],
    _PUBLIC,
)  # fmt: skip
