"""Who may hand in what: a village's list whoever hands in for it, an agency's or an extract for the regency."""

from __future__ import annotations

from semesta.accounts.actor import Actor, Role, may_hand_in, may_maintain, require
from semesta.intake.handing_in import HandedIn
from semesta.kernel.region_code import is_region_code


def require_permission(actor: Actor, handed_in: HandedIn, regency_code: str) -> None:
    """Raise NotPermittedError unless the actor may hand in this kind of list for this sender."""
    if handed_in.kind == "village_list":
        is_of_regency = handed_in.sender.startswith(regency_code + ".")
        permitted = is_of_regency and may_hand_in(actor, handed_in.sender)
    elif handed_in.kind == "agency_list":
        permitted = may_hand_in(actor, regency_code)
    else:
        permitted = may_maintain(actor, regency_code)
    require(permitted, actor=actor, to=f"hand in {handed_in.kind} of", region_code=handed_in.sender)


def may_see_rows(actor: Actor, sender: str, handed_in_by: str, regency_code: str) -> bool:
    """Say who may see names and values of a list: whoever handed it in; for a village's list those of its territory,
    for an agency's those who verify or run the regency.
    """
    if actor.name == handed_in_by or (actor.agency and actor.agency == sender):
        return True
    if actor.role in (Role.VERIFIER, Role.ADMINISTRATOR) and actor.is_responsible_for(regency_code):
        return True
    return (
        actor.role in (Role.VILLAGE_OPERATOR, Role.DISTRICT, Role.VERIFIER, Role.ADMINISTRATOR)
        and is_region_code(sender)
        and actor.is_responsible_for(sender)
    )
