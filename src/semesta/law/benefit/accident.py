"""JKK, the benefits after a work accident (PP 44/2015 art. 25 and annex, as raised by PP 82/2019)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from semesta.kernel.rupiah import share_of
from semesta.law.asking import WrongQuestionError, not_negative
from semesta.law.benefit.answer import Benefit, Claim, Part, opened
from semesta.law.book import Law
from semesta.law.explanation import Inquiry
from semesta.law.parameter import Row
from semesta.law.words import Words, percent_text

Handed = Literal["right", "left"]
HANDED: tuple[Handed, ...] = get_args(Handed)
_JKK = "benefit/jkk/"
_WHOLE = Fraction(1)
_PERIODIC = Words("santunan berkala, dibayar sekaligus", "periodic benefit, paid at once")
_FUNERAL = Words("biaya pemakaman", "funeral money")
_ONCE, _TENS_OF_PERCENT = "once", "10_percent"
_TENTH = Fraction(1, 10)
_SHARE = Words("tulis bagian antara nol dan satu", "give a share between zero and one")


@dataclass(frozen=True, slots=True)
class Loss:
    """One row of the disability table as it befell a person.

    `units` counts the tens of decibel or percent where the row is counted so, or `eyes` gives the efficiency left in
    each eye; `function_lost` is set for functional loss (the part still there works less);
    `assessed` is the doctor's percentage where the row gives a range.
    """

    code: str
    units: Fraction | None = None
    function_lost: Fraction | None = None
    assessed: Fraction | None = None
    eyes: tuple[Fraction, Fraction] | None = None


def accident_death(
    law: Law, *, on: date, wage_rp: int, state: str = "active", readings: Mapping[str, str] | None = None
) -> Benefit:
    """Return what the heirs get when a worker dies of a work accident; `wage_rp` as of `benefit_wage`."""
    claim = opened(law, on, state, readings, wage_rp=wage_rp)
    if claim.holds:
        _wages(claim, "death", Words("santunan kematian", "death benefit"), "death_share", wage_rp)
        claim.flat("funeral", _FUNERAL, _JKK + "funeral")
        claim.periodic("periodic", _PERIODIC, _JKK + "periodic")
    return claim.closed(
        Words("JKK: meninggal karena kecelakaan kerja", "JKK: death by work accident"),
        Words(
            "bagian kematian × jumlah upah × upah sebulan + pemakaman + santunan berkala",
            "death share × number of wages × monthly wage + funeral + periodic benefit",
        ),
    )


def total_disability(
    law: Law, *, on: date, wage_rp: int, state: str = "active", readings: Mapping[str, str] | None = None
) -> Benefit:
    """Return what a worker gets who can never work again (cacat total tetap)."""
    claim = opened(law, on, state, readings, wage_rp=wage_rp)
    if claim.holds:
        _wages(
            claim,
            "disability",
            Words("santunan cacat total", "total disability benefit"),
            "total_disability_share",
            wage_rp,
        )
        claim.periodic("periodic", _PERIODIC, _JKK + "periodic")
    return claim.closed(
        Words("JKK: cacat total tetap", "JKK: permanent total disability"),
        Words(
            "bagian cacat total × jumlah upah × upah sebulan + santunan berkala",
            "total disability share × number of wages × monthly wage + periodic benefit",
        ),
    )


def partial_disability(
    law: Law,
    *,
    on: date,
    wage_rp: int,
    losses: Sequence[Loss],
    handed: Handed = "right",
    state: str = "active",
    readings: Mapping[str, str] | None = None,
) -> Benefit:
    """Return the cash for anatomical or functional loss; whether several add up is a parameter from memory."""
    if handed not in HANDED:
        raise WrongQuestionError("handed", handed, allowed=HANDED)
    claim = opened(law, on, state, readings, wage_rp=wage_rp)
    for loss in losses if claim.holds else ():
        row = _table_row(claim.inquiry, loss.code, handed)
        share = _loss_share(claim.inquiry, row, loss)
        times = claim.inquiry.whole(_JKK + "wage_months")
        claim.multiple(f"disability.{loss.code}", row.words(), base_rp=wage_rp, times=times, share=share)
    if len(claim.parts) > 1 and not claim.inquiry.yes(_JKK + "several_losses_add_up"):
        claim.keep_largest()
    return claim.closed(
        Words("JKK: cacat sebagian", "JKK: partial disability"),
        Words(
            "persentase tabel (× bagian fungsi yang hilang) × jumlah upah × upah sebulan",
            "table percentage (× share of function lost) × number of wages × monthly wage",
        ),
    )


def temporary_incapacity(
    law: Law,
    *,
    on: date,
    wage_rp: int,
    months: int,
    days: int = 0,
    state: str = "active",
    readings: Mapping[str, str] | None = None,
) -> Benefit:
    """Return the cash for `months` whole months and `days` more off work (STMB); each month is rounded by itself.

    Errors: WrongQuestionError for as many days as make a month, because they would be paid at the wrong share.
    """
    claim = opened(law, on, state, readings, wage_rp=wage_rp)
    not_negative("months", months)
    not_negative("days", days)
    inquiry, path = claim.inquiry, _JKK + "temporary_incapacity_shares"
    if days:
        days_of_month = inquiry.whole(_JKK + "temporary_incapacity_days_per_month")
        if days >= days_of_month:
            must = Words(
                f"tulis bulan penuh di months, dan sisanya kurang dari {days_of_month} hari",
                f"give whole months in months, and the rest as less than {days_of_month} days",
            )
            raise WrongQuestionError("days", days, must=must)
    rows = inquiry.rows(path) if claim.holds else ()
    for place, row in enumerate(rows):
        first, share = row.rupiah("from_month"), row.share("share")
        last = min(months, rows[place + 1].rupiah("from_month") - 1) if place + 1 < len(rows) else months
        if last >= first:
            inquiry.keep(path, row)
            label = Words(f"STMB bulan ke-{first} sampai {last}", f"incapacity, months {first} to {last}")
            claim.each("incapacity", label, base_rp=wage_rp, times=last - first + 1, share=share)
    if days and claim.holds:
        share = inquiry.row_up_to(path, months + 1).share("share")
        daily = share * Fraction(days, days_of_month)
        label = Words(f"STMB {days} hari", f"incapacity, {days} days")
        claim.multiple("incapacity", label, base_rp=wage_rp, times=1, share=daily)
    return claim.closed(
        Words("JKK: sementara tidak mampu bekerja (STMB)", "JKK: temporary incapacity"),
        Words("bagian menurut bulan × upah sebulan", "share by month × monthly wage"),
    )


def transport(
    law: Law,
    *,
    on: date,
    spent_rp: Mapping[str, int],
    state: str = "active",
    readings: Mapping[str, str] | None = None,
) -> Benefit:
    """Return transport costs repaid, each mode up to its cap: land, water (river or lake), sea, air."""
    claim = opened(law, on, state, readings)
    path = _JKK + "transport_caps"
    for mode, spent in spent_rp.items() if claim.holds else ():
        row = claim.inquiry.row(path, mode)
        if row is None:
            raise WrongQuestionError("spent_rp", mode, allowed=[r.text("mode") for r in claim.inquiry.rows(path)])
        claim.repaid(f"transport.{mode}", row.words(), spent_rp=spent, cap_rp=row.rupiah("cap"))
    if len(spent_rp) > 1 and claim.holds and not claim.inquiry.yes(_JKK + "transport_modes_combine"):
        claim.keep_largest()
    return claim.closed(
        Words("JKK: biaya angkutan", "JKK: transport"),
        Words("biaya tiap jenis angkutan sampai batasnya", "cost of each mode up to its cap"),
    )


def rehabilitation_item(
    law: Law, *, on: date, item: str, spent_rp: int, state: str = "active", readings: Mapping[str, str] | None = None
) -> Benefit:
    """Return the cost of a hearing aid, eyeglasses or denture, repaid up to its cap."""
    claim = opened(law, on, state, readings)
    path = _JKK + "rehabilitation_caps"
    row = claim.inquiry.row(path, item)
    if row is None:
        raise WrongQuestionError("item", item, allowed=[r.text("item") for r in claim.inquiry.rows(path)])
    if claim.holds:
        claim.repaid(f"rehabilitation.{item}", row.words(), spent_rp=spent_rp, cap_rp=row.rupiah("cap"))
    return claim.closed(
        Words("JKK: alat bantu", "JKK: rehabilitation item"), Words("biaya sampai batasnya", "cost up to its cap")
    )


def prosthesis(
    law: Law, *, on: date, hospital_price_rp: int, state: str = "active", readings: Mapping[str, str] | None = None
) -> Benefit:
    """Return the ceiling for a prosthesis or orthosis: price of the public rehabilitation hospital plus a mark-up."""
    not_negative("hospital_price_rp", hospital_price_rp)
    claim = opened(law, on, state, readings)
    if claim.holds:
        share = _WHOLE + claim.inquiry.share(_JKK + "prosthesis_markup")
        label = Words("batas prostesis atau ortosis", "ceiling of prosthesis or orthosis")
        amount = claim.inquiry.step(label, share_of(hospital_price_rp, share), base_rp=hospital_price_rp, share=share)
        claim.parts.append(Part("prosthesis", label, amount, "ceiling"))
    return claim.closed(
        Words("JKK: prostesis dan ortosis", "JKK: prosthesis and orthosis"),
        Words("harga rumah sakit rehabilitasi × (satu + tambahan)", "rehabilitation hospital price × (one + mark-up)"),
    )


def home_care(
    law: Law,
    *,
    on: date,
    spent_rp: int,
    months: int,
    state: str = "active",
    readings: Mapping[str, str] | None = None,
) -> Benefit:
    """Return home care repaid up to its cap; a note says when `months` of care last longer than is repaid."""
    not_negative("months", months)
    claim = opened(law, on, state, readings)
    longest = claim.inquiry.whole(_JKK + "home_care_months")
    if months > longest:
        claim.inquiry.note(
            Words(f"perawatan di rumah paling lama {longest} bulan", f"home care lasts at most {longest} months")
        )
    label = Words("perawatan di rumah", "home care")
    if claim.holds:
        claim.repaid("home_care", label, spent_rp=spent_rp, cap_rp=claim.inquiry.whole(_JKK + "home_care_cap"))
    return claim.closed(
        Words("JKK: perawatan di rumah", "JKK: home care"), Words("biaya sampai batasnya", "cost up to its cap")
    )


def medical_care(law: Law, *, on: date, state: str = "active", readings: Mapping[str, str] | None = None) -> Benefit:
    """Return the care that is due: everything medically needed, without ceiling, in the stated class."""
    claim = opened(law, on, state, readings)
    if claim.holds:
        claim.inquiry.text(_JKK + "care_class")
        label = Words(
            "perawatan sesuai kebutuhan medis, tanpa batas biaya", "all medically needed care, without ceiling"
        )
        claim.parts.append(Part("care", label, 0, "service"))
    return claim.closed(
        Words("JKK: perawatan", "JKK: medical care"), Words("seluruh biaya yang diperlukan", "all costs needed")
    )


def _wages(claim: Claim, code: str, label: Words, share_name: str, wage_rp: int) -> None:
    times = claim.inquiry.whole(_JKK + "wage_months")
    claim.multiple(code, label, base_rp=wage_rp, times=times, share=claim.inquiry.share(_JKK + share_name))


def _table_row(inquiry: Inquiry, code: str, handed: Handed) -> Row:
    path = _JKK + "disability_table"
    rows = {row.text("loss"): row for row in inquiry.rows(path)}
    if code not in rows:
        raise WrongQuestionError("losses", code, allowed=tuple(rows))
    mirror = rows[code].cells["mirror"]
    if handed == "left" and mirror is not None:
        inquiry.note(Words("orang kidal: kanan dan kiri ditukar", "left-handed person: right and left are swapped"))
        return inquiry.keep(path, rows[str(mirror)])
    return inquiry.keep(path, rows[code])


def _loss_share(inquiry: Inquiry, row: Row, loss: Loss) -> Fraction:
    share = _assessed(row, loss) * _units(inquiry, row, loss)
    if loss.function_lost is None:
        return share
    inquiry.text(_JKK + "functional_formula")
    return share * _between_none_and_all("losses.function_lost", loss.function_lost)


def _assessed(row: Row, loss: Loss) -> Fraction:
    """Return the table percentage; where it is a range, the doctor's within it. A needless assessment is refused."""
    least, most = row.share("least"), row.share("most")
    if least == most:
        if loss.assessed is not None:
            must = Words("baris ini tidak dinilai dokter", "this row leaves nothing to assess")
            raise WrongQuestionError("losses.assessed", loss.assessed, must=must)
        return most
    if loss.assessed is None or not least <= loss.assessed <= most:
        id_limits, en_limits = (
            tuple(percent_text(limit, language) for limit in (least, most)) for language in ("id", "en")
        )
        must = Words(
            f"isi penilaian dokter antara {id_limits[0]} dan {id_limits[1]}",
            f"give the doctor's share from {en_limits[0]} to {en_limits[1]}",
        )
        raise WrongQuestionError("losses.assessed", loss.assessed, must=must)
    return loss.assessed


