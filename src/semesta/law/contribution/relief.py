"""Which share of JKK and JKM a member without wage owes in a month: PP 50/2025, and PP 49/2020 during the pandemic."""

from __future__ import annotations

from fractions import Fraction

from semesta.law.explanation import Inquiry
from semesta.law.purse import Purse
from semesta.law.words import Words

_BPU = "contribution/bpu/"


def payable_share(inquiry: Inquiry, *, sector: str, purse: Purse) -> Fraction | None:
    """Return the share due for this sector and payer on the inquiry's day; None means the full price."""
    pandemic = pandemic_share(inquiry)
    if pandemic is not None:
        return pandemic
    sectors = inquiry.law.parameter(_BPU + "relief_sectors").at(inquiry.day)
    transport = sectors is not None and sector in inquiry.codes(_BPU + "relief_sectors")
    path = _BPU + ("payable_share_transport" if transport else "payable_share_other")
    share = inquiry.share_or_none(path)
    if share is None or not is_excluded(inquiry, purse):
        return share
    inquiry.note(
        Words(
            f"tanpa keringanan PP 50/2025 karena dibayar {purse.name.id}",
            f"no relief of PP 50/2025, because {purse.name.en} pays",
        )
    )
    return None


def pandemic_share(inquiry: Inquiry) -> Fraction | None:
    """Return the share due under PP 49/2020 if it is in force and its conditions are taken as met."""
    dated = inquiry.law.parameter("contribution/pandemic_payable_share").at(inquiry.day)
    if dated is None or dated.value is None or inquiry.reading("pandemic_relief_2020") != "met":
        return None
    return inquiry.share_or_none("contribution/pandemic_payable_share")


def is_excluded(inquiry: Inquiry, purse: Purse) -> bool:
    """Say whether payment by this purse loses the relief; village budgets follow the chosen reading."""
    if purse.budget == "village":
        return inquiry.reading("village_budget_relief") == "excluded"
    return purse.budget in inquiry.codes(_BPU + "relief_excluded_budgets")
