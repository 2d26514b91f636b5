"""Who sees a person: the regency's roles, the village the person lives in, and whoever handed the person in.

A person told by several records is seen whole or not at all: a record merged with one that is seen is seen too.
"""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import (
    EVERYBODY,
    IN_MY_REGENCY,
    IN_WHOLE_REGENCY,
    Rule,
    Sight,
    all_of,
    any_of,
    by_role,
    in_my_places,
    is_seen_person,
    of_person,
)

_DECIDES = by_role(Role.ADMINISTRATOR, Role.VERIFIER)
_LIVES_HERE = in_my_places("village_code")
_OPERATES_HERE = all_of(by_role(Role.ADMINISTRATOR, Role.VERIFIER, Role.VILLAGE_OPERATOR), _LIVES_HERE)

_TELLS_OF_WORK = by_role(Role.ADMINISTRATOR, Role.VERIFIER, Role.VILLAGE_OPERATOR)

SIGHTS: dict[str, Rule] = {
    "people_segment": Sight(see=EVERYBODY, write=by_role(Role.ADMINISTRATOR)),
    "people_person": Sight(
        see=any_of(IN_WHOLE_REGENCY, _LIVES_HERE, all_of(IN_MY_REGENCY, is_seen_person("id"))),
        write=any_of(all_of(_DECIDES, IN_WHOLE_REGENCY), _OPERATES_HERE),
    ),
    "people_livelihood": Sight(
        see=of_person("people_livelihood", "person_id"),
        write=all_of(_TELLS_OF_WORK, of_person("people_livelihood", "person_id")),
    ),
    "people_notice": Sight(
        see=of_person("people_notice", "person_id"),
        write=all_of(_TELLS_OF_WORK, of_person("people_notice", "person_id")),
        may=("INSERT", "UPDATE"),
    ),
    "people_welfarerank": Sight(
        see=of_person("people_welfarerank", "person_id"), write=all_of(_DECIDES, IN_WHOLE_REGENCY)
    ),
}
