"""Pairs and decisions belong to the regency's roles; whoever handed a row in sees what is asked about that row."""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import (
    IN_MY_REGENCY,
    IN_WHOLE_REGENCY,
    Rule,
    Sight,
    all_of,
    any_of,
    by_role,
    of_my_submissions,
)

_DECIDES = all_of(by_role(Role.ADMINISTRATOR, Role.VERIFIER), IN_WHOLE_REGENCY)
_OF_SEEN_PAIR = all_of(
    IN_MY_REGENCY,
    "EXISTS (SELECT 1 FROM duplicates_pair p WHERE p.regency_code = duplicates_decision.regency_code"
    " AND p.number = duplicates_decision.pair_number)",
)

SIGHTS: dict[str, Rule] = {
    "duplicates_run": Sight(see=IN_WHOLE_REGENCY, write=_DECIDES, may=("INSERT",)),
    "duplicates_pair": Sight(see=any_of(IN_WHOLE_REGENCY, of_my_submissions()), write=_DECIDES),
    "duplicates_decision": Sight(see=any_of(IN_WHOLE_REGENCY, _OF_SEEN_PAIR), write=_DECIDES, may=("INSERT",)),
    "duplicates_claim": Sight(see=IN_WHOLE_REGENCY, write=_DECIDES),
    "duplicates_sampledpair": Sight(see=IN_WHOLE_REGENCY, write=_DECIDES, may=("INSERT", "UPDATE")),
}
