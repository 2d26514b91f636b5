"""The accident risk class of a livelihood, for the points of a plan only: an assumption, no law.

PP 44/2015, annex I, gives classes 1 to 5 to lines of business of employers. It gives none to livelihoods of people
without an employer, and no lawful source that does was found: every line of `segment_risk.csv` says `is_verified: no`.
A segment that is not listed has no class and no points for it. No contribution is worked out from these classes.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


@cache
def risk_classes() -> dict[str, int]:
    """Return the assumed risk class (1 very low to 5 very high) of each listed segment."""
    text = (Path(__file__).parent / "segment_risk.csv").read_text(encoding="utf-8")
    return {line["segment"]: int(line["risk_class"]) for line in csv.DictReader(text.splitlines())}