def _units(inquiry: Inquiry, row: Row, loss: Loss) -> Fraction:
    """Return how many tens were lost where the row is counted so, else one; nothing is guessed or ignored."""
    per = row.text("per")
    if per == _ONCE:
        if loss.units is not None or loss.eyes is not None:
            must = Words("baris ini dihitung sekali, tanpa satuan", "this row counts once, without units")
            raise WrongQuestionError("losses.units", loss.units or "eyes", must=must)
        return _WHOLE
    if loss.eyes is not None and per == _TENS_OF_PERCENT:
        return _binocular_loss(inquiry, *loss.eyes) / _TENTH
    if loss.eyes is not None or loss.units is None or loss.units < 0:
        must = Words("tulis berapa puluh desibel atau persen yang hilang", "give how many tens were lost")
        raise WrongQuestionError("losses.units", loss.units, must=must)
    return loss.units


def _binocular_loss(inquiry: Inquiry, one: Fraction, other: Fraction) -> Fraction:
    """Return what both eyes together have lost, the better eye weighing more."""
    path = _JKK + "binocular_weights"
    weights = {row.text("eye"): inquiry.keep(path, row).rupiah("weight") for row in inquiry.rows(path)}
    for part in (one, other):
        _between_none_and_all("losses.eyes", part)
    left = (weights["better"] * max(one, other) + weights["worse"] * min(one, other)) / sum(weights.values())
    return _WHOLE - left


def _between_none_and_all(field: str, share: Fraction) -> Fraction:
    if not 0 <= share <= 1:
        raise WrongQuestionError(field, share, must=_SHARE)
    return share
