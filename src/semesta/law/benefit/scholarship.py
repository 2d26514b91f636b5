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
_PATH = "benefit/scholarship/"
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Child:
    """A child: born when, at which level of school, and how many years of that level lie behind.

    `situation` is a row of benefit/scholarship/situations; `starts_on` is the day school begins for a child too young
    at the event.
    """

    born_on: date
    level: str
    years_done: int = 0
    situation: str = "studying"
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class ScholarshipYear:
    """One yearly payment: which child (0 is the first named), the school year that begins on `on`, level and amount."""

    child: int
    on: date
    level: str
    name: Words
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
                {
                    "child": year.child,
                    "on": year.on.isoformat(),
                    "level": year.level,
                    "level_name": year.name.said(language),
                    "amount_rp": year.amount_rp,
                    "amount": rupiah_text(year.amount_rp),
                }
                for year in self.years
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
    state: str = "active",
    readings: Mapping[str, str] | None = None,
) -> ScholarshipPlan:
    """Return the yearly payments from the event on, the first children named first; ages are those at each payment.

    A child who can claim nothing (too old, working, no years left) takes nobody's place.
    """
    claim = opened(law, on, state, readings)
    inquiry = claim.inquiry
    entitled = is_entitled(inquiry, cause, contribution_months) and claim.holds
    most, stop_age = inquiry.whole(_PATH + "max_children"), inquiry.whole(_PATH + "stop_age")
    years: list[ScholarshipYear] = []
    refusals: list[tuple[int, Words]] = []
    supported = 0
    for number, child in enumerate(children):
        refusal = _refusal(inquiry, child, on, entitled=entitled, stop_age=stop_age)
        own = _years_left(inquiry, child, number, on, stop_age=stop_age) if refusal is None else []
        if refusal is None and not own:
            refusal = Words("tidak ada tahun sekolah yang tersisa", "no school years are left")
        if refusal is None and supported >= most:
            refusal = Words("jumlah anak penerima sudah penuh", "the number of children is used up")
        if refusal is not None:
            refusals.append((number, refusal))
            continue
        supported += 1
        years.extend(own)
        _steps_of_child(inquiry, own)
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


def _refusal(inquiry: Inquiry, child: Child, on: date, *, entitled: bool, stop_age: int) -> Words | None:
    path = _PATH + "situations"
    situations = {row.text("situation"): row for row in inquiry.rows(path)}
    if child.situation not in situations:
        raise WrongQuestionError("children.situation", child.situation, allowed=tuple(situations))
    not_negative("children.years_done", child.years_done)
    if not entitled:
        return Words("syarat kepesertaan tidak terpenuhi", "the conditions of membership are not met")
    situation = inquiry.keep(path, situations[child.situation])
    if situation.cells["continues"] is not True:
        name = situation.words()
        return Words(f"anak {name.id}", f"the child is {name.en}")
    if age_on(child.born_on, on) >= stop_age:
        return Words("anak sudah melewati batas usia", "the child is above the age limit")
    return None


def _years_left(inquiry: Inquiry, child: Child, number: int, on: date, *, stop_age: int) -> list[ScholarshipYear]:
    """Return the payments if the child goes on from level to level without a break."""
    rows = inquiry.rows(_PATH + "levels")
    levels = [row.text("level") for row in rows]
    if child.level not in levels:
        raise WrongQuestionError("children.level", child.level, allowed=levels)
    first = max(on, child.starts_on or on)
    found: list[ScholarshipYear] = []
    for row in rows[levels.index(child.level) :]:
        behind = child.years_done if row.text("level") == child.level else 0
        for _ in range(max(row.rupiah("years") - behind, 0)):
            day = _anniversary(first, len(found))
            if age_on(child.born_on, day) >= stop_age:
                return found
            found.append(ScholarshipYear(number, day, row.text("level"), row.words(), row.rupiah("amount")))
    return found


def _steps_of_child(inquiry: Inquiry, years: Sequence[ScholarshipYear]) -> None:
    for row in inquiry.rows(_PATH + "levels"):
        times = sum(1 for year in years if year.level == row.text("level"))
        if times:
            inquiry.keep(_PATH + "levels", row)
            name, each, child = row.words(), row.rupiah("amount"), years[0].child + 1
            label = Words(f"anak ke-{child}: {name.id}", f"child {child}: {name.en}")
            inquiry.step(label, times * each, base_rp=each, times=times)


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
