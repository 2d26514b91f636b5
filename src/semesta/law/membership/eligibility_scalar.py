"""May this person be enrolled for a month: every criterion is answered, not only the first that fails."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.law.asking import WrongQuestionError, known_region
from semesta.law.benefit.scholarship import age_on
from semesta.law.book import Law
from semesta.law.explanation import Explanation, Inquiry
from semesta.law.parameter import CLASSES
from semesta.law.words import Words

CriterionCode = Literal["worker", "alive", "age", "residence", "single_membership"]
CRITERIA: tuple[CriterionCode, ...] = ("worker", "alive", "age", "residence", "single_membership")
Enrolment = Literal["new", "renewal"]
ENROLMENTS: tuple[Enrolment, ...] = ("new", "renewal")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition: met or not, and the sentence to show."""

    code: CriterionCode
    is_met: bool
    reason: Words


@dataclass(frozen=True, slots=True)
class Eligibility:
    """All criteria with the explanation."""

    criteria: tuple[Criterion, ...]
    explanation: Explanation

    @property
    def is_eligible(self) -> bool:
        """Say whether every criterion is met."""
        return all(criterion.is_met for criterion in self.criteria)

    @property
    def refusal(self) -> Criterion | None:
        """Return the first criterion that is not met."""
        return next((criterion for criterion in self.criteria if not criterion.is_met), None)

    def page(self, language: Language) -> dict[str, Any]:
        """Return criteria and explanation as a plain structure."""
        return {
            "is_eligible": self.is_eligible,
            "criteria": [
                {"code": c.code, "is_met": c.is_met, "reason": c.reason.said(language)} for c in self.criteria
            ],
            **self.explanation.page(language),
        }


def eligibility(
    law: Law,
    *,
    month: Month,
    segment: str,
    born_on: date | None,
    region: str,
    purse_region: str = "",
    membership_class: str | None = None,
    insured_elsewhere: bool = False,
    died_on: date | None = None,
    enrolment: Enrolment = "new",
    extra: Collection[str] = (),
    readings: Mapping[str, str] | None = None,
) -> Eligibility:
    """Return whether a person may be enrolled for a month.

    `region` is where the person lives, `purse_region` whose money it is (empty: nobody's in particular); age counts on
    the first day of the month and binds new enrolments only; `extra` may name jkp, which has an age limit of its own.
    """
    kind = law.segment(segment)
    membership_class = membership_class or kind.membership_class
    if membership_class is not None and membership_class not in CLASSES:
        raise WrongQuestionError("membership_class", membership_class, allowed=CLASSES)
    if enrolment not in ENROLMENTS:
        raise WrongQuestionError("enrolment", enrolment, allowed=ENROLMENTS)
    for name, code in (("region", region), ("purse_region", purse_region)):
        known_region(name, code)
    for name in extra:
        if name != "jkp":
            raise WrongQuestionError("extra", name, allowed=("jkp",))
    inquiry = Inquiry(law, month.first_day(), law.readings(readings))
    criteria = (
        _worker(inquiry, membership_class),
        _alive(month, died_on),
        _age(inquiry, born_on, _age_limit_of(membership_class, enrolment, extra)),
        _residence(inquiry, region, purse_region),
        _single(inquiry, insured_elsewhere=insured_elsewhere),
    )
    explanation = inquiry.explain(
        Words(f"Kelayakan bulan {month}", f"Eligibility for month {month}"),
        Words("layak bila semua syarat terpenuhi", "eligible when every condition is met"),
    )
    return Eligibility(criteria, explanation)


def _worker(inquiry: Inquiry, membership_class: str | None) -> Criterion:
    is_met = membership_class is not None and membership_class in inquiry.codes("membership/worker_classes")
    met = Words(f"bekerja, golongan {membership_class}", f"works, class {membership_class}")
    return Criterion("worker", is_met, met if is_met else Words("tidak bekerja", "does not work"))


def _alive(month: Month, died_on: date | None) -> Criterion:
    is_met = died_on is None or Month.of(died_on) >= month
    met, failed = (
        Words("masih hidup pada bulan itu", "alive in that month"),
        Words(f"meninggal {died_on}, sebelum bulan itu", f"died on {died_on}, before that month"),
    )
    return Criterion("alive", is_met, met if is_met else failed)


def _age_limit_of(membership_class: str | None, enrolment: Enrolment, extra: Collection[str]) -> str | None:
    """Return the parameter that limits the age, None where nothing does."""
    if enrolment != "new":
        return None
    if membership_class == "PU" and "jkp" in extra:
        return "membership/max_age_jkp"
    return "membership/max_age_bpu" if membership_class == "BPU" else None


def _age(inquiry: Inquiry, born_on: date | None, limit_path: str | None) -> Criterion:
    if born_on is None:
        return Criterion("age", False, Words("tanggal lahir belum diketahui", "birth date is not known"))
    age = age_on(born_on, inquiry.day)
    least = inquiry.whole_or_none("membership/min_age")
    if least is not None and age < least:
        return Criterion(
            "age", False, Words(f"usia {age}, paling muda {least}", f"aged {age}, at least {least} needed")
        )
    limit = inquiry.whole_or_none(limit_path) if limit_path else None
    if limit is not None and age >= limit:
        return Criterion(
            "age", False, Words(f"usia {age}, harus di bawah {limit}", f"aged {age}, must be below {limit}")
        )
    if born_on > inquiry.day:
        return Criterion("age", False, Words("tanggal lahir setelah bulan itu", "born after that month"))
    return Criterion("age", True, Words(f"usia {age}", f"aged {age}"))


def _residence(inquiry: Inquiry, region: str, purse_region: str) -> Criterion:
    if not purse_region or not inquiry.yes("membership/residence_required"):
        return Criterion("residence", True, Words("tempat tinggal tidak disyaratkan", "residence is not asked for"))
    is_met = region == purse_region or region.startswith(purse_region + ".")
    met, failed = (
        Words(f"penduduk {purse_region}", f"resident of {purse_region}"),
        Words(
            f"tinggal di {region or '-'}, di luar {purse_region}", f"lives in {region or '-'}, outside {purse_region}"
        ),
    )
    return Criterion("residence", is_met, met if is_met else failed)


def _single(inquiry: Inquiry, *, insured_elsewhere: bool) -> Criterion:
    if not insured_elsewhere:
        met = Words("belum menjadi peserta di tempat lain", "not insured elsewhere")
        return Criterion("single_membership", True, met)
    is_met = inquiry.reading("second_membership") == "allowed"
    words = Words("sudah menjadi peserta di tempat lain", "is insured elsewhere")
    return Criterion("single_membership", is_met, words)
