"""Who sees what signing in leaves: factors and sessions are their owner's; failures are counted before all is known.

An administrator ends sessions of the people of the territory; what a session holds nobody reads without its key.
"""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import Closed, Open, Rule, Sight, all_of, any_of, by_role, setting

_MINE = f"user_id IN (SELECT id FROM accounts_user WHERE username = {setting('actor')})"
_KEY_IS_HELD = f"fingerprint = {setting('session')}"
_OF_MY_PEOPLE = all_of(by_role(Role.ADMINISTRATOR), "user_id IN (SELECT user_id FROM public.staff_appointment)")
_SESSION = any_of(_KEY_IS_HELD, _MINE, _OF_MY_PEOPLE)
_BY_MAIL = "no user is known by e-mail here; the table comes with the library of second factors"
_NOT_KEPT = "only failed attempts are counted here; who signed in stands in the trail"

SIGHTS: dict[str, Rule] = {
    "mfa_authenticator": Sight(see=_MINE, write=_MINE),
    "signin_session": Sight(see=_SESSION, write=_SESSION, insert=_KEY_IS_HELD, hidden=("content",)),
    "account_emailaddress": Closed(_BY_MAIL),
    "account_emailconfirmation": Closed(_BY_MAIL),
    "axes_accessattempt": Open(
        "failed attempts are counted before anybody's reach is known; they hold a name typed in and an address",
        may=("INSERT", "UPDATE", "DELETE"),
    ),
    "axes_accessattemptexpiration": Open("goes with the failed attempts that a success clears", may=("DELETE",)),
    "axes_accessfailurelog": Closed(_NOT_KEPT),
    "axes_accesslog": Closed(_NOT_KEPT),
}
