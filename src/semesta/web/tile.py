"""A map without boundaries: a tile per village, grouped by district, coloured by the share of known workers covered.

A village always stands at the same place: districts and villages in order of code, five tiles a row. Every tile is
large enough for a finger (24 CSS pixels and more), carries its number, and opens the village's page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from semesta.kernel.month import Month
from semesta.web.language import say
from semesta.web.templatetags.page_text import count, percent

IN_A_ROW: Final = 5
PITCH: Final = 30
GAP: Final = 2
STEPS: Final = ("0–19", "20–39", "40–59", "60–79", "80–100")
"""Classes of the share in percent; a share of 100 % stands in the last."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A village's tile: where it leads, its class of share as CSS names it, its words, its place for SVG attributes."""

    href: str
    step: str
    label: str
    title: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class TileGroup:
    """The tiles of a district, with the size of their drawing."""

    code: str
    name: str
    width: str
    height: str
    tiles: list[Tile]


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


def tile_groups(
    villages: Sequence[dict[str, Any]], districts: Iterable[dict[str, Any]], *, month: Month
) -> list[TileGroup]:
    """Return a group per district (code, name) with the tiles of its villages (`village_table`)."""
    groups = []
    for district in districts:
        inside = [village for village in villages if village["district"] == district["code"]]
        rows = max(1, -(-len(inside) // IN_A_ROW))
        groups.append(
            TileGroup(
                district["code"], district["name"], str(IN_A_ROW * PITCH - GAP), str(rows * PITCH - GAP),
                [_tile(village, place, month) for place, village in enumerate(inside)],
            )
        )  # fmt: skip
    return groups


def address_of(village_code: str, month: Month) -> str:
    """Return the address of a village's page in a month."""
    return f"{reverse('region', args=[village_code])}?month={month}"


def _tile(village: dict[str, Any], place: int, month: Month) -> Tile:
    share = share_of_known(village)
    return Tile(
        href=address_of(village["code"], month),
        step=step_of(share),
        label="–" if share is None else str(int(share * 100)),
        title=in_words(village),
        x=str(place % IN_A_ROW * PITCH),
        y=str(place // IN_A_ROW * PITCH),
    )
