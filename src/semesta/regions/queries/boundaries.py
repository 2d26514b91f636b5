"""Read boundaries for a map."""

from __future__ import annotations

import json
from typing import Any

from semesta.bulk import read_lines
from semesta.kernel.region_code import Level


def boundary_of(region_code: str) -> dict[str, Any] | None:
    """Return what is known of a region's boundary (file_name, source, loaded_at), None when none was loaded."""
    lines = read_lines("SELECT file_name, source, loaded_at FROM regions_boundary WHERE region_id = %s", [region_code])
    return lines[0] if lines else None


def boundaries_of(region_code: str, *, level: Level) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection of the boundaries of one level inside a region, itself included.

    Properties: code, name, kind, label_point [lon, lat]. `metadata.sources` names what to credit. No features when no
    boundaries were loaded.
    """
    lines = read_lines(
        "SELECT r.code, r.name, r.kind, b.geometry::text AS geometry, b.label_lon, b.label_lat, b.source"
        " FROM regions_boundary b JOIN regions_region r ON r.code = b.region_id"
        " WHERE r.level = %s AND (r.code = %s OR r.code LIKE %s) ORDER BY r.code",
        [level, region_code, f"{region_code}.%"],
    )
    return {
        "type": "FeatureCollection",
        "metadata": {"sources": sorted({line["source"] for line in lines if line["source"]})},
        "features": [
            {
                "type": "Feature",
                "id": line["code"],
                "properties": {
                    "code": line["code"],
                    "name": line["name"],
                    "kind": line["kind"],
                    "label_point": [line["label_lon"], line["label_lat"]],
                },
                "geometry": json.loads(line["geometry"]),
            }
            for line in lines
        ],
    }
