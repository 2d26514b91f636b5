"""What changes between two days, and for whom: values of parameters, and verdicts of purses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

from semesta.kernel.finding import Language
from semesta.kernel.segment import Segment
from semesta.law.asking import LawGapError
from semesta.law.book import Law
from semesta.law.explanation import standing_page
from semesta.law.parameter import Dated, Parameter, Row, row_text
from semesta.law.purse import FACTS, PLACE_KINDS, PlaceKind
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

    parameter: Parameter
    before: Dated | None
    after: Dated | None

    def page(self, language: Language) -> dict[str, Any]:
        """Return the change as a plain structure."""
        dated = next(dated for dated in (self.after, self.before) if dated is not None)
        return {
            "path": dated.path,
            "description": dated.description.said(language),
            "before": self.before.value_text(language) if self.before else _NOTHING.said(language),
            "after": self.after.value_text(language) if self.after else _NOTHING.said(language),
            "rows": row_changes(self, language),
            "affects": [_WHOM[name].said(language) for name in self.parameter.affects],
            "since": dated.since.isoformat(),
            **standing_page(dated.standing, language),
        }


@dataclass(frozen=True, slots=True)
class PurseChange:
    """Kinds of workers for whom a purse answers otherwise in the two fiscal years: its verdict, or the rule behind it.

    `facts` are those the answer takes as given (mustahik), `segments` everybody who shares the change.
    """

    segments: tuple[Segment, ...]
    place_kinds: tuple[PlaceKind, ...]
    facts: tuple[str, ...]
    before: PurseAnswer
    after: PurseAnswer

    def page(self, language: Language) -> dict[str, Any]:
        """Return the change as a plain structure."""
        rules = self.after.explanation.rules or self.before.explanation.rules
        return {
            "purse": self.after.purse,
            "segments": [segment.code for segment in self.segments],
            "segment_names": [one.name_id if language == "id" else one.name_en for one in self.segments],
            "place_kinds": list(self.place_kinds),
            "facts": list(self.facts),
            "before": self.before.is_allowed,
            "after": self.after.is_allowed,
            "reason_before": self.before.reason.said(language),
            "reason": self.after.reason.said(language),
            **(standing_page(rules[0].standing, language) if rules else {}),
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
            values.append(ValueChange(parameter, before, after))
    return Difference(earlier, later, tuple(values), tuple(_purse_changes(law, earlier.year, later.year)))


def row_changes(change: ValueChange, language: Language) -> list[dict[str, str]]:
    """Return the rows of a table that differ."""
    before, after = (_rows(dated) for dated in (change.before, change.after))

    def shown(row: Row | None) -> str:
        return _NOTHING.said(language) if row is None else row_text(row, change.parameter, language)

    found: list[dict[str, str]] = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old is None or new is None or old.cells != new.cells:
            found.append({"row": key, "before": shown(old), "after": shown(new)})
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


def _purse_changes(law: Law, earlier: int, later: int) -> list[PurseChange]:
    """Compare every purse for every kind of worker and place, without and with the facts that rules ask for."""
    if earlier == later:
        return []
    changes: dict[tuple[str, ...], PurseChange] = {}
    workers = [segment for segment in law.segments.values() if segment.membership_class is not None]
    for purse, place, segment, facts in product(law.purses, PLACE_KINDS, workers, ((), FACTS)):
        try:
            before, after = (
                purse_answer(law, purse=purse, segment=segment.code, place_kind=place, fiscal_year=year, facts=facts)
                for year in (earlier, later)
            )
        except LawGapError:
            return []
        key = (purse, before.rule, after.rule, place)
        one = changes.get(key) or PurseChange((), (place,), facts, before, after)
        if before.rule != after.rule and segment not in one.segments:
            changes[key] = replace(one, segments=(*one.segments, segment))
    return _places_together(changes.values())


def _places_together(changes: Iterable[PurseChange]) -> list[PurseChange]:
    """Write one change where it is the same at several kinds of places."""
    together: dict[tuple[object, ...], PurseChange] = {}
    for change in changes:
        key = (change.after.purse, change.before.rule, change.after.rule, change.facts, change.segments)
        known = together.get(key)
        together[key] = replace(known, place_kinds=(*known.place_kinds, *change.place_kinds)) if known else change
    return list(together.values())
