"""A benefit: its parts in rupiah and the explanation. Cash is paid as it stands, a ceiling repays receipts up to it,
a service (medical care) has no amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, get_args

from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.kernel.rupiah import rupiah_text, share_of
from semesta.law.asking import WrongQuestionError, not_negative
from semesta.law.book import Law
from semesta.law.explanation import Explanation, Inquiry
from semesta.law.words import Words

CoverState = Literal["active", "grace", "lapsed"]
COVER_STATES: tuple[CoverState, ...] = get_args(CoverState)
BENEFIT_CLASSES = ("PU", "BPU", "JK")
PartKind = Literal["cash", "repaid", "ceiling", "service"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a benefit: cash, receipts repaid, a ceiling to come, or a service."""

    code: str
    label: Words
    amount_rp: int
    kind: PartKind = "cash"


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is due for one event."""

    parts: tuple[Part, ...]
    explanation: Explanation

    @property
    def total_rp(self) -> int:
        """Return what is paid: cash and receipts repaid; ceilings still to be claimed do not count."""
        return sum(part.amount_rp for part in self.parts if part.kind in ("cash", "repaid"))

    def amount_rp(self, code: str) -> int:
        """Return the amount of one part, zero when it is not due."""
        return sum(part.amount_rp for part in self.parts if part.code == code)

    def page(self, language: Language) -> dict[str, Any]:
        """Return parts and explanation as a plain structure."""
        return {
            "total_rp": self.total_rp,
            "total": rupiah_text(self.total_rp),
            "parts": [
                {
                    "code": part.code,
                    "label": part.label.said(language),
                    "amount_rp": part.amount_rp,
                    "amount": rupiah_text(part.amount_rp),
                    "kind": part.kind,
                }
                for part in self.parts
            ],
            **self.explanation.page(language),
        }


@dataclass(slots=True)
class Claim:
    """An inquiry that gathers the parts of one benefit."""

    inquiry: Inquiry
    holds: bool
    parts: list[Part]

    def multiple(self, code: str, label: Words, *, base_rp: int, times: int, share: Fraction) -> None:
        """Add cash of share x times x base."""
        amount = share_of(base_rp * times, share)
        self.parts.append(
            Part(code, label, self.inquiry.step(label, amount, base_rp=base_rp, times=times, share=share))
        )

    def each(self, code: str, label: Words, *, base_rp: int, times: int, share: Fraction) -> None:
        """Add cash of share x base, rounded for one time and paid so many times."""
        amount = times * share_of(base_rp, share)
        self.parts.append(
            Part(code, label, self.inquiry.step(label, amount, base_rp=base_rp, times=times, share=share))
        )

    def flat(self, code: str, label: Words, path: str) -> None:
        """Add cash of a fixed amount."""
        self.parts.append(Part(code, label, self.inquiry.step(label, self.inquiry.whole(path))))

    def periodic(self, code: str, label: Words, path: str) -> None:
        """Add a periodic benefit paid at once: months x amount per month."""
        times, each = self.inquiry.whole(f"{path}_months"), self.inquiry.whole(f"{path}_month")
        self.parts.append(Part(code, label, self.inquiry.step(label, times * each, base_rp=each, times=times)))

    def repaid(self, code: str, label: Words, *, spent_rp: int, cap_rp: int) -> None:
        """Add receipts repaid up to a cap."""
        amount = min(not_negative(f"spent_rp.{code}", spent_rp), cap_rp)
        self.parts.append(Part(code, label, self.inquiry.step(label, amount, base_rp=spent_rp), "repaid"))
        if amount < spent_rp:
            self.inquiry.note(
                Words(
                    f"{label.id}: dibayar paling banyak {rupiah_text(cap_rp)}",
                    f"{label.en}: at most {rupiah_text(cap_rp)} is repaid",
                )
            )

    def keep_largest(self) -> None:
        """Keep only the largest part, where parts do not add up."""
        largest = max(self.parts, key=lambda part: part.amount_rp)
        self.parts[:] = [largest]
        self.inquiry.note(Words("hanya yang terbesar yang dibayar", "only the largest is paid"))

    def closed(self, title: Words, formula: Words) -> Benefit:
        """Return the benefit with its total."""
        total = sum(part.amount_rp for part in self.parts if part.kind in ("cash", "repaid"))
        self.inquiry.step(Words("jumlah manfaat", "whole benefit"), total, sums=True)
        return Benefit(tuple(self.parts), self.inquiry.explain(title, formula))


def known_benefits(membership_class: str) -> None:
    """Refuse a class whose benefits are not in the law folder: those of migrant workers are an open question."""
    if membership_class not in BENEFIT_CLASSES:
        must = Words(
            f"manfaat yang diketahui hanya untuk {', '.join(BENEFIT_CLASSES)} (lihat pertanyaan migrant_benefits)",
            f"benefits are known for {', '.join(BENEFIT_CLASSES)} only (see the question migrant_benefits)",
        )
        raise WrongQuestionError("membership_class", membership_class, must=must)


def opened(law: Law, on: date, state: str, readings: Mapping[str, str] | None, *, wage_rp: int = 0) -> Claim:
    """Start a claim for an event on a day; a membership that has lapsed gives nothing."""
    if state not in COVER_STATES:
        raise WrongQuestionError("state", state, allowed=COVER_STATES)
    not_negative("wage_rp", wage_rp)
    inquiry = Inquiry(law, on, law.readings(readings))
    holds = state == "active" or (state == "grace" and inquiry.reading("grace_claims") == "honoured")
    holds = holds or not inquiry.yes("benefit/cover_required")
    if not holds:
        inquiry.note(
            Words("kepesertaan tidak aktif pada hari kejadian, tidak ada manfaat",
                  "membership was not active on the day of the event, nothing is due")
        )  # fmt: skip
    return Claim(inquiry, holds, [])


def benefit_wage(law: Law, *, on: date, membership_class: str, income_rp: int) -> int:
    """Return the monthly wage benefits are counted on: the basis of the bracket for BPU, else the wage itself."""
    known_benefits(membership_class)
    not_negative("income_rp", income_rp)
    if membership_class != "BPU":
        return income_rp
    inquiry = Inquiry(law, Month.of(on).first_day(), law.readings())
    return inquiry.row_up_to("contribution/bpu/jkk_basis", income_rp).rupiah("basis")
