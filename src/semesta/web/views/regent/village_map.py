"""The map of villages: by rate, growth or distance; outlines where boundaries are loaded, tiles always."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast, get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.regions.arrangement import arranged
from semesta.regions.queries import boundaries_of
from semesta.web.comparison import in_order
from semesta.web.outline import outline_of
from semesta.web.permission import open_to_roles
from semesta.web.readers import SUMMARY
from semesta.web.shade import MapMeasure, legend_of, shade_of
from semesta.web.tile import tile_groups
from semesta.web.views.month import MonthNotCountedError, not_counted
from semesta.web.views.regent.compared import compared

IN_A_ROW: Final = 4
"""Tiles of a district in a row: three districts of four tiles fill a phone, each still wide enough for a finger."""
LISTED: Final = 10


@require_safe
@open_to_roles(*SUMMARY, within="code")
def village_map(request: HttpRequest, code: str) -> HttpResponse:
    """Show where villages stand; ?measure= chooses what colours them."""
    try:
        found = compared(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    asked = request.GET.get("measure", "rate")
    measure: MapMeasure = cast(MapMeasure, asked) if asked in get_args(MapMeasure) else "rate"
    shade = shade_of(measure)
    boundaries = boundaries_of(code, level="village")
    groups = {
        group.code: group
        for group in tile_groups(found.villages, found.districts, month=found.month, shade=shade, in_a_row=IN_A_ROW)
    }
    grid = arranged([district["code"] for district in found.districts], _points(boundaries))
    context: dict[str, Any] = found.page() | {
        "measure": measure,
        "measures": get_args(MapMeasure),
        "legend": legend_of(measure),
        "grid": [groups[place] if place else None for row in grid for place in row],
        "outline": outline_of(boundaries, found.villages, month=found.month, shade=shade),
        "listed": [line | {"said": shade(line).title} for line in in_order(found.villages, measure)[:LISTED]],
    }
    return render(request, "web/regent/map.html", context)


def _points(boundaries: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Return the middle of the label points of each district's villages, as far as boundaries are loaded."""
    of_district: dict[str, list[tuple[float, float]]] = {}
    for feature in boundaries["features"]:
        code, (lon, lat) = feature["properties"]["code"], feature["properties"]["label_point"]
        of_district.setdefault(code.rpartition(".")[0], []).append((lon, lat))
    return {
        code: (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        for code, points in of_district.items()
    }
