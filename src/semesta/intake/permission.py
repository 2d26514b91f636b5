"""Who may hand in what: a village's list whoever hands in for it, an agency's or an extract for the regency."""

from __future__ import annotations

from semesta.accounts.actor import Actor, may_hand_in, may_maintain, require
from semesta.intake.handing_in import HandedIn


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
