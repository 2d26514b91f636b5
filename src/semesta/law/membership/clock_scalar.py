"""Clocks of one member, read off the months that were paid: is the cover alive, three months, three years.

A gap of unpaid months as long as the grace period breaks membership (or one month longer, as the reading `lapse_gap`
says). Whether a break restarts the clocks is unresolved; the readings choose, and the default is the cautious one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.law.asking import WrongQuestionError
from semesta.law.benefit.answer import CoverState
from semesta.law.benefit.death import is_full
from semesta.law.benefit.scholarship import MONTHS_OF_YEAR
from semesta.law.book import Law
from semesta.law.explanation import Explanation, Inquiry
from semesta.law.parameter import CLASSES
from semesta.law.words import Words

_STATE_WORDS: Mapping[CoverState, Words] = {
    "active": Words("aktif", "active"),
    "grace": Words("masa tenggang", "grace period"),
    "lapsed": Words("gugur", "lapsed"),
}


@dataclass(frozen=True, slots=True)
class MembershipClock:
    """Where a member stands on a day.

    `unpaid_months` counts the months due and not paid after the last paid one; `lapses_in` is the month in which
    membership lapses if nothing more is paid (wage earners are due a month later); `membership_months` and
    `membership_days` serve the three-month rule, `contribution_months` the three-year rule.
    """

    state: CoverState
    first_paid: Month | None
    last_paid: Month | None
    unpaid_months: int
    lapses_in: Month | None
    membership_months: int
    membership_days: int
    contribution_months: int
    is_full_jkm: bool
    is_scholarship_due: bool
    explanation: Explanation

    def page(self, language: Language) -> dict[str, Any]:
        """Return the clocks as a plain structure."""
        return {
            "state": self.state,
            "state_name": _STATE_WORDS[self.state].said(language),
            "first_paid": str(self.first_paid) if self.first_paid else None,
            "last_paid": str(self.last_paid) if self.last_paid else None,
            "unpaid_months": self.unpaid_months,
            "lapses_in": str(self.lapses_in) if self.lapses_in else None,
            "membership_months": self.membership_months,
            "membership_days": self.membership_days,
            "contribution_months": self.contribution_months,
            "is_full_jkm": self.is_full_jkm,
            "is_scholarship_due": self.is_scholarship_due,
            **self.explanation.page(language),
        }


def clock(
    law: Law,
    *,
    paid_months: Collection[Month],
    on: date,
    membership_class: str = "BPU",
    started_on: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> MembershipClock:
    """Return the clocks on a day. Paid months after that day do not count.

    `started_on` is the day membership began, for the reading that counts days; else the first of the first month.
    """
    if membership_class not in CLASSES:
        raise WrongQuestionError("membership_class", membership_class, allowed=CLASSES)
    inquiry = Inquiry(law, on, law.readings(readings))
    this_month = Month.of(on)
    paid = sorted({month for month in paid_months if month <= this_month})
    grace = grace_months(inquiry, membership_class)
    if not paid:
        inquiry.note(Words("belum pernah ada bulan yang dibayar", "no month was ever paid"))
        state: CoverState = "lapsed"
        return MembershipClock(state, None, None, 0, None, 0, 0, 0, False, False, _explained(inquiry))
    unpaid = max(paid[-1].months_until(due_through(inquiry, membership_class)), 0)
    state = "active" if unpaid == 0 else ("grace" if unpaid <= grace else "lapsed")
    gap = breaking_gap(inquiry, grace)
    start = paid[0]
    for before, after in pairwise(paid):
        if before.months_until(after) - 1 >= gap:
            start = after
    three_start = start if inquiry.reading("lapse_resets_three_months") == "resets" else paid[0]
    years_start = start if inquiry.reading("lapse_resets_three_years") == "resets" else paid[0]
    by_paid = inquiry.reading("three_months_counted") == "paid_months"
    months = _counted(paid, three_start, this_month, by_paid=by_paid)
    day_one = started_on if started_on and Month.of(started_on) == three_start else three_start.first_day()
    days = max((on - day_one).days, 0)
    by_paid = inquiry.reading("three_years_counted") == "paid_months"
    contributed = _counted(paid, years_start, this_month, by_paid=by_paid)
    full = _is_full(inquiry, membership_class, months, days)
    waiting = inquiry.law.parameter("benefit/scholarship/jkm_waiting_years").at(on)
    years = inquiry.whole("benefit/scholarship/jkm_waiting_years") if waiting else None
    due = years is not None and contributed >= years * MONTHS_OF_YEAR
    return MembershipClock(
        state=state,
        first_paid=paid[0],
        last_paid=paid[-1],
        unpaid_months=unpaid,
        lapses_in=paid[-1].plus(grace + 1 + months_of_credit(membership_class)),
        membership_months=months,
        membership_days=days,
        contribution_months=contributed,
        is_full_jkm=full,
        is_scholarship_due=due,
        explanation=_explained(inquiry),
    )


def grace_months(inquiry: Inquiry, membership_class: str) -> int:
    """Return how many unpaid months a class is given."""
    row = inquiry.row("membership/grace_months", membership_class)
    return row.rupiah("months") if row is not None else 0


def breaking_gap(inquiry: Inquiry, grace: int) -> int:
    """Return the number of unpaid months in a row that breaks membership."""
    later = inquiry.reading("lapse_gap") == "fourth_unpaid_month"
    return max(grace + 1 if later else grace, 1)


def months_of_credit(membership_class: str) -> int:
    """Return how many months after its own a contribution is due: wage earners pay in the following month."""
    return 1 if membership_class == "PU" else 0


def due_through(inquiry: Inquiry, membership_class: str) -> Month:
    """Return the last month that ought to be paid on the inquiry's day.

    BPU pay within the month; whether the running month must be paid already before its due day is a reading. Wage
    earners pay by the due day of the following month.
    """
    this_month = Month.of(inquiry.day)
    if membership_class == "PU":
        return this_month.plus(-1 if inquiry.day.day > inquiry.whole("contribution/pu/due_day") else -2)
    if membership_class == "BPU" and inquiry.reading("running_month") == "until_due_day":
        return this_month.plus(0 if inquiry.day.day > inquiry.whole("contribution/bpu/due_day") else -1)
    return this_month


def _counted(paid: list[Month], start: Month, event: Month, *, by_paid: bool) -> int:
    if by_paid:
        return sum(1 for month in paid if start <= month < event)
    return max(start.months_until(event), 0)


def _is_full(inquiry: Inquiry, membership_class: str, months: int, days: int) -> bool:
    if inquiry.law.parameter("benefit/jkm/full_after_months").at(inquiry.day) is None:
        return False
    return is_full(inquiry, membership_class, months, days)


def _explained(inquiry: Inquiry) -> Explanation:
    return inquiry.explain(
        Words("Masa kepesertaan", "Membership clocks"),
        Words(
            "aktif bila semua bulan jatuh tempo sudah dibayar; tenggang sampai batasnya; setelah itu gugur",
            "active when every month due is paid; in grace up to the limit; lapsed after it",
        ),
    )
