"""In whose name something is done. Every action takes an actor and asks it for permission first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is here to do (product.md, who uses it)."""

    ADMINISTRATOR = "administrator"
    VILLAGE_OPERATOR = "village_operator"
    AGENCY_OPERATOR = "agency_operator"
    DISTRICT = "district"
    VERIFIER = "verifier"
    PLANNER = "planner"
    FINANCE = "finance"
    INSURER_BRANCH = "insurer_branch"
    ENTERPRISE_OFFICER = "enterprise_officer"
    READER = "reader"
    PROVINCE = "province"
    AUDITOR = "auditor"


_HAND_IN = (Role.ADMINISTRATOR, Role.VILLAGE_OPERATOR, Role.AGENCY_OPERATOR, Role.VERIFIER)
EVERYWHERE = "*"
"""The territory of whoever runs the installation from its console."""
PROGRAM = "semesta:program"
"""The name of the program itself; no user can have it, for a user's name holds no colon."""


class NotPermittedError(PermissionError):
    """The actor may not do this here. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A name for the trail, a role, and the territory the role holds in: a dotted region code, or EVERYWHERE.

    `agency` is the key under which an agency's lists come in (dinas-pertanian), empty for everybody else.
    """

    name: str
    role: Role
    territory: str
    agency: str = ""

    def is_responsible_for(self, region_code: str) -> bool:
        """Say whether a region lies in the actor's territory."""
        if not self.territory or not region_code:
            return False
        return (
            self.territory == EVERYWHERE
            or region_code == self.territory
            or region_code.startswith(self.territory + ".")
        )


def the_program(regency_code: str) -> Actor:
    """Return the program as an actor: it works out what follows from other people's acts, after them."""
    return Actor(PROGRAM, Role.ADMINISTRATOR, regency_code)


def may_hand_in(actor: Actor, region_code: str) -> bool:
    """Administrators, operators and verifiers hand in lists for regions of their territory."""
    return actor.role in _HAND_IN and actor.is_responsible_for(region_code)


def may_register(actor: Actor, regency_code: str) -> bool:
    """Whoever hands in for a part of a regency may bring in the people that such a list names."""
    works_inside = actor.territory.startswith(regency_code + ".") and actor.role in _HAND_IN
    return works_inside or may_hand_in(actor, regency_code)


def may_decide(actor: Actor, regency_code: str) -> bool:
    """Verifiers and administrators of a regency decide who is one person, and undo what was decided."""
    return actor.role in (Role.VERIFIER, Role.ADMINISTRATOR) and actor.is_responsible_for(regency_code)


def may_maintain(actor: Actor, region_code: str) -> bool:
    """Only administrators change regions, bases, targets, extracts and snapshots."""
    return actor.role is Role.ADMINISTRATOR and actor.is_responsible_for(region_code)


def may_spend(actor: Actor, regency_code: str) -> bool:
    """Administrators, planners (Bappeda) and the finance office decide on purses, decrees, bills and payments."""
    return actor.role in (Role.ADMINISTRATOR, Role.PLANNER, Role.FINANCE) and actor.is_responsible_for(regency_code)


def may_read_papers(actor: Actor, regency_code: str) -> bool:
    """Whoever decides on money, the regent's readers and auditors take papers that name people, each time on record."""
    reading = (Role.ADMINISTRATOR, Role.PLANNER, Role.FINANCE, Role.READER, Role.AUDITOR)
    return actor.role in reading and actor.is_responsible_for(regency_code)


def may_answer(actor: Actor, regency_code: str) -> bool:
    """The insurer's branch, or whoever takes its files in for it, answers enrolment batches."""
    answering = (Role.ADMINISTRATOR, Role.PLANNER, Role.FINANCE, Role.INSURER_BRANCH)
    return actor.role in answering and actor.is_responsible_for(regency_code)


def may_audit(actor: Actor, regency_code: str) -> bool:
    """Auditors and administrators of a regency follow anything to who did it and to the file it came in."""
    return actor.role in (Role.ADMINISTRATOR, Role.AUDITOR) and actor.is_responsible_for(regency_code)


def require(permitted: bool, *, actor: Actor, to: str, region_code: str) -> None:
    """Raise NotPermittedError, naming who may not do what where, unless `permitted`."""
    if not permitted:
        raise NotPermittedError(
            f"{actor.name} ({actor.role}, {actor.territory}) tidak berwenang / may not: {to} {region_code}"
        )
