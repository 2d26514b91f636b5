"""Boundaries in the database: all of a file or nothing, replaced by a newer file, and everything works without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.models import Entry
from semesta.regions.actions import load_boundaries
from semesta.regions.models import Boundary
from semesta.regions.queries import boundaries_of, boundary_of
from tests.regions.boundary_maps import EAST, a_feature, a_map, a_square

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


@pytest.fixture
def village_map(tmp_path: Path) -> Path:
    file = tmp_path / "desa.geojson"
    file.write_bytes(
        a_map(
            a_feature("52.03.05.2001", name="Kesik"),
            a_feature("52.03.04.2005", name="Kotaraja", rings=[a_square(east=EAST + 0.1)]),
            metadata={"source": "BIG 2025"},
        )
    )
    return file


def test_a_map_is_loaded_and_drawn_with_labels_and_credit(village_map: Path, administrator: Actor) -> None:
    loaded = load_boundaries(administrator, village_map)

    drawn = boundaries_of("52.03.05", level="village")
    assert (loaded.is_taken, loaded.by_level, loaded.changed) == (True, {"village": 2}, 2)
    assert drawn["metadata"] == {"sources": ["BIG 2025"]}
    (feature,) = drawn["features"]
    assert feature["geometry"] == {"type": "Polygon", "coordinates": [a_square()]}
    assert feature["properties"].keys() == {"code", "name", "kind", "label_point"}
    assert [feature["id"] for feature in boundaries_of("52.03", level="village")["features"]] == [
        "52.03.04.2005", "52.03.05.2001",
    ]  # fmt: skip


def test_the_same_map_again_changes_nothing_and_leaves_no_second_trace(village_map: Path, administrator: Actor) -> None:
    load_boundaries(administrator, village_map)

    assert load_boundaries(administrator, village_map).changed == 0
    (entry,) = Entry.objects.filter(action="load_boundaries")
    assert (entry.region_code, entry.detail["by_level"]) == ("52.03", {"village": 2})


def test_a_newer_map_replaces_only_the_regions_it_draws(
    village_map: Path, administrator: Actor, tmp_path: Path
) -> None:
    load_boundaries(administrator, village_map)
    newer = tmp_path / "kesik.geojson"
    newer.write_bytes(a_map(a_feature("52.03.05.2001", rings=[a_square(side=0.02)])))

    assert load_boundaries(administrator, newer).changed == 1
    drawn = {one["id"]: one["geometry"]["coordinates"] for one in boundaries_of("52.03", level="village")["features"]}
    assert drawn["52.03.05.2001"] == [a_square(side=0.02)]
    assert drawn["52.03.04.2005"] == [a_square(east=EAST + 0.1)]


def test_a_map_with_one_mistake_leaves_nothing_behind(administrator: Actor, tmp_path: Path) -> None:
    file = tmp_path / "desa.geojson"
    file.write_bytes(a_map(a_feature("52.03.05.2001"), a_feature("52.03.05.9999")))

    loaded = load_boundaries(administrator, file)

    assert (loaded.is_taken, [finding.kind.code for finding in loaded.findings]) == (False, ["boundary_code_unknown"])
    assert not Boundary.objects.exists()
    assert not Entry.objects.filter(action="load_boundaries").exists()


def test_a_map_reaching_into_another_territory_is_not_loaded(administrator: Actor, tmp_path: Path) -> None:
    file = tmp_path / "desa.geojson"
    file.write_bytes(a_map(a_feature("52.03.05.2001"), a_feature("52.04", rings=[a_square(east=117)])))
    somebody = Actor("lotim", Role.ADMINISTRATOR, "52.03")

    with pytest.raises(NotPermittedError):
        load_boundaries(somebody, file)
    assert not Boundary.objects.exists()


def test_without_boundaries_a_map_is_empty_and_nothing_fails() -> None:
    assert boundaries_of("52.03", level="district")["features"] == []
    assert boundary_of("52.03.05") is None
