"""The pages that the masthead offers a reader, by role; what nobody may open is not offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from semesta.accounts.actor import Actor, Role
from semesta.web.language import say
from semesta.web.readers import AUDITORS, ENTERPRISES, SUMMARY
from semesta.web.regency_permission import LOOKS

EVERYBODY = frozenset(Role)
HANDS_IN = frozenset({Role.VILLAGE_OPERATOR, Role.AGENCY_OPERATOR, Role.VERIFIER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the masthead: the name of its address, its words, and for which roles; None also before signing in."""

    address: str
    indonesian: str
    english: str
    roles: frozenset[Role] | None


ENTRIES: tuple[Entry, ...] = (
    Entry("villages", "Desa saya", "My village", frozenset({Role.VILLAGE_OPERATOR})),
    Entry("villages", "Desa", "Villages", frozenset({Role.DISTRICT, Role.VERIFIER, Role.ADMINISTRATOR})),
    Entry("own-owners", "Usaha mikro", "Micro-enterprises", frozenset(ENTERPRISES)),
    Entry("home", "Cakupan", "Coverage", None),
    Entry("own-summary", "Ringkasan", "Summary", frozenset(SUMMARY)),
    Entry("trail", "Jejak", "Trail", frozenset(AUDITORS)),
    Entry("submissions", "Kiriman", "Submissions", None),
    Entry("my-cover", "Untuk warga", "For citizens", None),
    Entry("hand-in", "Serahkan daftar", "Hand in a list", HANDS_IN),
    Entry("purses", "Dana dan rencana", "Money and plans", frozenset(LOOKS)),
    Entry("batches", "Gelombang", "Batches", frozenset({Role.INSURER_BRANCH})),
    Entry("jobs", "Pekerjaan saya", "My work", EVERYBODY),
    Entry("staff", "Petugas", "People", frozenset({Role.ADMINISTRATOR})),
    Entry("privacy-requests", "Data pribadi", "Personal data", frozenset(AUDITORS)),
    Entry("verifier-queue", "Verifikasi", "Verification", frozenset({Role.VERIFIER, Role.ADMINISTRATOR})),
    Entry("own-account", "Akun saya", "My account", EVERYBODY),
)
_BESIDE = frozenset({Role.ADMINISTRATOR, Role.VERIFIER})
BEHIND_MORE: dict[str, frozenset[Role]] = {
    "submissions": EVERYBODY,
    "my-cover": EVERYBODY,
    "jobs": EVERYBODY - {Role.VILLAGE_OPERATOR, Role.AGENCY_OPERATOR},
    "hand-in": _BESIDE,
    "own-owners": frozenset({Role.ADMINISTRATOR}),
    "trail": frozenset({Role.ADMINISTRATOR}),
    "staff": frozenset({Role.ADMINISTRATOR}),
    "privacy-requests": frozenset({Role.ADMINISTRATOR}),
    "own-account": frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
}
"""What stands behind "Lainnya" for whom, once the masthead holds more than one glance takes in."""

ONE_GLANCE = 6
LANDINGS: tuple[tuple[frozenset[Role], str], ...] = (
    (frozenset({Role.VILLAGE_OPERATOR}), "villages"),
    (frozenset({Role.AGENCY_OPERATOR}), "hand-in"),
    (frozenset({Role.VERIFIER}), "verifier-queue"),
    (frozenset({Role.PLANNER, Role.FINANCE}), "purses"),
    (frozenset({Role.INSURER_BRANCH}), "batches"),
    (frozenset({Role.ENTERPRISE_OFFICER}), "own-owners"),
    (frozenset(SUMMARY), "own-summary"),
)
"""Where a role begins after signing in: the first that names it; the name of an address without blanks."""


def landing_of(actor: Actor | None) -> str:
    """Return the address at which a reader begins: that of the role, else the page that is open to all."""
    names = (name for roles, name in LANDINGS if actor is not None and actor.role in roles)
    return reverse(next(names, "home"))


def entries_for(actor: Actor | None) -> list[dict[str, Any]]:
    """Return name, href, words and `is_behind_more` of the pages for a reader, in the order of the masthead."""
    offered = [entry for entry in ENTRIES if entry.roles is None or (actor is not None and actor.role in entry.roles)]
    return [
        {
            "name": entry.address,
            "href": reverse(entry.address),
            "words": say(entry.indonesian, entry.english),
            "is_behind_more": len(offered) > ONE_GLANCE and _is_behind_more(entry, actor),
        }
        for entry in offered
    ]


def _is_behind_more(entry: Entry, actor: Actor | None) -> bool:
    return actor is not None and actor.role in BEHIND_MORE.get(entry.address, frozenset())
