"""Who sees what signing in leaves: second factors are their owner's; failures are counted before anybody is known."""

from __future__ import annotations

from semesta.accounts.sight import Closed, Open, Rule, Sight, setting

_MINE = f"user_id IN (SELECT id FROM accounts_user WHERE username = {setting('actor')})"
_BY_MAIL = "no user is known by e-mail here; the table comes with the library of second factors"
_NOT_KEPT = "only failed attempts are counted here; who signed in stands in the trail"

SIGHTS: dict[str, Rule] = {
    "mfa_authenticator": Sight(see=_MINE, write=_MINE),
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
