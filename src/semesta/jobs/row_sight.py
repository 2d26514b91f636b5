"""A job is its owner's alone, and is asked for with no other role and territory than the owner has."""

from __future__ import annotations

from semesta.accounts.sight import Rule, Sight, all_of, setting

_MINE = f"owner = {setting('actor')}"

SIGHTS: dict[str, Rule] = {
    "jobs_job": Sight(
        see=_MINE,
        write=all_of(_MINE, f"role = {setting('role')}", f"territory = {setting('territory')}"),
        may=("INSERT", "UPDATE"),
    ),
}
