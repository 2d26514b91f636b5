"""The balance of rows as a bar that accepted, merged, waiting and refused rows fill, with nothing left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

OUTCOMES: Final = ("accepted", "merged", "waiting", "refused")


@dataclass(frozen=True, slots=True)
class Part:
    """One outcome's stretch of a bar of 100; the numbers are written for SVG attributes."""

    outcome: str
    rows: int
    start: str
    length: str


def balance_bar(rows: Mapping[str, int]) -> list[Part]:
    """Return the four parts in order, lengths in percent of the rows handed in."""
    parts, start = [], 0.0
    for outcome in OUTCOMES:
        length = rows[outcome] / rows["rows_in"] * 100 if rows["rows_in"] else 0.0
        parts.append(Part(outcome, int(rows[outcome]), f"{start:.2f}", f"{length:.2f}"))
        start += length
    return parts
