"""JKM, the benefit when a member dies of another cause (PP 82/2019 art. 34; three-month rule of Permenaker 1/2025)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from semesta.law.asking import WrongQuestionError, not_negative
from semesta.law.benefit.answer import Benefit, known_benefits, opened
from semesta.law.book import Law
from semesta.law.explanation import Inquiry
from semesta.law.words import Words

_JKM = "benefit/jkm/"


def other_death(
    law: Law,
    *,
    on: date,
    membership_class: str,
    membership_months: int,
    membership_days: int | None = None,
    state: str = "active",
    readings: Mapping[str, str] | None = None,
) -> Benefit:
    """Return what the heirs get when a member dies of another cause than a work accident.

    `membership_months` and `membership_days` come from `membership.clock`, which counts them under the same readings.
    """
    known_benefits(membership_class)
    not_negative("membership_months", membership_months)
    claim = opened(law, on, state, readings)
    if claim.holds and is_full(claim.inquiry, membership_class, membership_months, membership_days):
        claim.flat("lump_sum", Words("santunan sekaligus", "lump sum"), _JKM + "lump_sum")
        label = Words("santunan berkala, dibayar sekaligus", "periodic benefit, paid at once")
        claim.periodic("periodic", label, _JKM + "periodic")
        claim.flat("funeral", Words("biaya pemakaman", "funeral money"), _JKM + "funeral")
    elif claim.holds:
        claim.flat("funeral", Words("biaya pemakaman saja", "funeral money only"), _JKM + "short_membership_amount")
    return claim.closed(
        Words("JKM: meninggal bukan karena kecelakaan kerja", "JKM: death not by work accident"),
        Words(
            "santunan sekaligus + santunan berkala + pemakaman; kepesertaan belum cukup lama: pemakaman saja",
            "lump sum + periodic benefit + funeral; membership too short: funeral money only",
        ),
    )


def is_full(inquiry: Inquiry, membership_class: str, months: int, days: int | None) -> bool:
    """Say whether membership is long enough for the full benefit, under the chosen readings."""
    needed = inquiry.whole(_JKM + "full_after_months")
    if needed == 0 or (inquiry.reading("three_months_scope") == "bpu_only" and membership_class != "BPU"):
        return True
    if inquiry.reading("three_months_counted") != "ninety_days":
        return months >= needed
    if days is None:
        must = Words("isi lama kepesertaan dalam hari untuk tafsir ini", "this reading needs membership in days")
        raise WrongQuestionError("membership_days", days, must=must)
    return days >= inquiry.whole(_JKM + "full_after_days")
