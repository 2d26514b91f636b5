"""A copy of what is held about one person, to be handed to that person: parts, records, and names with values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from semesta.papers.typesetting import typeset

WIDEST: Final = 8
"""So many columns can be read side by side on a sheet."""
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
        "parts": [_shown(part) for part in copy.parts],
    }
    return typeset("person_copy", values, on=copy.issued_on)


def _shown(part: CopyPart) -> dict[str, Any]:
    """Return a part as a table where its records have few names between them, else record by record."""
    heads = list(dict.fromkeys(name for record in part.records for name, _ in record))
    if len(heads) > WIDEST:
        return {"title": part.title, "heads": [], "records": [list(record) for record in part.records]}
    lines = [dict(record) for record in part.records]
    return {"title": part.title, "heads": heads, "records": [[line.get(name, "") for name in heads] for line in lines]}
