"""What one person, or one construction project, pays for a month, with every step explained.

Invariant: jkk + jkm + jht + jp + jkp + package = payer + worker + state = total, to the rupiah. A month is governed by
the law in force on its first day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, cast, get_args

from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.kernel.rupiah import Rounding, share_of
from semesta.law.asking import WrongQuestionError, not_negative
from semesta.law.book import Law
from semesta.law.contribution.relief import pandemic_share, payable_share
from semesta.law.explanation import Explanation, Inquiry
from semesta.law.parameter import CLASSES
from semesta.law.purse import Purse
from semesta.law.words import Words

Placement = Literal["agency", "individual"]
PLACEMENTS: tuple[Placement, ...] = get_args(Placement)
EXTRA_PROGRAMMES: Mapping[str, tuple[str, ...]] = {"BPU": ("jht",), "PU": ("jht", "jp", "jkp"), "JK": (), "PMI": ()}
"""Programmes that may be added to JKK and JKM, by class."""
_BPU, _PU, _JK, _PMI = (f"contribution/{name}/" for name in ("bpu", "pu", "construction", "migrant"))
_JKK, _JKM, _JHT = Words("iuran JKK", "JKK contribution"), Words("iuran JKM", "JKM contribution"), Words("JHT", "JHT")
_DUE = Words("seluruh iuran", "whole contribution")


@dataclass(frozen=True, slots=True)
class Contribution:
    """A month's contribution in rupiah: by programme, and by who pays.

    `jkk_rp` and `jkm_rp` are what is due after relief and after what moves to JKP; `package_rp` is a migrant worker's
    one payment. `payer_rp` is the part of the purse, employer or contractor, `worker_rp` is held back from the wage.
    """

    jkk_rp: int
    jkm_rp: int
    jht_rp: int
    jp_rp: int
    jkp_rp: int
    package_rp: int
    relief_rp: int
    payer_rp: int
    worker_rp: int
    state_rp: int
    explanation: Explanation

    @property
    def total_rp(self) -> int:
        """Return everything that is paid."""
        return self.payer_rp + self.worker_rp + self.state_rp

    def page(self, language: Language) -> dict[str, Any]:
        """Return amounts and explanation as a plain structure."""
        amounts = {
            name: getattr(self, name)
            for name in (
                "jkk_rp",
                "jkm_rp",
                "jht_rp",
                "jp_rp",
                "jkp_rp",
                "package_rp",
                "relief_rp",
                "payer_rp",
                "worker_rp",
                "state_rp",
                "total_rp",
            )
        }
        return {"amounts": amounts, **self.explanation.page(language)}


@dataclass(slots=True)
class _Parts:
    jkk: int = 0
    jkm: int = 0
    jht: int = 0
    jp: int = 0
    jkp: int = 0
    package: int = 0
    relief: int = 0
    payer: int = 0
    worker: int = 0
    state: int = 0


def contribution(
    law: Law,
    *,
    month: Month,
    segment: str,
    income_rp: int,
    purse: str = "self",
    membership_class: str | None = None,
    risk_class: int | None = None,
    extra: Collection[str] = (),
    contract_months: int | None = None,
    placement: Placement = "individual",
    readings: Mapping[str, str] | None = None,
) -> Contribution:
    """Return what a month of cover costs for one person.

    `income_rp` is the declared income (BPU) or the monthly wage; `extra` names programmes besides JKK and JKM (jht, jp,
    jkp); a migrant worker's amount is the one payment for `contract_months`. Errors: WrongQuestionError names the
    field, LawGapError the parameter and law file.
    """
    kind, payer = law.segment(segment), purse_of(law, purse)
    membership_class = membership_class or kind.membership_class
    if membership_class not in CLASSES:
        raise WrongQuestionError("membership_class", membership_class, allowed=CLASSES)
    for name in extra:
        if name not in EXTRA_PROGRAMMES[membership_class]:
            raise WrongQuestionError("extra", name, allowed=EXTRA_PROGRAMMES[membership_class] or ("-",))
    not_negative("income_rp", income_rp)
    inquiry = Inquiry(law, month.first_day(), law.readings(readings))
    if membership_class == "BPU":
        inquiry.note(Words(f"pembayar: {payer.name.id}", f"paid by: {payer.name.en}"))
        parts = _bpu(inquiry, kind.sector, payer, income_rp, extra)
        formula = Words(
            "iuran JKK = tarif × dasar golongan penghasilan; iuran JKM tetap; keringanan mengurangi keduanya",
            "JKK = rate × basis of the income bracket; JKM is flat; relief reduces both",
        )
    elif membership_class == "PU":
        parts = _pu(inquiry, income_rp, _risk(risk_class), extra)
        formula = Words(
            "iuran = tarif tiap program × upah sebulan", "contribution = rate of each programme × monthly wage"
        )
    elif membership_class == "JK":
        parts = _construction_wage(inquiry, income_rp)
        formula = Words("iuran = tarif JKK dan JKM × upah sebulan", "contribution = JKK and JKM rates × monthly wage")
    else:
        parts = _migrant(inquiry, contract_months, placement)
        formula = Words(
            "iuran = paket menurut lama perjanjian + bulan tambahan + sebelum penempatan (bila lewat perusahaan)",
            "contribution = package by length of contract + extra months + before placement (agency only)",
        )
    return _sealed(inquiry, parts, formula, month)


def construction_contribution(
    law: Law, *, on: date, contract_value_rp: int, readings: Mapping[str, str] | None = None
) -> Contribution:
    """Return what a construction project pays when wages are unknown: marginal rates on slices of its value."""
    not_negative("contract_value_rp", contract_value_rp)
    inquiry = Inquiry(law, on, law.readings(readings))
    parts = _Parts()
    slices = [("jkk_progressive", _JKK), ("jkm_progressive", _JKM)]
    parts.jkk, parts.jkm = (_progressive(inquiry, _JK + name, contract_value_rp, label) for name, label in slices)
    _pandemic_relief(inquiry, parts)
    parts.payer = parts.jkk + parts.jkm
    formula = Words(
        "iuran = jumlah tarif tiap lapis × bagian nilai kontrak di lapis itu",
        "contribution = sum of each slice's rate × the part of the contract value in it",
    )
    return _sealed(inquiry, parts, formula, Month.of(on))


def purse_of(law: Law, code: str) -> Purse:
    """Return a purse by code; WrongQuestionError lists the purses."""
    if code not in law.purses:
        raise WrongQuestionError("purse", code, allowed=tuple(law.purses))
    return law.purses[code]


def rounding_of(inquiry: Inquiry) -> Rounding:
    """Return how contributions are rounded; a word this program does not know is refused."""
    word = inquiry.text("contribution/rounding")
    if word not in get_args(Rounding):
        raise WrongQuestionError("contribution/rounding", word, allowed=get_args(Rounding))
    return cast(Rounding, word)


def _risk(risk_class: int | None) -> int:
    if risk_class is None:
        raise WrongQuestionError(
            "risk_class", risk_class, must=Words("isi kelompok risiko pemberi kerja", "give the employer's risk class")
        )
    return risk_class


def _take(inquiry: Inquiry, label: Words, share: Fraction, base_rp: int) -> int:
    is_exact = (base_rp * share).denominator == 1
    amount = share_of(base_rp, share) if is_exact else share_of(base_rp, share, rounding=rounding_of(inquiry))
    return inquiry.step(label, amount, base_rp=base_rp, share=share)


def _bpu(inquiry: Inquiry, sector: str, purse: Purse, income_rp: int, extra: Collection[str]) -> _Parts:
    parts = _Parts()
    basis = inquiry.row_up_to(_BPU + "jkk_basis", income_rp).rupiah("basis")
    full_jkk = _take(inquiry, _JKK, inquiry.share(_BPU + "jkk_rate"), basis)
    full_jkm = inquiry.step(_JKM, inquiry.whole(_BPU + "jkm"))
    parts.jkk, parts.jkm = full_jkk, full_jkm
    share = payable_share(inquiry, sector=sector, purse=purse)
    if share is not None:
        _reduce(inquiry, parts, share)
    if "jht" in extra:
        parts.jht = _take(inquiry, _JHT, inquiry.share(_BPU + "jht_rate"), basis)
    parts.payer = parts.jkk + parts.jkm + parts.jht
    return parts


def _pu(inquiry: Inquiry, wage_rp: int, risk_class: int, extra: Collection[str]) -> _Parts:
    parts = _Parts()
    row = inquiry.row(_PU + "jkk_rate", risk_class)
    if row is None:
        known = [str(row.cells["class"]) for row in inquiry.rows(_PU + "jkk_rate")]
        raise WrongQuestionError("risk_class", risk_class, allowed=known)
    parts.jkk = _take(inquiry, _JKK, row.share("rate"), wage_rp)
    parts.jkm = _take(inquiry, _JKM, inquiry.share(_PU + "jkm_rate"), wage_rp)
    _pandemic_relief(inquiry, parts)
    parts.payer = parts.jkk + parts.jkm
    if "jkp" in extra:
        _job_loss(inquiry, parts, wage_rp)
    if "jht" in extra:
        employer = _take(
            inquiry, Words("JHT pemberi kerja", "JHT, employer"), inquiry.share(_PU + "jht_employer_rate"), wage_rp
        )
        worker = _take(inquiry, Words("JHT pekerja", "JHT, worker"), inquiry.share(_PU + "jht_worker_rate"), wage_rp)
        parts.jht, parts.payer, parts.worker = employer + worker, parts.payer + employer, parts.worker + worker
    if "jp" in extra:
        counted = min(wage_rp, inquiry.whole(_PU + "jp_wage_ceiling"))
        employer = _take(
            inquiry, Words("JP pemberi kerja", "JP, employer"), inquiry.share(_PU + "jp_employer_rate"), counted
        )
        worker = _take(inquiry, Words("JP pekerja", "JP, worker"), inquiry.share(_PU + "jp_worker_rate"), counted)
        parts.jp, parts.payer, parts.worker = employer + worker, parts.payer + employer, parts.worker + worker
    return parts


def _job_loss(inquiry: Inquiry, parts: _Parts, wage_rp: int) -> None:
    """Move the recomposed parts out of JKK and JKM; what the employer pays stays the same (PP 6/2025 art. 11)."""
    counted = min(wage_rp, inquiry.whole(_PU + "jkp_wage_ceiling"))
    moved = [0, 0]
    for place, (name, label) in enumerate(
        (("jkk", Words("dari JKK ke JKP", "from JKK to JKP")), ("jkm", Words("dari JKM ke JKP", "from JKM to JKP")))
    ):
        share = inquiry.share_or_none(_PU + f"jkp_from_{name}_rate")
        if share is not None:
            moved[place] = min(_take(inquiry, label, share, counted), getattr(parts, name))
    parts.jkk, parts.jkm = parts.jkk - moved[0], parts.jkm - moved[1]
    parts.state = _take(inquiry, Words("JKP dari negara", "JKP, state"), inquiry.share(_PU + "jkp_state_rate"), counted)
    parts.jkp = sum(moved) + parts.state


def _construction_wage(inquiry: Inquiry, wage_rp: int) -> _Parts:
    parts = _Parts()
    parts.jkk = _take(inquiry, _JKK, inquiry.share(_JK + "jkk_wage_rate"), wage_rp)
    parts.jkm = _take(inquiry, _JKM, inquiry.share(_JK + "jkm_wage_rate"), wage_rp)
    _pandemic_relief(inquiry, parts)
    parts.payer = parts.jkk + parts.jkm
    return parts


def _progressive(inquiry: Inquiry, path: str, value_rp: int, label: Words) -> int:
    rows = inquiry.rows(path)
    total = 0
    for place, row in enumerate(rows):
        start = row.rupiah("above")
        end = rows[place + 1].rupiah("above") if place + 1 < len(rows) else value_rp
        inside = min(value_rp, end) - start
        if inside <= 0 and place > 0:
            break
        inquiry.keep(path, row)
        total += _take(inquiry, label, row.share("rate"), max(inside, 0))
    return total


def _migrant(inquiry: Inquiry, contract_months: int | None, placement: Placement) -> _Parts:
    if contract_months is None or contract_months <= 0:
        raise WrongQuestionError(
            "contract_months",
            contract_months,
            must=Words("isi lama perjanjian kerja dalam bulan", "give the contract in months"),
        )
    if placement not in PLACEMENTS:
        raise WrongQuestionError("placement", placement, allowed=PLACEMENTS)
    parts = _Parts()
    package = inquiry.row_up_to(_PMI + "packages", contract_months)
    parts.package = inquiry.step(
        Words("paket selama dan setelah bekerja", "package during and after work"), package.rupiah("amount")
    )
    beyond = max(contract_months - package.rupiah("months"), 0)
    if beyond or contract_months < package.rupiah("months"):
        each = inquiry.whole(_PMI + "extra_month")
        parts.package += inquiry.step(
            Words("bulan tambahan", "extra months"), beyond * each, base_rp=each, times=beyond
        )
    if placement == "agency":
        before = inquiry.whole(_PMI + "before_placement")
        parts.package += inquiry.step(Words("sebelum penempatan", "before placement"), before)
    parts.payer = parts.package
    return parts


def _pandemic_relief(inquiry: Inquiry, parts: _Parts) -> None:
    share = pandemic_share(inquiry)
    if share is not None:
        _reduce(inquiry, parts, share)


def _reduce(inquiry: Inquiry, parts: _Parts, share: Fraction) -> None:
    before = parts.jkk + parts.jkm
    parts.jkk = _take(inquiry, Words("JKK setelah keringanan", "JKK after relief"), share, parts.jkk)
    parts.jkm = _take(inquiry, Words("JKM setelah keringanan", "JKM after relief"), share, parts.jkm)
    parts.relief = before - parts.jkk - parts.jkm


def _sealed(inquiry: Inquiry, parts: _Parts, formula: Words, month: Month) -> Contribution:
    inquiry.step(_DUE, parts.payer + parts.worker + parts.state, sums=True)
    title = Words(f"Iuran bulan {month}", f"Contribution of month {month}")
    return Contribution(
        jkk_rp=parts.jkk,
        jkm_rp=parts.jkm,
        jht_rp=parts.jht,
        jp_rp=parts.jp,
        jkp_rp=parts.jkp,
        package_rp=parts.package,
        relief_rp=parts.relief,
        payer_rp=parts.payer,
        worker_rp=parts.worker,
        state_rp=parts.state,
        explanation=inquiry.explain(title, formula),
    )
