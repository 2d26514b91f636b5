"""One GeoJSON geometry becomes a sound area with a label point inside it, or the reason why it cannot.

Shapely (GEOS) judges soundness. An outline that crosses itself so little that mending leaves its area as it was is
mended and says so; anything more is for a person who knows the ground.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

LONGITUDES = (94.0, 142.0)
LATITUDES = (-12.0, 7.0)
DECIMALS = 6
_AREA_KEPT = 0.001
_LABEL_TOLERANCE_DEGREES = 0.0005


class BrokenGeometryError(ValueError):
    """The geometry is not taken: the code of a finding kind and its detail."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Shape:
    """A Polygon or MultiPolygon as GeoJSON, a point inside it (lon, lat), and what was mended (empty: nothing)."""

    geometry: dict[str, Any]
    label_point: tuple[float, float]
    mended: str = ""


def shape_of(geometry: object, *, label_point: object = None) -> Shape:
    """Return the shape of a GeoJSON Polygon or MultiPolygon; a given label point is kept when it lies inside."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise BrokenGeometryError("boundary_not_polygon", str(kind or "tanpa geometri / no geometry"))
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    rings = [_rings(polygon) for polygon in _list(polygons)]
    _check_place([position for polygon in rings for ring in polygon for position in ring])
    area = shapely.MultiPolygon([(polygon[0], polygon[1:]) for polygon in rings])
    sound, mended = _sound(area if len(rings) > 1 else area.geoms[0])
    return Shape(json_of(sound), _label(sound, label_point), mended)


def json_of(area: BaseGeometry) -> dict[str, Any]:
    """Return an area as GeoJSON with lists of numbers, coordinates kept to DECIMALS."""
    polygons = [[_positions(polygon.exterior), *map(_positions, polygon.interiors)] for polygon in _polygons(area)]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _rings(polygon: object) -> list[list[tuple[float, float]]]:
    return [_ring(ring) for ring in _list(polygon)]


def _ring(ring: object) -> list[tuple[float, float]]:
    positions = [_position(position) for position in _list(ring)]
    if len(positions) < 4:
        raise BrokenGeometryError("boundary_broken_ring", f"{len(positions)} titik / positions")
    if positions[0] != positions[-1]:
        raise BrokenGeometryError("boundary_broken_ring", f"tidak tertutup / not closed: {positions[0]}")
    return positions


def _position(position: object) -> tuple[float, float]:
    numbers = position[:2] if isinstance(position, list) else []
    if len(numbers) != 2 or not all(_is_number(number) for number in numbers):
        raise BrokenGeometryError("boundary_broken_ring", f"bukan titik / no position: {str(position)[:60]}")
    return round(float(numbers[0]), DECIMALS), round(float(numbers[1]), DECIMALS)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BrokenGeometryError("boundary_broken_ring", "tidak ada koordinat / no coordinates")
    return value


def _check_place(positions: list[tuple[float, float]]) -> None:
    if all(_is_in_indonesia(lon, lat) for lon, lat in positions):
        return
    if all(_is_in_indonesia(lon, lat) for lat, lon in positions):
        raise BrokenGeometryError("boundary_swapped")
    outside = next((lon, lat) for lon, lat in positions if not _is_in_indonesia(lon, lat))
    raise BrokenGeometryError("boundary_outside", f"{outside[0]}, {outside[1]}")


def _is_in_indonesia(lon: float, lat: float) -> bool:
    return LONGITUDES[0] <= lon <= LONGITUDES[1] and LATITUDES[0] <= lat <= LATITUDES[1]


def _sound(area: BaseGeometry) -> tuple[BaseGeometry, str]:
    if area.is_valid:
        return area, ""
    reason = str(shapely.is_valid_reason(area))[:120]
    mended = shapely.MultiPolygon(_polygons(shapely.make_valid(area)))
    if mended.area == 0:
        raise BrokenGeometryError("boundary_broken_ring", "tanpa luas / no area")
    if abs(mended.area - area.area) > _AREA_KEPT * mended.area or not mended.is_valid:
        raise BrokenGeometryError("boundary_crosses_itself", reason)
    return mended, reason


def _polygons(area: BaseGeometry) -> list[Any]:
    parts = getattr(area, "geoms", [area])
    return [one for part in parts for one in getattr(part, "geoms", [part]) if one.geom_type == "Polygon"]


def _positions(ring: BaseGeometry) -> list[list[float]]:
    return [[round(lon, DECIMALS), round(lat, DECIMALS)] for lon, lat in ring.coords]


def _label(area: BaseGeometry, given: object) -> tuple[float, float]:
    if (
        isinstance(given, list)
        and len(given) == 2
        and all(map(_is_number, given))
        and area.contains(shapely.Point(given))
    ):
        return float(given[0]), float(given[1])
    largest = max(_polygons(area), key=lambda polygon: polygon.area)
    deepest = shapely.maximum_inscribed_circle(largest, tolerance=_LABEL_TOLERANCE_DEGREES).coords[0]
    point = shapely.Point(round(deepest[0], DECIMALS), round(deepest[1], DECIMALS))
    inside = point if area.contains(point) else largest.representative_point()
    return inside.x, inside.y
