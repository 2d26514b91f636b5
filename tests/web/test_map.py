"""The map of villages: tiles in order of code, classes of the share, outlines on a small grid."""

from __future__ import annotations

from typing import Any

import pytest

from semesta.kernel.month import Month
from semesta.web.outline import WIDTH, outline_of
from semesta.web.shade import step_of
from semesta.web.tile import tile_groups

JANUARY = Month(2026, 1)


def a_village(number: int, *, members: int = 1, known: int = 4) -> dict[str, Any]:
    code = f"52.03.05.{2000 + number}"
    return {"code": code, "name": f"Desa {number}", "district": "52.03.05", "members": members, "known": known}


def a_square(code: str, west: float, south: float, side: float) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.mark.parametrize(
    ("share", "step"), [(0.0, "0"), (0.19, "0"), (0.2, "1"), (0.8, "4"), (1.0, "4"), (1.5, "4"), (None, "none")]
)
def test_a_share_falls_into_its_class(share: float | None, step: str) -> None:
    assert step_of(share) == step


def test_tiles_stand_five_in_a_row_in_order_of_code() -> None:
    villages = [a_village(number) for number in range(1, 8)]
    (group,) = tile_groups(villages, [{"code": "52.03.05", "name": "Masbagik"}], month=JANUARY)
    assert [(tile.x, tile.y) for tile in group.tiles[3:6]] == [("90", "0"), ("120", "0"), ("0", "30")]
    assert (group.width, group.height) == ("148", "58")
    assert group.tiles[5].href == "/wilayah/52.03.05.2006/?month=2026-01"


def test_a_tile_says_its_share_or_that_nobody_is_known() -> None:
    villages = [a_village(1, members=199, known=200), a_village(2, members=0, known=0)]
    (group,) = tile_groups(villages, [{"code": "52.03.05", "name": "Masbagik"}], month=JANUARY)
    assert [tile.label for tile in group.tiles] == ["99", "–"]
    assert group.tiles[0].title == "Desa 1: 99,50\xa0%, 199 dari 200 pekerja yang dikenal terlindungi"
    assert group.tiles[1].title == "Desa 2: belum ada pekerja yang dikenal"


def test_an_outline_keeps_proportions_and_drops_points_of_the_same_unit() -> None:
    detailed = a_square("52.03.05.2001", 116.0, -0.5, 1.0)
    detailed["geometry"]["coordinates"][0][1:1] = [[116.0000001, -0.5], [116.0000002, -0.5]]
    boundaries = {"features": [detailed, a_square("52.03.05.2002", 116.2, 0.1, 1e-6)], "metadata": {"sources": ["uji"]}}
    drawn = outline_of(boundaries, [a_village(1), a_village(2)], month=JANUARY)
    assert drawn is not None
    assert drawn.box == f"-1 -1 {WIDTH + 2} {WIDTH + 2}"
    assert drawn.shapes[0].path == f"M0 {WIDTH}l{WIDTH} 0l0 -{WIDTH}l-{WIDTH} 0l0 {WIDTH}z"
    assert drawn.shapes[1].path.endswith("h1v1z")
    assert drawn.sources == ["uji"]


def test_a_village_of_several_islands_is_one_shape() -> None:
    parts = [a_square("", 116.0, -8.0, 0.1), a_square("", 117.0, -8.0, 0.1)]
    islands = {"type": "MultiPolygon", "coordinates": [part["geometry"]["coordinates"] for part in parts]}
    feature = {"properties": {"code": "52.03.05.2001"}, "geometry": islands}
    drawn = outline_of({"features": [feature], "metadata": {"sources": []}}, [a_village(1)], month=JANUARY)
    assert drawn is not None
    assert drawn.shapes[0].path.count("M") == 2


def test_without_boundaries_there_is_no_outline() -> None:
    assert outline_of({"features": [], "metadata": {"sources": []}}, [a_village(1)], month=JANUARY) is None
