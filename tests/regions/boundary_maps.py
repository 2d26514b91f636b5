"""Small made-up boundary files: squares of a hundredth of a degree near Lombok Timur."""

from __future__ import annotations

import json
from typing import Any

EAST, SOUTH = 116.5, -8.6


def a_square(*, east: float = EAST, south: float = SOUTH, side: float = 0.01) -> list[list[float]]:
    """Return a closed ring of five positions, longitude first."""
    return [
        [east, south], [east + side, south], [east + side, south + side], [east, south + side], [east, south],
    ]  # fmt: skip


def a_feature(
    code: object = "52.03.05.2001", *, name: str = "", rings: Any = None, kind: str = "Polygon", **more: Any
) -> dict[str, Any]:
    """Return a feature; without rings it is a square of its own place."""
    properties = {"code": code} | ({"name": name} if name else {}) | more
    return {
        "type": "Feature",
        "properties": {key: value for key, value in properties.items() if value is not None},
        "geometry": {"type": kind, "coordinates": [a_square()] if rings is None else rings},
    }


def a_map(*features: Any, **more: Any) -> bytes:
    """Return the bytes of a FeatureCollection."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()
