"""Who sees the users, and what the libraries keep: sessions, permissions, background tasks."""

from __future__ import annotations

from semesta.accounts.sight import EVERYBODY, Closed, Open, Rule, Sight, setting

_DJANGO = "Django's permissions are not used here: roles and territory are"

SIGHTS: dict[str, Rule] = {
    # signing in looks a user up before anybody's reach is known; a page sets only its own reader's password
    # and last visit, and makes only users who may do nothing: role, territory and agency come with an appointment
    "accounts_user": Sight(
        see=EVERYBODY,
        write=f"username = {setting('actor')}",
        insert="territory = '' AND agency = '' AND NOT is_superuser AND NOT is_staff",
        may=("INSERT", "UPDATE"),
        columns=("password", "last_login"),
    ),
    "accounts_user_groups": Closed(_DJANGO),
    "accounts_user_user_permissions": Closed(_DJANGO),
    "auth_group": Closed(_DJANGO),
    "auth_group_permissions": Closed(_DJANGO),
    "auth_permission": Closed(_DJANGO),
    "django_content_type": Closed(_DJANGO),
    "django_migrations": Closed("tables are changed by the owner alone"),
    "django_session": Open(
        "a session is found by its unguessable key, before anybody's reach is known", may=("INSERT", "UPDATE", "DELETE")
    ),
    "django_tasks_database_dbtaskresult": Open(
        "a page leaves work to the worker and asks how far it is; its arguments are numbers, never a person's data",
        may=("INSERT",),
    ),
}
