"""How far an actor sees into the database, as the settings that the policies of the tables read.

Representation: `semesta.reach` says which kind of sight it is, the others are inclusive ranges of codes, so that an
index can serve them. An empty range (from `~` to nothing) holds no code.
"""

from __future__ import annotations

from semesta.accounts.actor import EVERYWHERE, Actor, Role

SETTINGS = ("actor", "role", "territory", "reach", "regency", "from", "to", "sender_from", "sender_to")
"""The settings, each with `semesta.` before it."""

_NOTHING = ("~", "")
_LAST = "99"
_LAST_VILLAGE = "9999"


def settings_of(actor: Actor | None) -> dict[str, str]:
    """Return the value of every setting for an actor; None, who is everybody, has them all empty.

    reach: `regency` sees whole regencies (from..to are codes of regencies); `part` a district or village and what was
    handed in from there; `agency` what the agency handed in; `figures` no person and no money, as everybody.
    """
    if actor is None:
        return dict.fromkeys(SETTINGS, "")
    reach = _reach(actor)
    regency = "" if actor.territory == EVERYWHERE or actor.territory.count(".") == 0 else actor.territory[:5]
    places = _within(actor.territory) if reach in ("regency", "part") else _NOTHING
    senders = places if reach == "part" else (actor.agency, actor.agency) if reach == "agency" else _NOTHING
    values = (actor.name, str(actor.role), actor.territory, reach, regency, *places, *senders)
    return dict(zip(SETTINGS, values, strict=True))


def _reach(actor: Actor) -> str:
    if actor.role is Role.PROVINCE or not actor.territory:
        return "figures"
    if actor.role is Role.AGENCY_OPERATOR:
        return "agency" if actor.agency else "figures"
    return "regency" if actor.territory == EVERYWHERE or actor.territory.count(".") <= 1 else "part"


def _within(territory: str) -> tuple[str, str]:
    """Return the first and last code that may lie in a territory."""
    if territory == EVERYWHERE:
        return "", ".".join([_LAST, _LAST, _LAST, _LAST_VILLAGE])
    parts = territory.split(".")
    missing = [_LAST, _LAST, _LAST, _LAST_VILLAGE][len(parts) :]
    return territory, ".".join([*parts, *missing])
