"""Any regency of Indonesia from the package: added and renamed, never deleted, told once in the trail."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.regions.actions import load_regency_from_package, load_shipped_regions
from semesta.regions.area_package import AreaPackageError
from semesta.regions.models import Region
from semesta.regions.queries import path_to, region_tree
from tests.regions.area_packages import TABLES, a_package

pytestmark = pytest.mark.django_db


def test_a_regency_from_elsewhere_stands_under_its_province(tmp_path: Path, administrator: Actor) -> None:
    loaded = load_regency_from_package(administrator, a_package(tmp_path / "p"), "53.71")

    assert (loaded.regions, loaded.regions_changed) == (4, 5)
    assert [region["name"] for region in path_to("53.71.01.1002")] == [
        "Nusa Tenggara Timur",
        "Kota Kupang",
        "Alak",
        "Alak",
    ]
    assert region_tree("53.71")["kind"] == "kota"
    assert not Region.objects.filter(code__startswith="53.01").exists()


def test_the_same_package_again_changes_nothing(tmp_path: Path, administrator: Actor) -> None:
    load_regency_from_package(administrator, a_package(tmp_path / "p"), "53.71")

    again = load_regency_from_package(administrator, tmp_path / "p", "53.71")

    assert not again.is_change
    assert len(trail_of("region", "53.71")) == 1


def test_a_newer_package_renames_and_names_what_it_dropped(tmp_path: Path, administrator: Actor) -> None:
    load_regency_from_package(administrator, a_package(tmp_path / "old"), "53.71")
    newer = a_package(
        tmp_path / "new", villages="code,district_code,name\n53.71.01.1001,53.71.01,Penkase\n", version="5.0.0"
    )

    loaded = load_regency_from_package(administrator, newer, "53.71")

    assert loaded.not_in_source == ("53.71.01.1002",)
    assert Region.objects.get(code="53.71.01.1001").name == "Penkase"
    assert Region.objects.get(code="53.71.01.1002").source == "npm idn-area-data 4.0.1 (ODbL 1.0)"


def test_a_damaged_package_leaves_nothing_behind(tmp_path: Path, administrator: Actor) -> None:
    damaged = a_package(tmp_path / "p", villages=TABLES["villages"] + "53.71.01.9,53.71.01,Rusak\n")

    with pytest.raises(AreaPackageError):
        load_regency_from_package(administrator, damaged, "53.71")
    assert not Region.objects.filter(code__startswith="53").exists()
    assert trail_of("region", "53.71") == []


def test_the_shipped_list_does_not_undo_a_newer_package(shipped: None, tmp_path: Path, administrator: Actor) -> None:
    newer = a_package(
        tmp_path / "p",
        version="5.0.0",
        regencies="code,province_code,name\n52.03,52,Kabupaten Lombok Timur\n",
        districts="code,regency_code,name\n52.03.05,52.03,Masbagik Baru\n",
        villages="code,district_code,name\n",
    )
    load_regency_from_package(administrator, newer, "52.03")

    assert load_shipped_regions(administrator).regions_changed == 0
    assert Region.objects.get(code="52.03.05").name == "Masbagik Baru"


def test_another_regencys_administrator_may_not_load_it(tmp_path: Path) -> None:
    somebody = Actor("lotim", Role.ADMINISTRATOR, "52.03")

    with pytest.raises(NotPermittedError):
        load_regency_from_package(somebody, a_package(tmp_path / "p"), "53.71")
    assert not Region.objects.filter(code__startswith="53").exists()


def test_a_village_alone_cannot_be_loaded(tmp_path: Path, administrator: Actor) -> None:
    with pytest.raises(ValueError, match="name a regency or a province"):
        load_regency_from_package(administrator, a_package(tmp_path / "p"), "53.71.01")
