"""Spells and covered months are seen by whoever sees their person; decisions, decrees, bills and answers move them."""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import IN_WHOLE_REGENCY, Rule, Sight, all_of, by_role, of_person

_MOVES = by_role(Role.ADMINISTRATOR, Role.VERIFIER, Role.PLANNER, Role.FINANCE, Role.INSURER_BRANCH)

SIGHTS: dict[str, Rule] = {
    table: Sight(see=of_person(table, "person_id"), write=all_of(_MOVES, IN_WHOLE_REGENCY))
    for table in ("membership_spell", "membership_coveredmonth")
}
