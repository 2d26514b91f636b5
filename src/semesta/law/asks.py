"""Every question the law answers, by name, from plain fields: the door for cases, command line, web and API.

A field is text, a whole number, a date or a short list; what cannot be read is refused with the field's name. The
answer has a page, an explanation, and plain facts that a case can be compared with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.law.asking import MissingFieldError, WrongQuestionError
from semesta.law.benefit import (
    Benefit,
    Child,
    Loss,
    accident_death,
    claim_papers,
    home_care,
    medical_care,
    other_death,
    partial_disability,
    prosthesis,
    rehabilitation_item,
    scholarship_ceiling,
    scholarship_plan,
    temporary_incapacity,
    total_disability,
    transport,
)
from semesta.law.book import Law
from semesta.law.contribution import construction_contribution, contribution
from semesta.law.explanation import Explanation
from semesta.law.membership import clock, eligibility
from semesta.law.purse import PLACE_KINDS
from semesta.law.purse_answer import purse_answer
from semesta.law.value_answer import value_on
from semesta.law.words import Words

_WHOLE = re.compile(r"^-?(\d+|\d{1,3}([._]\d{3})+)$")
_MAY_HOLD = {
    "place_kind": " | ".join(PLACE_KINDS),
    "segment": "farmer",
    "month": "2026-01",
    "on": "2026-01-31",
    "born_on": "1985-01-31",
    "fiscal_year": "2026",
    "region": "52.03",
    "membership_class": "BPU",
}
"""What may stand in a field that is missing: all of it, or an example."""
Plain = Any
Reader = Callable[[str, Plain], Any]


class Answered(Protocol):
    """What every answer offers."""

    @property
    def explanation(self) -> Explanation:
        """Return why the answer is what it is."""
        ...

    def page(self, language: Language) -> dict[str, Any]:
        """Return the answer as a plain structure."""
        ...


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of question: what it is about, its fields, and the function that answers."""

    name: str
    about: Words
    required: Mapping[str, Reader]
    optional: Mapping[str, Reader]
    answer: Callable[..., Answered]


def ask(law: Law, name: str, fields: Mapping[str, Plain], *, readings: Mapping[str, str] | None = None) -> Answered:
    """Answer a question by name. Errors: WrongQuestionError names the field that is unknown, missing or unreadable."""
    kind = ask_named(name)
    known = {**kind.required, **kind.optional}
    for field in fields:
        if field not in known:
            raise WrongQuestionError("field", field, allowed=tuple(known))
    missing = [field for field in kind.required if field not in fields]
    if missing:
        may_hold = _MAY_HOLD | {"purse": " | ".join(law.purses)}
        raise MissingFieldError({field: may_hold.get(field, "") for field in missing}, more=tuple(kind.optional))
    given = {field: known[field](field, value) for field, value in fields.items()}
    return kind.answer(law, **given, readings=readings)


def ask_named(name: str) -> Ask:
    """Return a kind of question; WrongQuestionError lists them."""
    if name not in ASKS:
        raise WrongQuestionError("ask", name, allowed=tuple(ASKS))
    return ASKS[name]


def facts_of(answer: Answered) -> dict[str, Any]:
    """Return the comparable facts of an answer: its amounts and verdicts, flat."""
    page = answer.page("en")
    facts = {key: value for key, value in page.items() if isinstance(value, int | str | bool) or value is None}
    facts.update(page.get("amounts", {}))
    if isinstance(answer, Benefit):
        for part in answer.parts:
            facts[part.code] = answer.amount_rp(part.code)
    for criterion in page.get("criteria", ()):
        facts[f"meets_{criterion['code']}"] = criterion["is_met"]
    facts["years"] = len(page.get("years", ()))
    facts["unverified"] = answer.explanation.unverified
    return facts


def _text(field: str, value: Plain) -> str:
    return str(value)


def _whole(field: str, value: Plain) -> int:
    """Read a whole number, plain or grouped in thousands; a fraction is refused, never read as thousands."""
    text = str(value).strip()
    if isinstance(value, float) or not _WHOLE.match(text):
        must = Words("tulis bilangan bulat, misalnya 900000 atau 900.000", "give a whole number, as 900000 or 900_000")
        raise WrongQuestionError(field, value, must=must)
    return int(text.replace("_", "").replace(".", ""))


def _month(field: str, value: Plain) -> Month:
    try:
        return Month.parse(str(value))
    except ValueError:
        must = Words("tulis bulan TTTT-BB, misalnya 2026-01", "give a month YYYY-MM, for example 2026-01")
        raise WrongQuestionError(field, value, must=must) from None


