"""Who sees the users, and what the libraries keep: sessions, permissions, background tasks."""

from __future__ import annotations

from semesta.accounts.sight import EVERYBODY, Closed, Open, Rule, Sight, setting

_DJANGO = "Django's permissions are not used here: roles and territory are"

SIGHTS: dict[str, Rule] = {
    # signing in looks a user up before anybody's reach is known; a page sets only its own reader's password and
    # last visit, and makes only users who may do nothing: role, territory and agency come with an appointment, by a trigger
    "accounts_user": Sight(
        see=EVERYBODY,
        write=f"username = {setting('actor')}",
        insert="territory = '' AND agency = '' AND NOT is_superuser AND NOT is_staff",
        may=("INSERT", "UPDATE"),
