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
from semesta.law.parameter import Dated, Row, Standing
from semesta.law.words import Words

ClaimKind = Literal["accident", "death", "scholarship"]
_DOCUMENTS = "claims/documents"
_PREFIX: dict[str, str] = {"accident": "jkk_", "death": "jkm", "scholarship": "scholarship"}
_ALWAYS = "always"
_HOURS_OF_DAY = 24


@dataclass(frozen=True, slots=True)
class ClaimDocument:
    """One paper to bring, the stage it belongs to, and when it is needed."""

    code: str
    stage: str
    name: Words
    when: str
    standing: Standing

    def page(self, language: Language) -> dict[str, Any]:
        """Return the document as a plain structure."""
        return {
            "code": self.code,
            "stage": self.stage,
            "name": self.name.said(language),
            "when": self.when,
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
    codes = {f"{document.stage}.{document.code}" for document in documents}
    for row in inquiry.rows(_DOCUMENTS):
        if row.text("code") in codes:
            inquiry.keep(_DOCUMENTS, row)
    for deadline in deadlines:
        inquiry.whole(f"claims/{deadline.code}")
    heirs = inquiry.rows("claims/heirs")
    explanation = inquiry.explain(
        Words("Berkas, batas waktu, dan ahli waris", "Documents, deadlines and heirs"),
        Words("berkas menurut jenis klaim dan keadaan", "documents by kind of claim and circumstance"),
    )
    return ClaimPapers(documents, deadlines, heirs, explanation)


def claim_documents(
    law: Law, *, on: date, kind: ClaimKind, circumstances: Collection[str] = ()
) -> tuple[ClaimDocument, ...]:
    """Return the papers for a claim.

    `circumstances` may hold on_duty, traffic, outside_plkk, incapacity, spouse, employed.
    """
    if kind not in _PREFIX:
        raise WrongQuestionError("kind", kind, allowed=tuple(_PREFIX))
    rows = Inquiry(law, on, law.readings()).rows(_DOCUMENTS)
    known = {row.text("when") for row in rows}
    for name in circumstances:
        if name not in known:
            raise WrongQuestionError("circumstances", name, allowed=sorted(known))
    wanted = {_ALWAYS, *circumstances} | ({"not_traffic"} if "traffic" not in circumstances else set())
    return tuple(
        _document(row) for row in rows if row.text("claim").startswith(_PREFIX[kind]) and row.text("when") in wanted
    )


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
        dated = law.parameters[f"claims/{name}"].at(on)
        if dated is not None and isinstance(dated.value, int):
            due = _due(on, dated.value, dated.unit)
            found.append(ClaimDeadline(name, dated.description, dated.value, dated.unit, due, dated))
    return tuple(found)


def heirs_order(law: Law, *, on: date) -> tuple[Row, ...]:
    """Return who inherits, first in line first."""
    return Inquiry(law, on, law.readings()).rows("claims/heirs")


def _document(row: Row) -> ClaimDocument:
    return ClaimDocument(
        row.text("code").partition(".")[2], row.text("claim"), row.words(), row.text("when"), row.standing
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
