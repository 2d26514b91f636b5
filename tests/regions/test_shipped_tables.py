"""The shipped tables hold together: every code is known, every figure has its source, nothing is counted twice."""

from __future__ import annotations

from collections import Counter

import pytest

from semesta.kernel.gazetteer import Gazetteer
from semesta.kernel.region_code import level_of, parent_of, village_kind
from semesta.regions.shipped import shipped_gazetteer, shipped_lines, shipped_targets
from semesta.regions.stated_base import StatedBase
from semesta.regions.weights import shipped_weights


@pytest.fixture
def shipped_regions() -> Gazetteer:
    return shipped_gazetteer()


def test_all_ten_regencies_with_districts_and_villages(shipped_regions: Gazetteer) -> None:
    levels = Counter(level_of(code) for code in shipped_regions.regions)

    assert levels == {"province": 1, "regency": 10, "district": 117, "village": 1166}
    assert {parent_of(code) for code in shipped_regions.regions} - {None} <= set(shipped_regions.regions)


def test_lombok_timur_has_239_desa_and_15_kelurahan(shipped_regions: Gazetteer) -> None:
    kinds = Counter(village_kind(region.code) for region in shipped_regions.at("village", within="52.03"))

    assert kinds == {"desa": 239, "kelurahan": 15}


def test_ten_villages_moved_from_aikmel_to_lenek(shipped_regions: Gazetteer) -> None:
    moves = {(old[:8], new[:8]) for old, new in shipped_regions.old_codes.items()}

    assert (len(shipped_regions.old_codes), moves) == (10, {("52.03.09", "52.03.21")})
    assert not set(shipped_regions.old_codes) & set(shipped_regions.regions)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("aliases.csv", "code"),
        ("code_history.csv", "new_code"),
        ("bps_codes.csv", "code"),
        ("population_weights.csv", "code"),
        ("workforce_bases.csv", "region_code"),
        ("targets.csv", "region_code"),
    ],
)
def test_every_table_speaks_of_shipped_regions(shipped_regions: Gazetteer, table: str, column: str) -> None:
    assert {line[column] for line in shipped_lines(table)} <= set(shipped_regions.regions)


def test_every_base_could_be_recorded_by_hand() -> None:
    stated = [
        StatedBase.of_texts(**{**line, "value": int(line["value"])}) for line in shipped_lines("workforce_bases.csv")
    ]

    assert len({(base.region_code, base.key, base.as_of) for base in stated}) == len(stated)
    assert all(base.confidence == "D" for base in stated if base.kind == "derived")


def test_targets_say_where_they_come_from() -> None:
    targets = shipped_targets()

    assert {(line["region_code"], line["year"], line["value"]) for line in targets} >= {
        ("52.03", "2025", "272160"),
        ("52.03", "2026", "269152"),
    }
    assert all(line["source"] and line["note"] and line["kind"] in ("reported", "derived") for line in targets)


def test_derived_figures_can_be_derived_again() -> None:
    values = {(line["region_code"], line["key"]): int(line["value"]) for line in shipped_lines("workforce_bases.csv")}
    targets = {(line["region_code"], line["year"]): int(line["value"]) for line in shipped_targets()}

    formal, informal = values["52.03", "formal_workers"], values["52.03", "informal_workers"]
    assert informal == round(30_355 / 0.0571, -2)
    assert values["52.03", "formal_and_informal_workers"] == round(formal + informal, -2)
    assert targets["52.03", "2025"] * 100 == values["52.03", "bpjs_labour_force"] * 54
    assert targets["52", "2025"] == round(values["52", "bpjs_potential_workers"] * 0.6222)


def test_weights_cover_the_21_districts(shipped_regions: Gazetteer) -> None:
    districts = {region.code for region in shipped_regions.at("district", within="52.03")}

    assert set(shipped_weights().by_code) == districts
