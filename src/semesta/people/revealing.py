"""What of a person is masked, and who may have it shown in full, by the action `reveal_identity`."""

from __future__ import annotations

from semesta.accounts.actor import Actor, Role

REVEALED = ("nik", "kk", "phone", "mother_name")
"""The masked details of a person that may be asked for, one at a time."""

SHORTEST_REASON = 8
_MAY = frozenset(
    {Role.ADMINISTRATOR, Role.VILLAGE_OPERATOR, Role.AGENCY_OPERATOR, Role.VERIFIER, Role.INSURER_BRANCH, Role.AUDITOR}
)


class NoPersonError(LookupError):
    """There is no such person, or the reader does not see it: nobody is told which."""


class NotRevealedError(ValueError):
    """The field is not one that is masked, or the reason says too little. Nothing was shown."""


def may_reveal(actor: Actor, village_code: str | None, regency_code: str) -> bool:
    """Say whether an actor may see a masked detail of somebody who lives in a village (None: nobody knows where).

    A role that works with single people, in its territory. An agency's operator has no territory of villages: the
    database shows it whom it handed in, and nobody else.
    """
    if actor.role not in _MAY:
        return False
    if actor.role is Role.AGENCY_OPERATOR:
        return actor.is_responsible_for(regency_code)
    return actor.is_responsible_for(village_code or regency_code)
