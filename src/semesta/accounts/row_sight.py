"""Who sees the users, and what the libraries keep: permissions, background tasks.

Nobody's password is read under the web role, not even one's own: it is compared by functions (`password.py`).
"""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import Closed, Open, Rule, Sight, all_of, any_of, by_role, setting

_HELD = "id = (SELECT nullif(current_setting('semesta.user', true), '')::bigint)"
"""The user whose number a session tells, before his or her reach is known."""

_OF_ADMINISTRATOR = all_of(by_role(Role.ADMINISTRATOR), "id IN (SELECT user_id FROM public.staff_appointment)")
_OF_LINK = "id IN (SELECT user_id FROM public.staff_invitation)"
"""Appointments and invitations that the reader sees: of the administrator's territory, or the one that is held."""

_DJANGO = "Django's permissions are not used here: roles and territory are"

SIGHTS: dict[str, Rule] = {
    # a page sets only its own reader's password and last visit, and makes only users who may do nothing: role,
    # territory and agency come with an appointment
    "accounts_user": Sight(
        see=any_of(f"username = {setting('actor')}", _HELD, _OF_ADMINISTRATOR, _OF_LINK),
        write=f"username = {setting('actor')}",
        insert="territory = '' AND agency = '' AND NOT is_superuser AND NOT is_staff",
        may=("INSERT", "UPDATE"),
        columns=("password", "password_mark", "last_login"),
        hidden=("password",),
    ),
    "accounts_user_groups": Closed(_DJANGO),
    "accounts_user_user_permissions": Closed(_DJANGO),
    "auth_group": Closed(_DJANGO),
    "auth_group_permissions": Closed(_DJANGO),
    "auth_permission": Closed(_DJANGO),
    "django_content_type": Closed(_DJANGO),
    "django_migrations": Closed("tables are changed by the owner alone"),
    "django_session": Closed("sessions are kept in `signin_session`, without their keys"),
    "django_tasks_database_dbtaskresult": Open(
        "a page leaves work to the worker and asks how far it is; its arguments are numbers, never a person's data",
        may=("INSERT",),
    ),
}
