"""The shipped regions in the database: all there, said once, never overwriting what others know better."""

from __future__ import annotations

import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.regions.actions import load_shipped_regions
from semesta.regions.models import Region
from semesta.regions.queries import children_of, gazetteer, region_tree
from semesta.regions.shipped import shipped_gazetteer

pytestmark = pytest.mark.django_db


def test_the_database_knows_what_the_program_ships(shipped: None) -> None:
    loaded = gazetteer()

    assert loaded.regions == shipped_gazetteer().regions
    assert loaded.old_codes == shipped_gazetteer().old_codes
    assert sorted(loaded.aliases) == sorted(shipped_gazetteer().aliases)


def test_lombok_timur_has_its_districts_desa_and_kelurahan(shipped: None) -> None:
    tree = region_tree("52.03")

    villages = [village for district in tree["children"] for village in district["children"]]
    kinds = [village["kind"] for village in villages]
    assert (len(tree["children"]), kinds.count("desa"), kinds.count("kelurahan")) == (21, 239, 15)
    assert {village["regency_code"] for village in villages} == {"52.03"}
    assert [regency["kind"] for regency in children_of("52")] == ["kabupaten"] * 8 + ["kota"] * 2


def test_loading_again_changes_nothing_and_leaves_no_second_trace(shipped: None, administrator: Actor) -> None:
    again = load_shipped_regions(administrator)

    assert (again.is_change, again.regions) == (False, 1294)
    assert len(trail_of("region", "52")) == 1


def test_a_renamed_region_is_named_as_shipped_again(shipped: None, administrator: Actor) -> None:
    Region.objects.filter(code="52.03.05").update(name="Masbagek")

    assert load_shipped_regions(administrator).regions_changed == 1
    assert Region.objects.get(code="52.03.05").name == "Masbagik"


def test_who_serves_one_regency_may_not_load_the_province(shipped: None) -> None:
    somebody = Actor("lotim", Role.ADMINISTRATOR, "52.03")
    Region.objects.filter(code="52.03.05").update(name="Masbagek")

    with pytest.raises(NotPermittedError):
        load_shipped_regions(somebody)
    assert Region.objects.get(code="52.03.05").name == "Masbagek"
