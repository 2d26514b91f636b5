"""A GeoJSON of boundaries is taken whole, or refused with every reason at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from semesta.kernel.finding import SEVERITIES
from semesta.kernel.gazetteer import Gazetteer, Region
from semesta.regions.boundary_file import LARGEST_FILE_BYTES, BoundaryReading, read_boundaries
from semesta.regions.boundary_kind import boundary_kinds
from tests.regions.boundary_maps import EAST, SOUTH, a_feature, a_map, a_square

GAZETTEER = Gazetteer.of(
    [Region("52.03.05", "Masbagik"), Region("52.03.05.2001", "Kesik"), Region("52.03.21.2001", "Lenek")],
    aliases=[("Mas Bagik", "52.03.05")],
    old_codes={"52.03.09.2001": "52.03.21.2001"},
)


def reading_of(data: bytes) -> BoundaryReading:
    return read_boundaries(data, "peta.geojson", gazetteer=GAZETTEER, bps_codes={"5203050002": "52.03.05.2001"})


def bow_tie(side: float) -> list[list[float]]:
    return [[EAST, SOUTH], [EAST + side, SOUTH + side], [EAST + side, SOUTH], [EAST, SOUTH + side], [EAST, SOUTH]]


def with_a_sliver_crossing() -> list[list[float]]:
    square = a_square()
    return [*square[:2], [EAST + 0.01, SOUTH - 0.00001], [EAST + 0.0099, SOUTH + 0.00001], *square[2:]]


SWAPPED = [[lat, lon] for lon, lat in a_square()]
METRES = [[435000.0, 9050000.0], [436000.0, 9050000.0], [436000.0, 9051000.0], [435000.0, 9050000.0]]
UTM = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32750"}}

CASES: list[tuple[str, bytes]] = [
    ("boundary_too_large", b" " * (LARGEST_FILE_BYTES + 1)),
    ("boundary_not_json", b"<kml/>"),
    ("boundary_not_json", b"PK\x03\x04\xff\xfe"),
    ("boundary_not_json", a_map(a_feature()).decode().encode("utf-16")),
    ("boundary_not_json", b'{"type": "FeatureCollection", "features": [{"a": NaN}]}'),
    ("boundary_not_json", b"[" * 200_000),
    ("boundary_not_geojson", b"[1, 2]"),
    ("boundary_not_geojson", b'{"type": "Topology", "objects": {}}'),
    ("boundary_not_geojson", json.dumps(a_feature()["geometry"]).encode()),
    ("boundary_not_geojson", b'{"type": "FeatureCollection", "features": {}}'),
    ("boundary_empty", a_map()),
    ("boundary_foreign_crs", a_map(a_feature(), crs=UTM)),
    ("boundary_swapped", a_map(a_feature(rings=[SWAPPED]))),
    ("boundary_code_missing", a_map(a_feature(None))),
    ("boundary_code_missing", a_map(a_feature(""))),
    ("boundary_code_unknown", a_map(a_feature("52.03.99"))),
    ("boundary_code_unknown", a_map(a_feature("Masbagik"))),
    ("boundary_code_is_bps", a_map(a_feature("5203050002"))),
    ("boundary_code_twice", a_map(a_feature(), a_feature())),
    ("boundary_not_polygon", a_map(a_feature(kind="LineString"))),
    ("boundary_not_polygon", a_map({**a_feature(), "geometry": None})),
    ("boundary_not_polygon", a_map("Kesik")),
    ("boundary_broken_ring", a_map(a_feature(rings=[]))),
    ("boundary_broken_ring", a_map(a_feature(rings=[a_square()[:3]]))),
    ("boundary_broken_ring", a_map(a_feature(rings=[a_square()[:4]]))),
    ("boundary_broken_ring", a_map(a_feature(rings=[[["116.5", "-8.6"]] * 5]))),
    ("boundary_broken_ring", a_map(a_feature(rings=[[[EAST, SOUTH]] * 5]))),
    ("boundary_broken_ring", a_map(a_feature(rings=a_square()))),
    ("boundary_outside", a_map(a_feature(rings=[METRES]))),
    ("boundary_outside", a_map(a_feature(rings=[a_square(east=2.3, south=48.8)]))),
    ("boundary_crosses_itself", a_map(a_feature(rings=[bow_tie(0.01)]))),
    ("boundary_mended", a_map(a_feature(rings=[with_a_sliver_crossing()]))),
    ("boundary_old_code", a_map(a_feature("52.03.09.2001"))),
    ("boundary_name_differs", a_map(a_feature("52.03.05", name="Sikur"))),
]


@pytest.mark.parametrize(("code", "data"), CASES)
def test_each_mistake_is_told_and_decides_whether_the_file_is_taken(code: str, data: bytes) -> None:
    reading = reading_of(data)

    (finding,) = reading.findings
    assert finding.kind.code == code
    assert bool(reading.shapes) == reading.is_taken == (finding.kind.severity in ("repaired", "doubt"))


def test_every_kind_in_the_catalogue_can_be_found_and_speaks_both_languages() -> None:
    assert {code for code, _ in CASES} == set(boundary_kinds())
    for kind in boundary_kinds().values():
        words = [getattr(kind, f"{part}_{lang}") for part in ("title", "message", "remedy") for lang in ("id", "en")]
        assert all(words)
        assert kind.severity in SEVERITIES
        assert kind.message("id", before="a", after="b", detail="c") != kind.message(
            "en", before="a", after="b", detail="c"
        )


def test_a_good_map_gives_shapes_in_order_and_its_source() -> None:
    data = a_map(
        a_feature("52.03.05.2001", name="KESIK"),
        a_feature("52.03.05", name="Kecamatan Mas Bagik"),
        metadata={"source": "BIG 2025"},
    )

    reading = reading_of(data)

    assert [shape.code for shape in reading.shapes] == ["52.03.05", "52.03.05.2001"]
    assert (reading.findings, reading.source) == ((), "BIG 2025")


@pytest.mark.parametrize("given", [{"Kode_Wilayah": "52.03.05.2001"}, {"KDEPUM": 5203052001}, {"kode": "5203052001"}])
def test_codes_stand_under_the_names_that_maps_use(given: dict[str, Any]) -> None:
    reading = reading_of(a_map(a_feature(None, **given)))

    assert [shape.code for shape in reading.shapes] == ["52.03.05.2001"]


def test_a_code_may_be_the_id_of_the_feature() -> None:
    assert reading_of(a_map({**a_feature(None), "id": "52.03.05"})).shapes[0].code == "52.03.05"


def test_an_old_and_the_new_code_of_one_village_are_the_same_village_twice() -> None:
    reading = reading_of(a_map(a_feature("52.03.09.2001"), a_feature("52.03.21.2001")))

    assert [finding.kind.code for finding in reading.findings] == ["boundary_old_code", "boundary_code_twice"]
    assert not reading.is_taken


def test_one_bad_region_keeps_the_whole_map_out_and_all_mistakes_are_told() -> None:
    reading = reading_of(a_map(a_feature(), a_feature("52.03.99", rings=[bow_tie(0.01)]), a_feature(None)))

    assert not reading.is_taken
    assert reading.shapes == ()
    assert [(finding.place.row, finding.kind.code) for finding in reading.findings] == [
        (2, "boundary_code_unknown"), (2, "boundary_crosses_itself"), (3, "boundary_code_missing"),
    ]  # fmt: skip


def test_swapped_coordinates_are_told_once_for_the_file() -> None:
    swapped = [a_feature(code, rings=[SWAPPED]) for code in ("52.03.05", "52.03.05.2001")]

    (finding,) = reading_of(a_map(*swapped)).findings

    assert finding.kind.code == "boundary_swapped"
    assert "2 regions" in finding.message("en")


@pytest.mark.parametrize("system", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_the_usual_names_of_wgs_84_pass(system: str) -> None:
    assert reading_of(a_map(a_feature(), crs={"type": "name", "properties": {"name": system}})).is_taken


def test_heights_are_left_out_and_decimals_kept_to_six() -> None:
    ring = [[lon + 0.00000012, lat, 312.5] for lon, lat in a_square()]

    (shape,) = reading_of(a_map(a_feature(rings=[ring]))).shapes

    assert shape.geometry == {"type": "Polygon", "coordinates": [a_square()]}


def test_an_island_and_a_lake_are_kept() -> None:
    lake = a_square(east=EAST + 0.004, south=SOUTH + 0.004, side=0.002)
    island = a_square(east=EAST + 0.05)

    (shape,) = reading_of(a_map(a_feature(kind="MultiPolygon", rings=[[a_square(), lake], [island]]))).shapes

    assert shape.geometry["type"] == "MultiPolygon"
    assert [len(polygon) for polygon in shape.geometry["coordinates"]] == [2, 1]


def test_a_label_point_is_kept_inside_and_moved_inside() -> None:
    corner = EAST + 0.001, SOUTH + 0.001
    kept = reading_of(a_map(a_feature(label_point=list(corner)))).shapes[0].label_point
    moved = reading_of(a_map(a_feature(label_point=[EAST - 1, SOUTH]))).shapes[0].label_point

    assert kept == corner
    assert moved == pytest.approx((EAST + 0.005, SOUTH + 0.005), abs=0.001)
