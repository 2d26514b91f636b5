"""A finding: what was seen at a place in something people handed in, and what can be done about it.

Findings are values, collected all at once, never exceptions. The text in the reader's language comes from the
kind (a catalogue entry with message and remedy in Indonesian and English); the finding fills in before and after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["id", "en"]
Severity = Literal["note", "repaired", "doubt", "error", "refusal"]
"""note: nothing to do; repaired: changed with before and after; doubt: a person should look;
error: the row waits or is refused; refusal: the whole file is not taken."""

SEVERITIES: tuple[Severity, ...] = ("note", "repaired", "doubt", "error", "refusal")


@dataclass(frozen=True, slots=True)
class FindingKind:
    """What can be found: a stable code, its severity, and its words in both languages.

    Texts may use {before}, {after} and {detail}.
    """

    code: str
    severity: Severity
    title_id: str
    title_en: str
    message_id: str
    message_en: str
    remedy_id: str
    remedy_en: str

    def message(self, language: Language, *, before: str = "", after: str = "", detail: str = "") -> str:
        """Return the message with its blanks filled."""
        text = self.message_id if language == "id" else self.message_en
        return text.format(before=before, after=after, detail=detail)

    def remedy(self, language: Language, *, before: str = "", after: str = "", detail: str = "") -> str:
        """Return what the reader should do, with its blanks filled."""
        text = self.remedy_id if language == "id" else self.remedy_en
        return text.format(before=before, after=after, detail=detail)

    def title(self, language: Language) -> str:
        """Return the short name for tables."""
        return self.title_id if language == "id" else self.title_en


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: sheet, spreadsheet row (1 is the first) and column letter, as far as known."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    @property
    def cell(self) -> str:
        """Return the cell as spreadsheets name it, empty when the place is no single cell."""
        return f"{self.column}{self.row}" if self.column and self.row is not None else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding at a place: its kind, the field it is about, the value before and the suggested or repaired one."""

    kind: FindingKind
    place: Place
    field: str = ""
    before: str = ""
    after: str = ""
    detail: str = ""

    def message(self, language: Language) -> str:
        """Return the message in the reader's language."""
        return self.kind.message(language, before=self.before, after=self.after, detail=self.detail)

    def remedy(self, language: Language) -> str:
        """Return the remedy in the reader's language."""
        return self.kind.remedy(language, before=self.before, after=self.after, detail=self.detail)
