"""Counts are for everybody; pages keep small ones back. Administrators set targets and count."""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import EVERYBODY, IN_WHOLE_REGENCY, Open, Rule, Sight, all_of, by_role, setting

_MAINTAINS = by_role(Role.ADMINISTRATOR)

SIGHTS: dict[str, Rule] = {
    "coverage_target": Sight(see=EVERYBODY, write=all_of(_MAINTAINS, f"{setting('reach')} = 'regency'")),
    "coverage_enquiry": Open(
        "citizens ask without signing in; the table holds keyed fingerprints for a day, to count askings by",
        may=("INSERT", "DELETE"),
    ),
    "coverage_snapshot": Sight(see=EVERYBODY, write=all_of(_MAINTAINS, IN_WHOLE_REGENCY)),
    "coverage_cell": Sight(see=EVERYBODY, write=all_of(_MAINTAINS, IN_WHOLE_REGENCY)),
    "coverage_segmentcell": Sight(see=EVERYBODY, write=all_of(_MAINTAINS, IN_WHOLE_REGENCY)),
}
