"""Scholarships for children of members who died or can never work again (PP 82/2019).

Paid every year of schooling, up to the years of each level, for at most so many children, until an age, marriage or
work. After a work accident at once; after another death only when contributions ran long enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from semesta.kernel.finding import Language
from semesta.kernel.rupiah import rupiah_text
from semesta.law.asking import WrongQuestionError, not_negative
from semesta.law.benefit.answer import Benefit, Claim, Part, opened
from semesta.law.book import Law
from semesta.law.explanation import Explanation, Inquiry
from semesta.law.words import Words

Cause = Literal["accident", "other"]
CAUSES: tuple[Cause, ...] = get_args(Cause)
Situation = Literal["studying", "working", "married"]
SITUATIONS: tuple[Situation, ...] = get_args(Situation)
_PATH = "benefit/scholarship/"
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Child:
    """A child: born when, at which level of school, and how many years of that level lie behind."""

    born_on: date
    level: str
    years_done: int = 0
    situation: Situation = "studying"


@dataclass(frozen=True, slots=True)
class ScholarshipYear:
    """One yearly payment: which child (0 is the first named), the school year that begins on `on`, level and amount."""

    child: int
    on: date
    level: str
    amount_rp: int


@dataclass(frozen=True, slots=True)
class ScholarshipPlan:
    """The years a family can claim if every child goes on to the next level, with the reason where one cannot."""

    years: tuple[ScholarshipYear, ...]
    refusals: tuple[tuple[int, Words], ...]
    explanation: Explanation

    @property
    def total_rp(self) -> int:
        """Return the sum of all years."""
        return sum(year.amount_rp for year in self.years)

    def page(self, language: Language) -> dict[str, Any]:
        """Return years, refusals and explanation as a plain structure."""
        return {
            "total_rp": self.total_rp,
            "total": rupiah_text(self.total_rp),
            "years": [
                {"child": y.child, "on": y.on.isoformat(), "level": y.level, "amount_rp": y.amount_rp}
                for y in self.years
            ],
            "refusals": [{"child": child, "reason": why.said(language)} for child, why in self.refusals],
            **self.explanation.page(language),
        }


def scholarship_ceiling(
    law: Law,
    *,
    on: date,
    cause: Cause,
    children: int,
    contribution_months: int = 0,
    state: str = "active",
    readings: Mapping[str, str] | None = None,
) -> Benefit:
    """Return the most that scholarships can come to; `contribution_months` as counted by `membership.clock`."""
    not_negative("children", children)
    claim = opened(law, on, state, readings)
    if claim.holds and is_entitled(claim.inquiry, cause, contribution_months):
        _ceiling_parts(claim, children)
    benefit = claim.closed(
        Words("Beasiswa: paling banyak", "Scholarship: at most"),
        Words(
            "jumlah (besar per tahun × tahun jenjang) × anak", "sum of (amount per year × years of level) × children"
        ),
    )
    return benefit


def scholarship_plan(
    law: Law,
    *,
    on: date,
    cause: Cause,
    children: Sequence[Child],
    contribution_months: int = 0,
    readings: Mapping[str, str] | None = None,
) -> ScholarshipPlan:
    """Return the yearly payments from the event on, the first children named first; ages are those at each payment."""
    inquiry = Inquiry(law, on, law.readings(readings))
    rows = inquiry.rows(_PATH + "levels")
    levels = [row.text("level") for row in rows]
    years: list[ScholarshipYear] = []
    refusals: list[tuple[int, Words]] = []
    entitled = is_entitled(inquiry, cause, contribution_months)
    most, stop_age = inquiry.whole(_PATH + "max_children"), inquiry.whole(_PATH + "stop_age")
    supported = 0
    for number, child in enumerate(children):
        if child.level not in levels:
            raise WrongQuestionError("children.level", child.level, allowed=levels)
        refusal = _refusal(child, on, entitled=entitled, is_beyond=supported >= most, stop_age=stop_age)
        if refusal is not None:
            refusals.append((number, refusal))
            continue
        supported += 1
        turn = 0
        for row in rows[levels.index(child.level) :]:
            behind = child.years_done if row.text("level") == child.level else 0
            for _ in range(max(row.rupiah("years") - behind, 0)):
                day = _anniversary(on, turn)
                if age_on(child.born_on, day) >= stop_age:
                    break
                inquiry.keep(_PATH + "levels", row)
                years.append(ScholarshipYear(number, day, row.text("level"), row.rupiah("amount")))
                turn += 1
    total = sum(year.amount_rp for year in years)
    inquiry.step(Words("jumlah beasiswa", "sum of scholarships"), total, sums=True)
    title = Words("Beasiswa menurut tahun", "Scholarship by year")
    formula = Words("besar jenjang untuk setiap tahun sekolah", "amount of the level for each school year")
    return ScholarshipPlan(tuple(years), tuple(refusals), inquiry.explain(title, formula))


def is_entitled(inquiry: Inquiry, cause: str, contribution_months: int) -> bool:
    """Say whether the waiting period of the cause is over."""
    if cause not in CAUSES:
        raise WrongQuestionError("cause", cause, allowed=CAUSES)
    not_negative("contribution_months", contribution_months)
    path = _PATH + ("jkk_waiting_years" if cause == "accident" else "jkm_waiting_years")
    enough = contribution_months >= inquiry.whole(path) * MONTHS_OF_YEAR
    if not enough:
        inquiry.note(
            Words("masa iuran belum cukup untuk beasiswa", "contributions have not run long enough for scholarships")
        )
    return enough


def age_on(born_on: date, day: date) -> int:
    """Return completed years of age.

    >>> age_on(date(2000, 2, 29), date(2023, 2, 28)), age_on(date(2000, 2, 29), date(2023, 3, 1))
    (22, 23)
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _refusal(child: Child, on: date, *, entitled: bool, is_beyond: bool, stop_age: int) -> Words | None:
    if child.situation not in SITUATIONS:
        raise WrongQuestionError("children.situation", child.situation, allowed=SITUATIONS)
    if not entitled:
        return Words("masa iuran belum cukup", "contributions have not run long enough")
    if child.situation == "working":
        return Words("anak sudah bekerja", "the child works already")
    if child.situation == "married":
        return Words("anak sudah menikah", "the child is married")
    if age_on(child.born_on, on) >= stop_age:
        return Words("anak sudah melewati batas usia", "the child is above the age limit")
    if is_beyond:
        return Words("jumlah anak penerima sudah penuh", "the number of children is used up")
    return None


def _ceiling_parts(claim: Claim, children: int) -> None:
    counted = min(children, claim.inquiry.whole(_PATH + "max_children"))
    for row in claim.inquiry.rows(_PATH + "levels"):
        claim.inquiry.keep(_PATH + "levels", row)
        amount, times = row.rupiah("amount"), row.rupiah("years") * counted
        label = row.words()
        whole = claim.inquiry.step(label, amount * times, base_rp=amount, times=times)
        claim.parts.append(Part(f"scholarship.{row.text('level')}", label, whole, "cash"))


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, day.month + 1, 1)
