"""Livelihood segments: the words in which lists, law, purses and coverage speak of the same work.

The shipped table (`segments.csv`) is the start; a regency adds its own in the database (`people.Segment`).
`class` is the usual legal class of the segment (PU wage earner, BPU not a wage earner, JK construction, PMI migrant
worker), after PP 44/2015 art. 5 as replaced by PP 49/2023; a person's own class is that of the membership.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

MembershipClass = Literal["PU", "BPU", "JK", "PMI"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One kind of livelihood, with its names on screen, usual legal class (None: no worker) and sector."""

    code: str
    name_id: str
    name_en: str
    membership_class: MembershipClass | None
    sector: str


@cache
def shipped_segments() -> dict[str, Segment]:
    """Return the shipped segments by code, in their order."""
    text = files("semesta.kernel").joinpath("segments.csv").read_text(encoding="utf-8")
    classes: dict[str, MembershipClass | None] = {"PU": "PU", "BPU": "BPU", "JK": "JK", "PMI": "PMI", "": None}
    return {
        line["code"]: Segment(line["code"], line["name_id"], line["name_en"], classes[line["class"]], line["sector"])
        for line in csv.DictReader(text.splitlines())
    }
