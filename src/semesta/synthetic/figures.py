"""Published figures the made-up regency must meet, and derived ones that shape it, each with its source.

`figures.csv`: code, indicator, period, value, unit, kind (reported or derived), source. A regency without figures
is built from assumptions alone.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a region: what it counts, for when, its value and who reported or derived it."""

    code: str
    indicator: str
    period: str
    value: int
    unit: str
    kind: str
    source: str


@cache
def shipped_figures() -> tuple[Figure, ...]:
    """Return the shipped figures in file order."""
    text = files("semesta.synthetic").joinpath("figures.csv").read_text(encoding="utf-8")
    return tuple(
        Figure(r["code"], r["indicator"], r["period"], int(r["value"]), r["unit"], r["kind"], r["source"])
        for r in csv.DictReader(text.splitlines())
    )


def figure(code: str, indicator: str) -> int | None:
    """Return the value of a region's indicator, None when nothing is published or derived."""
    return next((f.value for f in shipped_figures() if f.code == code and f.indicator == indicator), None)


def at_scale(value: int, scale: float) -> int:
    """Return a count at the scale of the generated regency: rounded half up, at least one."""
    return max(1, int(value * scale + 0.5))
