"""Two numbers side by side, told no further than a decision needs: what they share is dotted out.

A reader sees at once where two NIK part, and learns neither of them: of a shared run only the first four digits (the
regency, which everybody here knows) are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

SHOWN_FIRST: Final = 4
DOT: Final = "•"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters as written on the page, and whether it differs from the other side."""

    text: str
    differs: bool


def numbers_compared(one: str | None, other: str | None) -> tuple[list[Run], list[Run]]:
    """Return both sides as runs; a side that is empty has none, and then the other is dotted out.

    >>> ["".join(run.text for run in side) for side in numbers_compared("5203050101859001", "5203050101859011")]
    ['5203••••••••••0•', '5203••••••••••1•']
    """
    if not one or not other:
        return _alone(one), _alone(other)
    first: list[Run] = []
    second: list[Run] = []
    for is_same, a, b, c, d in _stretches(one, other):
        if is_same:
            first.append(Run(_dotted(one[a:b], start=a), differs=False))
            second.append(Run(_dotted(other[c:d], start=c), differs=False))
        else:
            first += [Run(one[a:b], differs=True)] if b > a else []
            second += [Run(other[c:d], differs=True)] if d > c else []
    return first, second


def _stretches(one: str, other: str) -> list[tuple[bool, int, int, int, int]]:
    """Return runs (is_same, from, to, from, to): place by place where both are equally long, else as best aligned."""
    if len(one) != len(other):
        matched = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        return [(what == "equal", a, b, c, d) for what, a, b, c, d in matched]
    found = []
    for is_same, places in groupby(range(len(one)), key=lambda place: one[place] == other[place]):
        run = list(places)
        found.append((is_same, run[0], run[-1] + 1, run[0], run[-1] + 1))
    return found


def _dotted(run: str, *, start: int) -> str:
    shown = max(0, SHOWN_FIRST - start)
    return run[:shown] + DOT * len(run[shown:])


def _alone(number: str | None) -> list[Run]:
    if not number:
        return []
    return [Run(number[:SHOWN_FIRST] + DOT * max(0, len(number) - SHOWN_FIRST), differs=False)]
