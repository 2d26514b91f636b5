"""A share with everything it stands on: how many members, of which base, told by whom, when and how.

Two measures are never mixed: members / workers (one for each stated base) and members / target.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from semesta.web.language import reader_language, say
from semesta.web.words import word

EVERYBODY: Final = "all"


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a coverage table; `key` tells the same base in other regions, `share` is None for an empty base.

    `who` are the members that are held against the base: all of them, or those of the class the base counts.
    """

    key: str
    title: str
    who: str
    members: int
    base: int
    share: float | None
    kind: str
    source: str
    as_of: str
    confidence: str = ""
    note: str = ""
    is_target: bool = False

    @property
    def bar(self) -> str:
        """Return the length of a bar of 100, not localised."""
        return bar_length(self.share)


def bar_length(share: float | None) -> str:
    """Return the length of a bar of 100 for an SVG attribute; a share over the whole fills the bar."""
    return f"{min(1.0, max(0.0, share or 0.0)) * 100:.1f}"


def worker_measures(figure: dict[str, Any]) -> list[Measure]:
    """Return members / workers of `coverage_of` for each base of all workers, largest first, then those known here."""
    return _measures([base for base in figure["workers"] if base["scope"] == EVERYBODY])


def class_measures(figure: dict[str, Any]) -> list[Measure]:
    """Return the measures whose base counts workers of one class: only members of that class are held against it."""
    return _measures([base for base in figure["workers"] if base["scope"] != EVERYBODY])


def _measures(bases: list[dict[str, Any]]) -> list[Measure]:
    in_order = sorted(bases, key=lambda base: (base["kind"] == "counted", -base["value"], base["key"]))
    return [
        Measure(
            key=base["key"],
            title=base[f"title_{reader_language()}"],
            who=word("members_of", base["scope"]),
            members=base["members"],
            base=base["value"],
            share=base["share"],
            kind=base["kind"],
            source=base["source"],
            as_of=str(base["as_of"]),
            confidence="" if base["kind"] == "counted" else base["confidence"],
            note=base[f"note_{reader_language()}"],
        )
        for base in in_order
    ]


def target_measures(figure: dict[str, Any]) -> list[Measure]:
    """Return members / target of `coverage_of`, one for each target stated for the year."""
    return [
        Measure(
            key=f"target-{target['year']}-{target['source']}",
            title=say(f"Target {target['year']}", f"Target for {target['year']}"),
            who=word("members_of", EVERYBODY),
            members=target["members"],
            base=target["value"],
            share=target["share"],
            kind=target["kind"],
            source=target["source"],
            as_of=str(target["year"]),
            is_target=True,
        )
        for target in figure["target"]
    ]


@dataclass(frozen=True, slots=True)
class PartsTable:
    """Regions one level below side by side: `headings` are the bases of all workers, and the targets, that any has."""

    headings: list[Measure]
    lines: list[dict[str, Any]]


def parts_table(parts: list[dict[str, Any]]) -> PartsTable:
    """Return one line per region: region, members, to_reach, and a cell per heading, None where it has no such base."""
    measured = [{m.key: m for m in _of_everybody(part)} for part in parts]
    headings: dict[str, Measure] = {}
    for measures in measured:
        headings = measures | headings
    ordered = sorted(headings.values(), key=lambda m: (m.is_target, m.kind != "counted", m.key))
    lines = [
        {
            "region": part["region"],
            "members": part["members"],
            "to_reach": part["known_workers"] - part["members"],
            "cells": [measures.get(heading.key) for heading in ordered],
        }
        for part, measures in zip(parts, measured, strict=True)
    ]
    return PartsTable(ordered, lines)


def _of_everybody(figure: dict[str, Any]) -> list[Measure]:
    return [*worker_measures(figure), *target_measures(figure)]
