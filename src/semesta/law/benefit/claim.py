"""What to bring and by when: documents and deadlines of a claim, and who inherits (PP 44/2015 art. 37)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from semesta.kernel.finding import Language
from semesta.law.asking import WrongQuestionError
from semesta.law.book import Law
from semesta.law.explanation import Explanation, Inquiry, standing_page
from semesta.law.parameter import Dated, Row, Standing, cell_text
from semesta.law.words import Words

ClaimKind = Literal["accident", "death", "scholarship"]
_DOCUMENTS = "claims/documents"
_PREFIX: dict[str, str] = {"accident": "jkk_", "death": "jkm", "scholarship": "scholarship"}
_ALWAYS, _NOT_TRAFFIC, _INCAPACITY = "always", "not_traffic", "incapacity"
_HEIRS = "claims/heirs"
_HOURS_OF_DAY = 24


@dataclass(frozen=True, slots=True)
class ClaimDocument:
    """One paper to bring, the stage it belongs to, and when it is needed; `words` names stages and circumstances."""

    code: str
    stage: str
    name: Words
    when: str
    standing: Standing
    words: Mapping[str, Words]

    def page(self, language: Language) -> dict[str, Any]:
        """Return the document as a plain structure."""
        return {
            "code": self.code,
            "stage": self.stage,
            "stage_name": cell_text(self.stage, "text", language, self.words),
            "name": self.name.said(language),
            "when": self.when,
            "when_name": cell_text(self.when, "text", language, self.words),
            **standing_page(self.standing, language),
        }


@dataclass(frozen=True, slots=True)
class ClaimDeadline:
    """One deadline: how long, from what, and the day it falls on where it can be counted on the calendar.

    Working days have no day here, because public holidays are not part of the law folder.
    """

    code: str
    what: Words
    length: int
    unit: str
    due_on: date | None
    dated: Dated

    def page(self, language: Language) -> dict[str, Any]:
        """Return the deadline as a plain structure."""
        return {
            "code": self.code,
            "what": self.what.said(language),
            "length": self.dated.value_text(language),
            "due_on": self.due_on.isoformat() if self.due_on else None,
            **standing_page(self.dated.standing, language),
        }


@dataclass(frozen=True, slots=True)
class ClaimPapers:
    """Everything a family or worker needs to know for a claim besides the amount."""

    documents: tuple[ClaimDocument, ...]
    deadlines: tuple[ClaimDeadline, ...]
    heirs: tuple[Row, ...]
    explanation: Explanation

    def page(self, language: Language) -> dict[str, Any]:
        """Return documents, deadlines and heirs as a plain structure."""
        return {
            "documents": [document.page(language) for document in self.documents],
            "deadlines": [deadline.page(language) for deadline in self.deadlines],
            "heirs": [row.words().said(language) for row in self.heirs],
            **self.explanation.page(language),
        }


def claim_papers(
    law: Law,
    *,
    on: date,
    kind: ClaimKind,
    circumstances: Collection[str] = (),
    readings: Mapping[str, str] | None = None,
) -> ClaimPapers:
    """Return documents, deadlines and heirs that apply to an event on a day."""
    documents = claim_documents(law, on=on, kind=kind, circumstances=circumstances)
    deadlines = claim_deadlines(law, on=on, kind=kind)
    inquiry = Inquiry(law, on, law.readings(readings))
    inquiry.table(_DOCUMENTS)
    for deadline in deadlines:
        inquiry.whole(f"claims/{deadline.code}")
    if kind == "accident":
        inquiry.share("claims/jkk_late_share_per_day")
    if _INCAPACITY in circumstances:
        inquiry.whole_or_none("benefit/jkk/temporary_incapacity_claim_every")
    heirs = inquiry.table(_HEIRS) if kind != "scholarship" else ()
    explanation = inquiry.explain(
        Words("Berkas, batas waktu, dan ahli waris", "Documents, deadlines and heirs"),
        Words("berkas menurut jenis klaim dan keadaan", "documents by kind of claim and circumstance"),
    )
    return ClaimPapers(documents, deadlines, heirs, explanation)


def claim_documents(
    law: Law, *, on: date, kind: ClaimKind, circumstances: Collection[str] = ()
) -> tuple[ClaimDocument, ...]:
    """Return the papers for a claim.

    `circumstances` are those the table knows for the kind: on_duty, traffic, violence, outside_plkk, incapacity for an
    accident; spouse, employed for a death. Without traffic, the papers of other accidents are asked for.
    """
    if kind not in _PREFIX:
        raise WrongQuestionError("kind", kind, allowed=tuple(_PREFIX))
    rows = Inquiry(law, on, law.readings()).rows(_DOCUMENTS)
    rows = tuple(row for row in rows if row.text("claim").startswith(_PREFIX[kind]))
    known = sorted({row.text("when") for row in rows} - {_ALWAYS, _NOT_TRAFFIC})
    for name in circumstances:
        if name not in known:
            raise WrongQuestionError("circumstances", name, allowed=known or ("-",))
    wanted = {_ALWAYS, *circumstances} | ({_NOT_TRAFFIC} if "traffic" not in circumstances else set())
    words = law.parameter(_DOCUMENTS).words
    return tuple(_document(row, words) for row in rows if row.text("when") in wanted)


def claim_deadlines(law: Law, *, on: date, kind: ClaimKind) -> tuple[ClaimDeadline, ...]:
    """Return the deadlines that run from an event on `on` (accident, death)."""
    if kind not in _PREFIX:
        raise WrongQuestionError("kind", kind, allowed=tuple(_PREFIX))
    names = {
        "accident": ("report_within", "suspected_status_within", "jkk_payment_within", "jkk_lapses_after"),
        "death": ("jkm_payment_within",),
        "scholarship": (),
    }[kind]
    found: list[ClaimDeadline] = []
    for name in names:
        dated = law.parameter(f"claims/{name}").at(on)
        if dated is not None and isinstance(dated.value, int):
            due = _due(on, dated.value, dated.unit)
            found.append(ClaimDeadline(name, dated.description, dated.value, dated.unit, due, dated))
    return tuple(found)


def heirs_order(law: Law, *, on: date) -> tuple[Row, ...]:
    """Return who inherits, first in line first."""
    return Inquiry(law, on, law.readings()).rows(_HEIRS)


def _document(row: Row, words: Mapping[str, Words]) -> ClaimDocument:
    return ClaimDocument(
        row.text("code").partition(".")[2], row.text("claim"), row.words(), row.text("when"), row.standing, words
    )


def _due(on: date, length: int, unit: str) -> date | None:
    if unit == "days":
        return on + timedelta(days=length)
    if unit == "hours":
        return on + timedelta(days=length // _HOURS_OF_DAY)
    if unit == "years":
        try:
            return on.replace(year=on.year + length)
        except ValueError:
            return date(on.year + length, on.month + 1, 1)
    return None
