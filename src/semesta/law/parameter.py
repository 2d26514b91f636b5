"""A legal parameter: dated values, each with the article it stands on, where it was seen and how sure we are.

A value holds from its date until the next one; `None` means repealed or not regulated. A table is a value whose rows
each carry their own standing. Amounts are whole rupiah, shares exact fractions of one; a float cannot occur.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, get_args

from semesta.kernel.finding import Language
from semesta.kernel.rupiah import rupiah_text
from semesta.law.words import Words, percent_text

Confidence = Literal["A", "B", "C", "D", "M"]
Unit = Literal[
    "rupiah", "percent", "years", "months", "days", "hours", "working_days", "times", "number", "people",
    "day_of_month", "yes_no", "text", "codes", "table",
]  # fmt: skip
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
UNITS: tuple[Unit, ...] = get_args(Unit)
NO_WORDS: Mapping[str, Words] = MappingProxyType({})
CLASSES = ("PU", "BPU", "JK", "PMI")

Cell = int | Fraction | str | bool | None
Value = Cell | tuple[str, ...] | tuple["Row", ...]

CONFIDENCE_WORDS: Mapping[Confidence, Words] = {
    "A": Words("bunyi peraturan atau laman resmi sudah dilihat", "wording or official page was seen"),
    "B": Words("pejabat dikutip pers, atau beberapa sumber sepakat", "official quoted, or several sources agree"),
    "C": Words("satu sumber lemah", "one weak source"),
    "D": Words("dihitung dari angka yang bersumber", "worked out from cited figures"),
    "M": Words("dari ingatan, belum diverifikasi", "from memory, unverified"),
}
UNIT_WORDS: Mapping[str, Words] = {
    "years": Words("tahun", "years"),
    "months": Words("bulan", "months"),
    "days": Words("hari", "days"),
    "hours": Words("jam", "hours"),
    "working_days": Words("hari kerja", "working days"),
    "times": Words("kali", "times"),
    "people": Words("orang", "people"),
    "day_of_month": Words("tanggal setiap bulan", "day of the month"),
}


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation, or a practice where none was found: what it is called and what its articles say, in short."""

    key: str
    number: str
    title: str
    in_force_from: date | None
    articles: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the wording or the fact was seen."""

    code: str
    kind: str
    says: str
    where: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is not settled. With alternatives, the caller chooses a reading; the default is the cautious one."""

    key: str
    asks: Words
    matters: Words | None
    seen: tuple[Reference, ...]
    alternatives: Mapping[str, Words]
    default: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a value stands on: regulation and article, where seen, confidence, and the open question if unverified."""

    source: Regulation
    article: str
    seen: tuple[Reference, ...]
    confidence: Confidence
    unverified: bool
    question: Question | None
    note: Words | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with the standing that holds for this row."""

    cells: Mapping[str, Cell]
    standing: Standing
    line: int

    def rupiah(self, column: str) -> int:
        """Return a whole-number cell: rupiah, months, years or a count."""
        cell = self.cells[column]
        if isinstance(cell, bool) or not isinstance(cell, int):
            raise TypeError(f"column '{column}' holds no whole number: {cell!r}")
        return cell

    def share(self, column: str) -> Fraction:
        """Return a percentage cell as an exact fraction."""
        cell = self.cells[column]
        if not isinstance(cell, Fraction):
            raise TypeError(f"column '{column}' holds no share: {cell!r}")
        return cell

    def text(self, column: str) -> str:
        """Return a text cell."""
        return str(self.cells[column])

    def words(self) -> Words:
        """Return the row's name in both languages (columns name_id and name_en)."""
        return Words(self.text("name_id"), self.text("name_en"))


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of a parameter, in force from its date up to, not including, `until`."""

    path: str
    description: Words
    unit: Unit
    since: date
    until: date | None
    value: Value
    standing: Standing
    file: str
    line: int
    words: Mapping[str, Words] = field(default_factory=dict)

    def value_text(self, language: Language) -> str:
        """Write the value with its unit in the reader's language."""
        return cell_text(self.value, self.unit, language, self.words)


@dataclass(frozen=True, slots=True)
class Parameter:
    """All values of one legal quantity, oldest first.

    `labels` names the columns of a table for people, `words` the codes that stand in texts; a text of a parameter with
    `words` holds one of these codes.
    """

    path: str
    description: Words
    unit: Unit
    affects: tuple[str, ...]
    columns: Mapping[str, Unit]
    key: str | None
    values: tuple[Dated, ...]
    labels: Mapping[str, Words] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)

    def at(self, day: date) -> Dated | None:
        """Return the value in force on `day`, None before the first date."""
        place = bisect_right(self.values, day, key=lambda dated: dated.since)
        return self.values[place - 1] if place else None


def row_text(row: Row, parameter: Parameter, language: Language) -> str:
    """Write a row for people: its name in their language, then the cells of labelled columns."""
    named = [row.words().said(language)] if "name_id" in row.cells else []
    labels = parameter.labels or ({} if named else {name: Words(name, name) for name in row.cells})
    cells = [
        f"{label.said(language)} {cell_text(row.cells[name], parameter.columns[name], language, parameter.words)}"
        for name, label in labels.items()
        if row.cells[name] is not None
    ]
    return "; ".join([*named, *cells])


def cell_text(value: Value, unit: Unit, language: Language, words: Mapping[str, Words] = NO_WORDS) -> str:
    """Write a value for people: rupiah, percentage, count with its unit, a code in `words`, list or number of rows."""
    if value is None:
        return "tidak berlaku" if language == "id" else "not in force"
    if isinstance(value, bool):
        return {True: ("ya", "yes"), False: ("tidak", "no")}[value][0 if language == "id" else 1]
    if isinstance(value, Fraction):
        return percent_text(value, language)
    if isinstance(value, tuple):
        if unit == "table":
            return f"{len(value)} baris" if language == "id" else f"{len(value)} rows"
        return ", ".join(cell_text(str(item), "text", language, words) for item in value)
    if unit == "rupiah" and isinstance(value, int):
        return rupiah_text(value)
    if isinstance(value, str):
        return words[value].said(language) if value in words else value
    return f"{value} {UNIT_WORDS[unit].said(language)}" if unit in UNIT_WORDS else str(value)
