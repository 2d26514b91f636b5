"""A map without boundaries: a tile per village, grouped by district, coloured by the share of known workers covered.

A village always stands at the same place: districts and villages in order of code, five tiles a row. Every tile is
large enough for a finger (24 CSS pixels and more), carries its number, and opens the village's page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from semesta.kernel.month import Month
from semesta.web.shade import Shade, by_rate

IN_A_ROW: Final = 5
PITCH: Final = 30
GAP: Final = 2


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


def tile_groups(
    villages: Sequence[dict[str, Any]],
    districts: Iterable[dict[str, Any]],
    *,
    month: Month,
    shade: Callable[[dict[str, Any]], Shade] = by_rate,
    in_a_row: int = IN_A_ROW,
) -> list[TileGroup]:
    """Return a group per district (code, name) with the tiles of its villages, shaded by a measure."""
    groups = []
    for district in districts:
        inside = [village for village in villages if village["district"] == district["code"]]
        rows = max(1, -(-len(inside) // in_a_row))
        groups.append(
            TileGroup(
                district["code"], district["name"], str(in_a_row * PITCH - GAP), str(rows * PITCH - GAP),
                [_tile(village, divmod(place, in_a_row), month, shade) for place, village in enumerate(inside)],
            )
        )  # fmt: skip
    return groups


def address_of(village_code: str, month: Month) -> str:
    """Return the address of a village's page in a month."""
    return f"{reverse('region', args=[village_code])}?month={month}"


def _tile(
    village: dict[str, Any], place: tuple[int, int], month: Month, shade: Callable[[dict[str, Any]], Shade]
) -> Tile:
    shown = shade(village)
    return Tile(
        href=address_of(village["code"], month),
        step=shown.step,
        label=shown.label,
        title=shown.title,
        x=str(place[1] * PITCH),
        y=str(place[0] * PITCH),
    )
