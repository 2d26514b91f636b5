"""What public pages tell of the people of a region: the same on every page, so that no two pages together tell more.

The totals of regency, districts and villages stand on many pages and in the public file. Villages are told district by
district, for a district's total stands beside theirs, and districts within the regency, with those of no village.
Where a district's own count is hidden, so is every count of its villages, for they add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache

from semesta.coverage.queries import coverage_of, coverage_of_parts, village_table
from semesta.kernel.month import Month
from semesta.web.disclosure import FEW, KEPT_BACK, SMALLEST_TOLD, Told, told
from semesta.web.language import say
from semesta.web.measure import Measure
from semesta.web.shade import Shade, by_rate
from semesta.web.templatetags.page_text import count

KINDS: Final = ("members", "known", "in_grace")
KNOWN_BASE: Final = "known_workers"
_KEPT_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """What may be told of one region in a month."""

    members: Told
    known: Told
    in_grace: Told

    @property
    def to_reach(self) -> Told:
        """Return known workers less members; kept back where either is hidden."""
        if isinstance(self.members, int) and isinstance(self.known, int):
            return self.known - self.members
        return KEPT_BACK

    @property
    def is_whole(self) -> bool:
        """Say whether members and known workers are both told."""
        return isinstance(self.members, int) and isinstance(self.known, int)

    def allowed(self, measures: Iterable[Measure]) -> list[Measure]:
        """Return the measures that tell nothing hidden: without the members none, without the known not theirs."""
        if not isinstance(self.members, int):
            return []
        return [one for one in measures if one.key != KNOWN_BASE or isinstance(self.known, int)]


def counts_of(month: Month, *, counted_at: datetime) -> dict[str, PublicCounts]:
    """Return `public_counts` of the regency that is served; kept as long as the count of that moment is the newest."""
    kept = f"public:{settings.REGENCY}:{month}:{counted_at.isoformat()}"
    found: dict[str, PublicCounts] | None = cache.get(kept)
    if found is None:
        regency, districts = coverage_of(settings.REGENCY, month), coverage_of_parts(settings.REGENCY, month)
        found = public_counts(regency, districts, village_table(settings.REGENCY, month))
        cache.set(kept, found, _KEPT_SECONDS)
    return found


def public_counts(
    regency: Mapping[str, Any], districts: Sequence[Mapping[str, Any]], villages: Sequence[Mapping[str, Any]]
) -> dict[str, PublicCounts]:
    """Return what may be told by code of district and village.

    `regency` and `districts` are `coverage_of` and `coverage_of_parts` of the regency, `villages` its `village_table`.
    """
    shown: dict[str, dict[str, Told]] = {}
    for kind in KINDS:
        of_districts = [_count(line, kind) for line in districts]
        elsewhere = max(0, _count(regency, kind) - sum(of_districts))
        told_ones = told([*of_districts, elsewhere], is_whole_told=True)[:-1]
        for line, one in zip(districts, told_ones, strict=True):
            code = line["region"]["code"]
            shown.setdefault(code, {})[kind] = one
            inside = [village for village in villages if village["district"] == code]
            counts = [village[kind] for village in inside]
            hidden = told(counts, is_whole_told=True) if isinstance(one, int) else _all_hidden(counts)
            for village, of_village in zip(inside, hidden, strict=True):
                shown.setdefault(village["code"], {})[kind] = of_village
    return {code: PublicCounts(**counts) for code, counts in shown.items()}


def plain_counts(figure: Mapping[str, Any]) -> PublicCounts:
    """Return the counts of `coverage_of` as they are, for whoever works for the region."""
    return PublicCounts(*(_count(figure, kind) for kind in KINDS))


def _count(figure: Mapping[str, Any], kind: str) -> int:
    return int(figure["known_workers" if kind == "known" else kind])


def _all_hidden(counts: Sequence[int]) -> list[Told]:
    return [(FEW if count < SMALLEST_TOLD else KEPT_BACK) if count else 0 for count in counts]


def shaded_publicly(village: Mapping[str, Any], counts: Mapping[str, PublicCounts]) -> Shade:
    """Shade a village by its rate, or say that its figure is not told."""
    found = counts[village["code"]]
    if found.is_whole:
        return by_rate(dict(village))
    name = village["name"]
    words = say(f"{name}: tidak ditulis, menyangkut sedikit orang", f"{name}: not told, it is about few people")
    return Shade("none", count(FEW if FEW in (found.members, found.known) else KEPT_BACK), words)


def told_figure(figure: Mapping[str, Any], counts: PublicCounts) -> dict[str, Any]:
    """Return `coverage_of` with what may be told in the place of its counts of persons."""
    return {**figure, "members": counts.members, "known_workers": counts.known, "in_grace": counts.in_grace}


def told_parts(lines: Iterable[dict[str, Any]], counts: Mapping[str, PublicCounts]) -> list[dict[str, Any]]:
    """Return the lines of a `PartsTable` with what may be told; a cell that would tell what is hidden is empty."""
    return [_told_part(line, counts[line["region"]["code"]]) for line in lines]


def _told_part(line: dict[str, Any], counts: PublicCounts) -> dict[str, Any]:
    allowed = counts.allowed(cell for cell in line["cells"] if cell is not None)
    cells = [cell if cell in allowed else None for cell in line["cells"]]
    return line | {"members": counts.members, "to_reach": counts.to_reach, "cells": cells}
