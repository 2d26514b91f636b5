"""A region's people by segment, sex, class or payer, told as far as disclosure allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from semesta.coverage.queries import Dimension
from semesta.web.disclosure import Told, told
from semesta.web.language import reader_language
from semesta.web.words import word

LISTED: Final = 20
"""Lines of a table; an insurer's extract may name hundreds of payers."""
OTHERS: Final = "others"


@dataclass(frozen=True, slots=True)
class Line:
    """A value of a dimension in words, its members and known workers; no share when either is hidden."""

    name: str
    members: Told
    known: Told

    @property
    def share(self) -> float | None:
        """Return members / known workers."""
        if isinstance(self.members, int) and isinstance(self.known, int) and self.known:
            return self.members / self.known
        return None


def known_by(dimension: Dimension, lines: Sequence[Mapping[str, Any]], *, overlap: bool) -> list[Line]:
    """Return members and known workers by value (`coverage_by`); `overlap`: one person may stand in several lines."""
    kept = _shortened(lines)
    members = told([line["members"] for line in kept], is_whole_told=not overlap)
    known = told([line["known"] for line in kept], is_whole_told=not overlap)
    return [Line(_name(dimension, line), m, k) for line, m, k in zip(kept, members, known, strict=True)]


def members_by(dimension: Dimension, lines: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Return members by a value that only members have (class, payer); the others' line, of code '', is left out."""
    kept = _shortened([line for line in lines if line["value"]])
    members = told([line["members"] for line in kept], is_whole_told=True)
    return [Line(_name(dimension, line), m, m) for line, m in zip(kept, members, strict=True)]


def _shortened(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    if len(lines) <= LISTED:
        return list(lines)
    rest = lines[LISTED:]
    others = {"value": OTHERS, "members": sum(r["members"] for r in rest), "known": sum(r["known"] for r in rest)}
    return [*lines[:LISTED], others]


def _name(dimension: Dimension, line: Mapping[str, Any]) -> str:
    if line["value"] == OTHERS:
        return word("value", OTHERS)
    if dimension == "segment":
        return str(line[f"name_{reader_language()}"] or line["value"])
    return word(dimension, line["value"])
