"""The real map, where boundaries were loaded: villages as outlines on a small integer grid.

Longitude and latitude become x and y by an equirectangular projection about the middle of the map, rounded to whole
units of a drawing 480 wide; points that fall on the same unit are dropped, so that the page stays light.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from semesta.kernel.month import Month
from semesta.web.shade import Shade, by_rate
from semesta.web.tile import address_of

WIDTH: Final = 480
Ring = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A village's outline as an SVG path, with where it leads, its class and its words."""

    href: str
    step: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A drawing of the villages whose boundaries are loaded (`box` is its viewBox), and whom to credit."""

    box: str
    shapes: list[Shape]
    sources: list[str]


def outline_of(
    boundaries: Mapping[str, Any],
    villages: Sequence[dict[str, Any]],
    *,
    month: Month,
    shade: Callable[[dict[str, Any]], Shade] = by_rate,
) -> Outline | None:
    """Draw a GeoJSON collection of villages, shaded by a measure; None without boundaries."""
    features = boundaries["features"]
    if not features:
        return None
    points = [point for feature in features for ring in _rings(feature["geometry"]) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    flat = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * flat, 1e-9)
    height = max(1, math.ceil((north - south) * scale))

    def on_grid(ring: Sequence[Sequence[float]]) -> Ring:
        placed = [(round((lon - west) * flat * scale), round((north - lat) * scale)) for lon, lat, *_ in ring]
        return [point for place, point in enumerate(placed) if place == 0 or point != placed[place - 1]]

    by_code = {village["code"]: village for village in villages}
    shapes = []
    for feature in features:
        village = by_code.get(feature["properties"]["code"])
        if village is None:
            continue
        path = "".join(_path(on_grid(ring)) for ring in _rings(feature["geometry"]))
        shown = shade(village)
        shapes.append(Shape(address_of(village["code"], month), shown.step, shown.title, path))
    return Outline(f"-1 -1 {WIDTH + 2} {height + 2}", shapes, list(boundaries["metadata"]["sources"]))


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def _path(ring: Ring) -> str:
    """Write a ring as relative steps; a ring that shrank to a line or point keeps its place as a dot."""
    (x, y), *rest = ring
    steps = [f"M{x} {y}"]
    for next_x, next_y in rest:
        steps.append(f"l{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return "".join(steps) + ("z" if len(ring) > 2 else "h1v1z")
