"""The chart of accounts that ships: accounts are data (chart.csv), with the side on which each one grows."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ChartLine:
    """An account: its code, the side it grows on (debit or credit), and its words in both languages."""

    code: str
    side: str
    name_id: str
    name_en: str
    about_id: str
    about_en: str


@cache
def shipped_chart() -> tuple[ChartLine, ...]:
    """Return the accounts in the order in which reports show them."""
    with (Path(__file__).parent / "chart.csv").open(encoding="utf-8", newline="") as file:
        return tuple(ChartLine(**line) for line in csv.DictReader(file))