def _day(field: str, value: Plain) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        must = Words("tulis tanggal TTTT-BB-HH yang ada", "give a date YYYY-MM-DD that exists")
        raise WrongQuestionError(field, value, must=must) from None


def _yes(field: str, value: Plain) -> bool:
    if str(value).lower() in ("true", "ya", "yes"):
        return True
    if str(value).lower() in ("false", "tidak", "no"):
        return False
    raise WrongQuestionError(field, value, allowed=("true", "false"))


def _share(field: str, value: Plain) -> Fraction:
    text = str(value).strip()
    try:
        return Fraction(text.rstrip("% ").replace(",", ".")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise WrongQuestionError(field, value, must=Words("tulis persentase, misalnya 50%", "give 50%")) from None


def _list(field: str, value: Plain) -> list[Plain]:
    if isinstance(value, list):
        return value
    return [item.strip() for item in str(value).split(",") if item.strip()]


def _names(field: str, value: Plain) -> tuple[str, ...]:
    return tuple(str(item) for item in _list(field, value))


def _amounts(field: str, value: Plain) -> dict[str, int]:
    if isinstance(value, dict):
        return {str(key): _whole(f"{field}.{key}", amount) for key, amount in value.items()}
    found: dict[str, int] = {}
    for item in _list(field, value):
        key, _, amount = str(item).partition(":")
        if key in found:
            raise WrongQuestionError(field, key, must=Words("tulis masing-masing sekali", "give each once"))
        found[key] = _whole(f"{field}.{key}", amount)
    return found


def _months(field: str, value: Plain) -> tuple[Month, ...]:
    """Read months and runs of months: 2025-01, or 2025-01..2025-09 with both ends paid."""
    found: list[Month] = []
    for item in _list(field, value):
        first, _, last = str(item).partition("..")
        month, end = _month(field, first), _month(field, last or first)
        while month <= end:
            found.append(month)
            month = month.plus(1)
    return tuple(found)


def _parts_of(field: str, item: Plain, known: tuple[str, ...]) -> dict[str, Plain]:
    """Read one item of a list as named parts: a mapping, or a text `first:second` or `first:name=part`."""
    if isinstance(item, dict):
        parts = {str(key): part for key, part in item.items()}
    else:
        texts = str(item).split(":")
        named = [text.partition("=") for text in texts if "=" in text]
        plain = [text for text in texts if "=" not in text]
        if len(plain) > len(known):
            raise WrongQuestionError(
                field, item, must=Words(f"paling banyak {':'.join(known)}", f"write {':'.join(known)}")
            )
        parts = {**dict(zip(known, plain, strict=False)), **{key: part for key, _, part in named}}
    for key in parts:
        if key not in known:
            raise WrongQuestionError(field, key, allowed=known)
    return parts


def _losses(field: str, value: Plain) -> tuple[Loss, ...]:
    """Read losses: a row's code, or code:units=2, code:function_lost=50%, code:assessed=20%, code:eyes=80%/40%."""
    found: list[Loss] = []
    for item in _list(field, value):
        given = _parts_of(field, item, ("code", "units", "function_lost", "assessed", "eyes"))
        units, lost, assessed = (
            _share(f"{field}.{key}", given[key]) if key in given else None
            for key in ("units", "function_lost", "assessed")
        )
        eyes = _eyes(f"{field}.eyes", given["eyes"]) if "eyes" in given else None
        found.append(Loss(str(given.get("code", "")), units, lost, assessed, eyes))
    return tuple(found)


def _eyes(field: str, value: Plain) -> tuple[Fraction, Fraction]:
    shares = [_share(field, part) for part in (value if isinstance(value, list) else str(value).split("/"))]
    if len(shares) != len(("better", "worse")):
        must = Words(
            "tulis sisa penglihatan kedua mata, misalnya 80%/40%", "give what both eyes have left, for example 80%/40%"
        )
        raise WrongQuestionError(field, value, must=must)
    return shares[0], shares[1]


def _children(field: str, value: Plain) -> tuple[Child, ...]:
    """Read children: {born_on, level, years_done, situation, starts_on}, or born:level:years_done:situation."""
    found: list[Child] = []
    for item in _list(field, value):
        given = _parts_of(field, item, ("born_on", "level", "years_done", "situation", "starts_on"))
        found.append(
            Child(
                _day(f"{field}.born_on", given.get("born_on", "")),
                str(given.get("level", "")),
                _whole(f"{field}.years_done", given.get("years_done", 0)),
                str(given.get("situation", "studying")),
                _day(f"{field}.starts_on", given["starts_on"]) if "starts_on" in given else None,
            )
        )
    return tuple(found)


_EVENT: dict[str, Reader] = {"on": _day}
_STATE: dict[str, Reader] = {"state": _text}
_ALL = (
    Ask(
        "contribution",
        Words("iuran satu orang sebulan", "one person's contribution for a month"),
        {"month": _month, "segment": _text, "income_rp": _whole},
        {"purse": _text, "membership_class": _text, "risk_class": _whole, "extra": _names, "contract_months": _whole,
         "placement": _text},
        contribution,
    ),
    Ask("construction", Words("iuran proyek konstruksi", "contribution of a construction project"),
        {"on": _day, "contract_value_rp": _whole}, {}, construction_contribution),
    Ask("accident_death", Words("meninggal karena kecelakaan kerja", "death by work accident"),
        {**_EVENT, "wage_rp": _whole}, _STATE, accident_death),
    Ask("total_disability", Words("cacat total tetap", "permanent total disability"),
        {**_EVENT, "wage_rp": _whole}, _STATE, total_disability),
    Ask("partial_disability", Words("cacat sebagian", "partial disability"),
        {**_EVENT, "wage_rp": _whole, "losses": _losses}, {**_STATE, "handed": _text}, partial_disability),
    Ask("temporary_incapacity", Words("sementara tidak mampu bekerja", "temporary incapacity"),
        {**_EVENT, "wage_rp": _whole, "months": _whole}, {**_STATE, "days": _whole}, temporary_incapacity),
    Ask("transport", Words("biaya angkutan", "transport costs"), {**_EVENT, "spent_rp": _amounts}, _STATE, transport),
    Ask("rehabilitation_item", Words("alat bantu", "rehabilitation item"),
        {**_EVENT, "item": _text, "spent_rp": _whole}, _STATE, rehabilitation_item),
    Ask("prosthesis", Words("prostesis dan ortosis", "prosthesis and orthosis"),
        {**_EVENT, "hospital_price_rp": _whole}, _STATE, prosthesis),
    Ask("home_care", Words("perawatan di rumah", "home care"),
        {**_EVENT, "spent_rp": _whole, "months": _whole}, _STATE, home_care),
    Ask("medical_care", Words("perawatan", "medical care"), _EVENT, _STATE, medical_care),
    Ask("other_death", Words("meninggal bukan karena kecelakaan kerja", "death not by work accident"),
        {**_EVENT, "membership_class": _text, "membership_months": _whole},
        {**_STATE, "membership_days": _whole}, other_death),
    Ask("scholarship_ceiling", Words("beasiswa paling banyak", "most that scholarships come to"),
        {**_EVENT, "cause": _text, "children": _whole}, {**_STATE, "contribution_months": _whole}, scholarship_ceiling),
    Ask("scholarship", Words("beasiswa menurut tahun", "scholarship by year"),
        {**_EVENT, "cause": _text, "children": _children}, {**_STATE, "contribution_months": _whole}, scholarship_plan),
    Ask("claim", Words("berkas, batas waktu, ahli waris", "documents, deadlines, heirs"),
        {**_EVENT, "kind": _text}, {"circumstances": _names}, claim_papers),
    Ask("clock", Words("masa kepesertaan", "membership clocks"),
        {"on": _day, "paid_months": _months}, {"membership_class": _text, "started_on": _day}, clock),
    Ask("eligibility", Words("kelayakan didaftarkan", "eligibility for enrolment"),
        {"month": _month, "segment": _text, "born_on": _day, "region": _text},
        {"purse_region": _text, "membership_class": _text, "insured_elsewhere": _yes, "died_on": _day,
         "enrolment": _text, "extra": _names}, eligibility),
    Ask("value", Words("satu nilai hukum pada satu hari", "one value of law on a day"),
        {"path": _text, "on": _day}, {}, value_on),
    Ask("purse", Words("boleh tidaknya anggaran membayari", "whether a purse may pay"),
        {"purse": _text, "segment": _text, "place_kind": _text, "fiscal_year": _whole},
        {"membership_class": _text, "facts": _names, "region": _text}, purse_answer),
)  # fmt: skip
ASKS: Mapping[str, Ask] = {one.name: one for one in _ALL}
