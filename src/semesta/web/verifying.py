"""A pair as the verifier's pages show it: fields side by side, the evidence as bars, and what may be answered."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format

from semesta.duplicates.model_in_use import model_in_use
from semesta.kernel.month import Month
from semesta.matching.model import Model
from semesta.web.compared import Run, numbers_compared
from semesta.web.language import say
from semesta.web.words import all_words, word

NUMBERS: Final = ("nik", "kk", "phone")
TEXTS: Final = ("name", "birth_on", "sex", "mother_name", "village_code", "dusun", "died_on")
WEIGHT_OF_A_FULL_BAR: Final = 20.0
OTHER_REASON: Final = "other"


def model() -> Model:
    """Return the model that pairs are weighed with."""
    return model_in_use()


def sides_compared(sides: list[dict[str, Any]], villages: dict[str, str]) -> list[dict[str, Any]]:
    """Return a line per field that either side tells: field, sides (two lists of runs), is_same (None: one is mute)."""
    lines = []
    for field in (*NUMBERS[:1], *TEXTS[:2], *NUMBERS[1:2], *TEXTS[2:], *NUMBERS[2:]):
        one, other = (_told(side, field, villages) for side in sides)
        if one or other:
            runs = numbers_compared(one, other) if field in NUMBERS else (_plain(one), _plain(other))
            lines.append({"field": field, "sides": runs, "is_same": one == other if one and other else None})
    return lines


def evidence_bars(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return title, level, weight (log2 odds) and `bar`, its length in percent of a full one, strongest first."""
    bars = []
    for part in evidence:
        weight = part["weight"] + part["rarity"]
        if weight:
            length = min(100, round(abs(weight) / WEIGHT_OF_A_FULL_BAR * 100))
            bars.append(
                {
                    "title": part["title"],
                    "level": part["level"],
                    "weight": weight,
                    "speaks_for": weight > 0,
                    "bar": length,
                }
            )
    return sorted(bars, key=lambda bar: -abs(bar["weight"]))


def reasons() -> list[tuple[str, str]]:
    """Return the usual reasons of a decision (code, words in the reader's language), the free one last."""
    return [(code, word("decision_reason", code)) for code in all_words()["decision_reason"]]


def reason_told(code: str, own_words: str) -> str:
    """Return the reason to be kept, in Indonesian; empty where none was told.

    ValueError names what is missing: a code that is not offered, or own words where they are announced.
    """
    offered = all_words()["decision_reason"]
    if code not in offered:
        raise ValueError(say("Pilih alasan keputusan.", "Choose the reason of the decision."))
    if code == OTHER_REASON:
        told = " ".join(own_words.split())[:500]
        if not told:
            raise ValueError(say("Tuliskan alasannya.", "Write the reason."))
        return told
    return offered[code]["id"]


def this_month() -> Month:
    """Return the present month of the installation's time zone."""
    return Month.of(timezone.localdate())


def _told(side: dict[str, Any], field: str, villages: dict[str, str]) -> str:
    value = side.get("nik_written") if field == "nik" and not side.get("nik") else side.get(field)
    if value is None:
        return ""
    if field == "village_code":
        return villages.get(str(value), str(value))
    if field in ("birth_on", "died_on"):
        return date_format(value, "j F Y")
    return word("sex", value) if field == "sex" else str(value)


def _plain(text: str) -> list[Run]:
    return [Run(text, differs=False)] if text else []
