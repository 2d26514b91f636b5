"""A copy of what is held about one person, to be handed to that person: parts, records, and names with values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from semesta.papers.typesetting import typeset

Record = Sequence[tuple[str, str]]
"""Names with values, in order."""


@dataclass(frozen=True, slots=True)
class CopyPart:
    """A part of the copy: its title and its records."""

    title: str
    records: Sequence[Record]


@dataclass(frozen=True, slots=True)
class PersonCopy:
    """What stands on the copy, in the language it is read in; `about` are the lines below the title."""

    title: str
    about: Sequence[str]
    foot: str
    parts: Sequence[CopyPart]
    issued_on: date


def person_copy_pdf(copy: PersonCopy) -> bytes:
    """Return the copy as PDF; the same copy gives the same bytes."""
    values = {
        "title": copy.title,
        "about": list(copy.about),
        "foot": copy.foot,
        "parts": [{"title": part.title, "records": [list(record) for record in part.records]} for part in copy.parts],
    }
    return typeset("person_copy", values, on=copy.issued_on)
