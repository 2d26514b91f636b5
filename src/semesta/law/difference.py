"""What changes between two days, and for whom: values of parameters, and verdicts of purses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from semesta.kernel.finding import Language
from semesta.law.asking import LawGapError
from semesta.law.book import Law
from semesta.law.explanation import standing_page
from semesta.law.parameter import Dated, Row, cell_text
from semesta.law.purse import PLACE_KINDS
from semesta.law.purse_answer import PurseAnswer, purse_answer
from semesta.law.words import Words

_NOTHING = Words("tidak berlaku", "not in force")
_WHOM: dict[str, Words] = {
    "PU": Words("penerima upah", "wage earners"),
    "BPU": Words("bukan penerima upah", "members without wage"),
    "JK": Words("pekerja konstruksi", "construction workers"),
    "PMI": Words("pekerja migran", "migrant workers"),
    "heirs": Words("ahli waris", "heirs"),
    "children": Words("anak penerima beasiswa", "children with scholarships"),
    "purses": Words("anggaran", "purses"),
    "everybody": Words("semua peserta", "all members"),
}


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A parameter whose value differs between the two days."""

    before: Dated | None
    after: Dated | None
    affects: tuple[str, ...]

    def page(self, language: Language) -> dict[str, Any]:
        """Return the change as a plain structure."""
        dated = next(dated for dated in (self.after, self.before) if dated is not None)
        return {
            "path": dated.path,
            "description": dated.description.said(language),
            "before": self.before.value_text(language) if self.before else _NOTHING.said(language),
            "after": self.after.value_text(language) if self.after else _NOTHING.said(language),
            "rows": row_changes(self, language),
            "affects": [_WHOM[name].said(language) for name in self.affects],
            "since": dated.since.isoformat(),
            **standing_page(dated.standing, language),
        }


@dataclass(frozen=True, slots=True)
class PurseChange:
    """A kind of worker for whom a purse's verdict differs between the two fiscal years."""

    segment: str
    place_kind: str
    before: PurseAnswer
    after: PurseAnswer

    def page(self, language: Language) -> dict[str, Any]:
        """Return the change as a plain structure."""
        return {
            "purse": self.after.purse,
            "segment": self.segment,
            "place_kind": self.place_kind,
            "before": self.before.is_allowed,
            "after": self.after.is_allowed,
            "reason": self.after.reason.said(language),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changes from one day to another."""

    earlier: date
    later: date
    values: tuple[ValueChange, ...]
    purses: tuple[PurseChange, ...]

    def page(self, language: Language) -> dict[str, Any]:
        """Return the difference as a plain structure."""
        return {
            "from": self.earlier.isoformat(),
            "to": self.later.isoformat(),
            "values": [change.page(language) for change in self.values],
            "purses": [change.page(language) for change in self.purses],
        }


def difference(law: Law, earlier: date, later: date) -> Difference:
    """Return what changes from `earlier` to `later`; the days may be given in any order."""
    earlier, later = sorted((earlier, later))
    values: list[ValueChange] = []
    for parameter in law.parameters.values():
        before, after = parameter.at(earlier), parameter.at(later)
        if _shown(before) != _shown(after):
            values.append(ValueChange(before, after, parameter.affects))
    return Difference(earlier, later, tuple(values), tuple(_purse_changes(law, earlier.year, later.year)))


def row_changes(change: ValueChange, language: Language) -> list[dict[str, str]]:
    """Return the rows of a table that differ."""
    before, after = (_rows(dated) for dated in (change.before, change.after))
    found: list[dict[str, str]] = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old is None or new is None or old.cells != new.cells:
            found.append({"row": key, "before": _row_text(old, language), "after": _row_text(new, language)})
    return found


def _shown(dated: Dated | None) -> object:
    if dated is None or dated.value is None:
        return None
    rows = _rows(dated)
    return {key: dict(row.cells) for key, row in rows.items()} if rows else dated.value


def _rows(dated: Dated | None) -> dict[str, Row]:
    if dated is None or not isinstance(dated.value, tuple):
        return {}
    return {str(next(iter(row.cells.values()))): row for row in dated.value if isinstance(row, Row)}


def _row_text(row: Row | None, language: Language) -> str:
    if row is None:
        return _NOTHING.said(language)
    return ", ".join(cell_text(cell, "text", language) for cell in row.cells.values() if cell is not None)


def _purse_changes(law: Law, earlier: int, later: int) -> list[PurseChange]:
    if earlier == later:
        return []
    found: list[PurseChange] = []
    workers = [code for code, segment in law.segments.items() if segment.membership_class is not None]
    for purse, segment, place in product(law.purses, workers, PLACE_KINDS):
        try:
            before, after = (
                purse_answer(law, purse=purse, segment=segment, place_kind=place, fiscal_year=year)
                for year in (earlier, later)
            )
        except LawGapError:
            return found
        if before.is_allowed != after.is_allowed:
            found.append(PurseChange(segment, place, before, after))
    return found
