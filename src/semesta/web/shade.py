"""How a village is coloured on a map, by what it is compared by: its class, the number on it, its sentence, the legend.

The numbers are the village's own (docs/coverage.md says how villages are put in order); the sentence tells how many
people stand behind, so that a village of few is not taken for one of many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from semesta.web.language import say
from semesta.web.templatetags.page_text import count, percent, points, signed

STEPS: Final = ("0–19", "20–39", "40–59", "60–79", "80–100")
"""Classes of the share in percent; a share of 100 % stands in the last."""
MapMeasure = Literal["rate", "growth", "distance"]
GROWTH_BOUNDS: Final = (0.0, 0.01, 0.03, 0.10)
"""Growth in points of 100 known workers: upper bounds of the classes 0 to 3; less than nought is a class of its own."""


@dataclass(frozen=True, slots=True)
class Shade:
    """A village's class as CSS names it, the number on its tile, and its sentence."""

    step: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What the colours mean: (class, words) from the first to the last."""

    title: str
    steps: tuple[tuple[str, str], ...]


def share_of_known(village: dict[str, Any]) -> float | None:
    """Return members / known workers of a line of the village table, None where nobody is known."""
    return village["members"] / village["known"] if village["known"] else None


def step_of(share: float | None) -> str:
    """Return the class of a share: 0 to 4, "none" without a base."""
    return "none" if share is None else str(min(len(STEPS) - 1, int(share * len(STEPS))))


def in_words(village: dict[str, Any]) -> str:
    """Say a village's figure in one sentence, for those who hear the page and for whoever points at the tile."""
    if not village["known"]:
        return say(f"{village['name']}: belum ada pekerja yang dikenal", f"{village['name']}: no worker is known yet")
    share, members, known = percent(share_of_known(village)), count(village["members"]), count(village["known"])
    return say(
        f"{village['name']}: {share}, {members} dari {known} pekerja yang dikenal terlindungi",
        f"{village['name']}: {share}, {members} of {known} known workers covered",
    )


def shade_of(measure: MapMeasure) -> Callable[[dict[str, Any]], Shade]:
    """Return what shades a line of `villages_compared` by a measure."""
    return {"rate": by_rate, "growth": _by_growth, "distance": _by_distance}[measure]


def by_rate(village: dict[str, Any]) -> Shade:
    """Shade by members / known workers."""
    share = share_of_known(village)
    return Shade(step_of(share), "–" if share is None else str(int(share * 100)), in_words(village))


def _by_growth(village: dict[str, Any]) -> Shade:
    growth = village["growth"]
    if growth is None:
        return Shade(
            "none", "–", say(f"{village['name']}: belum dapat dibandingkan", f"{village['name']}: no comparison")
        )
    gained = village["members"] - village["members_then"]
    told = f"{village['name']}: {points(growth)}", signed(gained), count(village["known"])
    words = say(
        "{} poin, {} peserta dari {} pekerja yang dikenal".format(*told),
        "{} points, {} members of {} known workers".format(*told),
    )
    step = "fall" if growth < 0 else str(sum(growth >= bound for bound in GROWTH_BOUNDS[1:]) + (growth > 0))
    return Shade(step, f"{growth * 100:+.0f}".replace("-", "−").replace("+0", "0").replace("−0", "0"), words)


def _by_distance(village: dict[str, Any]) -> Shade:
    distance = village["distance"]
    if distance is None:
        return Shade("none", "–", in_words(village))
    words = say(
        f"{village['name']}: {count(village['enrollable'])} dari {count(village['known'])} pekerja yang dikenal"
        f" ({percent(distance)}) dapat segera didaftarkan",
        f"{village['name']}: {count(village['enrollable'])} of {count(village['known'])} known workers"
        f" ({percent(distance)}) could be enrolled at once",
    )
    return Shade(step_of(distance), str(int(distance * 100)), words)


def legend_of(measure: MapMeasure) -> Legend:
    """Return the legend of a measure; its last step is that of villages without the figure."""
    none = ("none", say("belum diketahui", "not known"))
    shares = tuple((str(number), f"{step} %") for number, step in enumerate(STEPS))
    if measure == "growth":
        classes = (
            ("fall", say("turun", "falling")), ("0", "0"), ("1", "0–1"), ("2", "1–3"), ("3", "3–10"), ("4", "> 10"),
        )  # fmt: skip
        title = say("Pertambahan peserta per 100 pekerja yang dikenal", "Members gained per 100 known workers")
        return Legend(title, (*classes, none))
    if measure == "distance":
        title = say(
            "Bagian pekerja dikenal yang dapat segera didaftarkan", "Share of known workers who could be enrolled"
        )
        return Legend(title, (*shares, none))
    return Legend(say("Bagian pekerja dikenal yang terlindungi", "Share of known workers covered"), (*shares, none))
