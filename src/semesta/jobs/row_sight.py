"""A job is its owner's alone, and is asked for with no other role and territory than the owner has.

The program's own jobs are seen by everybody: they hold a regency and a day, and say whether the figures are being
worked out.
"""

from __future__ import annotations

from semesta.accounts.actor import PROGRAM
from semesta.accounts.sight import Rule, Sight, all_of, any_of, setting

_MINE = f"owner = {setting('actor')}"

SIGHTS: dict[str, Rule] = {
    "jobs_job": Sight(
        see=any_of(_MINE, f"owner = '{PROGRAM}'"),
        write=all_of(_MINE, f"role = {setting('role')}", f"territory = {setting('territory')}"),
        may=("INSERT", "UPDATE"),
    ),
}
