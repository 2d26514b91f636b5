"""Villages side by side and on the map: in a fair order, narrowed, as a file, by keyboard."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.coverage.actions import take_snapshot
from semesta.kernel.cell_text import harmless
from semesta.kernel.month import Month
from semesta.regions.actions import load_boundaries
from semesta.regions.arrangement import arranged
from semesta.regions.shipped import shipped_gazetteer
from semesta.web.comparison import in_order
from semesta.web.shade import legend_of, shade_of
from tests.funding.builders import CONSOLE, a_house, a_purse, decreed, months_of, some_workers
from tests.regions.boundary_maps import EAST, a_feature, a_map, a_square
from tests.web.made_up import DISTRICT, LOTIM, OTHER_VILLAGE, VILLAGE
from tests.web.signing import signed_in_as
from tests.web.test_pages import words_of

TABLE, MAP = f"/tabel-desa/{LOTIM}/", f"/peta/{LOTIM}/"


def made_up_money() -> int:
    """Two villages with workers, a purse of a million, two months decreed; return the purse."""
    a_house()
    purse = a_purse()
    decreed(months_of(some_workers(2), range(4, 5), purse))
    take_snapshot(CONSOLE, LOTIM, Month(2026, 1))
    return purse


@pytest.fixture
def regent(last_submission: int) -> Client:
    return signed_in_as(Role.READER, LOTIM)


def a_line(code: str, **values: Any) -> dict[str, Any]:
    return {"code": code, "name": code, "fair_share": 0.5, "fair_growth": None, "fair_distance": 0.5} | values


def lines_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_fair_figure_orders_and_villages_without_one_stand_last_either_way() -> None:
    lines = [a_line("a", fair_share=None), a_line("b", fair_share=0.9), a_line("c", fair_share=0.1)]
    assert [line["code"] for line in in_order(lines, "rate")] == ["c", "b", "a"]
    assert [line["code"] for line in in_order(lines, "rate", is_reversed=True)] == ["b", "c", "a"]


def test_the_table_tells_rate_interval_growth_and_what_is_possible(regent: Client) -> None:
    words = words_of(regent, TABLE)
    assert "Kesik Masbagik 58,33 % 32 % – 81 % 7 / 12 +58,33 5 42 % setara" in words


def test_headings_turn_the_order_round(regent: Client) -> None:
    first = regent.get(TABLE).content.decode()
    assert 'aria-sort="ascending"><a href="?order=rate&amp;reversed=1">' in first
    names = re.findall(
        r'<th scope="row"><a href="/wilayah/([\d.]+)/', regent.get(f"{TABLE}?reversed=1").content.decode()
    )
    assert names[:2] == [VILLAGE, OTHER_VILLAGE]
    assert len(names) == 254


def test_the_file_holds_what_the_table_shows_in_the_same_order(regent: Client) -> None:
    answer = regent.get(f"{TABLE}csv/", {"order": "distance", "district": DISTRICT})
    lines = lines_of(answer)
    assert "desa-52.03-2026-01.csv" in answer.headers["Content-Disposition"]
    assert [line["code"] for line in lines[:2]] == [OTHER_VILLAGE, VILLAGE]
    assert {line["district"] for line in lines} == {DISTRICT}
    assert (lines[1]["members"], lines[1]["known"], lines[1]["enrollable"], lines[1]["since"]) == (
        "7",
        "12",
        "5",
        "2025-12",
    )


@pytest.mark.parametrize("text", ["=1+1", "+62", "-x", "@A1", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(-3) == -3


@pytest.mark.parametrize("asked", ["district=52.03.99", "district='", "since=2026-01", "since=x", "month=2020-01"])
def test_what_cannot_be_compared_is_not_found(regent: Client, asked: str) -> None:
    assert regent.get(f"{TABLE}?{asked}").status_code == 404
    assert regent.get(f"{MAP}?{asked}").status_code == 404


def test_a_district_head_compares_the_own_villages_only(last_submission: int) -> None:
    head = signed_in_as(Role.DISTRICT, DISTRICT)
    assert {line["district"] for line in lines_of(head.get(f"/tabel-desa/{DISTRICT}/csv/"))} == {DISTRICT}
    assert head.get(TABLE).status_code == 404
    assert head.get(f"{TABLE}csv/").status_code == 404


def test_the_map_shows_every_village_once_whatever_is_measured(regent: Client) -> None:
    for measure in ("rate", "growth", "distance", "nonsense"):
        page = regent.get(MAP, {"measure": measure}).content.decode()
        assert len(re.findall(r"<a href=\"/wilayah/[\d.]+/\?month=2026-01\"><title>", page)) == 254


def test_a_tile_says_its_figure_with_the_people_behind() -> None:
    village = {"name": "Desa 1", "members": 3, "members_then": 5, "known": 40, "growth": -0.05, "enrollable": 30}
    growth, distance = shade_of("growth")(village), shade_of("distance")(village | {"distance": 0.75})
    assert (growth.step, growth.label) == ("fall", "−5")
    assert growth.title == "Desa 1: −5,00 poin, −2 peserta dari 40 pekerja yang dikenal"
    assert (distance.step, distance.label) == ("3", "75")
    assert "30 dari 40 pekerja yang dikenal" in distance.title


@pytest.mark.parametrize(
    ("growth", "step"), [(-0.01, "fall"), (0.0, "0"), (0.004, "1"), (0.02, "2"), (0.05, "3"), (0.2, "4")]
)
def test_growth_falls_into_the_classes_of_the_legend(growth: float, step: str) -> None:
    village = {"name": "x", "members": 1, "members_then": 1, "known": 9, "growth": growth}
    assert shade_of("growth")(village).step == step
    assert step in {code for code, _ in legend_of("growth").steps}


def test_districts_stand_about_where_they_lie() -> None:
    codes = [region.code for region in shipped_gazetteer().at("district", within=LOTIM)]
    grid = arranged(codes)
    place = {code: (row, column) for row, line in enumerate(grid) for column, code in enumerate(line) if code}
    assert sorted(place) == sorted(codes)
    assert place["52.03.15"] < place["52.03.05"] < place["52.03.20"]  # Sembalun, Masbagik, Jerowaru: north to south


def test_a_regency_without_a_shipped_grid_is_laid_by_its_points_or_by_code() -> None:
    points = {
        "52.01.01": (116.0, -8.9),
        "52.01.02": (116.5, -8.1),
        "52.01.03": (116.2, -8.2),
        "52.01.04": (116.1, -8.3),
    }
    assert arranged(sorted(points), points) == [["52.01.04", "52.01.03", "52.01.02"], ["52.01.01", None, None]]
    assert arranged(sorted(points)) == [["52.01.01", "52.01.02", "52.01.03"], ["52.01.04", None, None]]


def test_loaded_boundaries_are_drawn_beside_the_tiles(own_database: str, tmp_path: Path) -> None:
    made_up_money()
    file = tmp_path / "desa.geojson"
    beside = a_feature(OTHER_VILLAGE, rings=[a_square(east=EAST + 0.02)])
    file.write_bytes(a_map(a_feature(VILLAGE), beside))
    load_boundaries(CONSOLE, file)
    page = signed_in_as(Role.READER, LOTIM).get(MAP).content.decode()
    assert page.count('<path class="step-') == 2
    assert page.count('class="step-0" x="') == 1
