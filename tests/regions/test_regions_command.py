"""`semesta regions`: what an official types, what a program reads, and how refusals end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from semesta.cli.main import app
from semesta.regions.models import Region
from tests.regions.area_packages import a_package
from tests.regions.boundary_maps import a_feature, a_map

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


def run(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(app, ["--lang", lang, "regions", *words])


def answer(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_loading_again_reports_no_change() -> None:
    loaded = answer("load")

    assert (loaded["regions"], loaded["regions_changed"], loaded["bases_changed"]) == (1294, 0, 0)


def test_a_regency_from_a_package_is_loaded_and_listed(tmp_path: Path) -> None:
    loaded = answer("load", "--regency", "53.71", "--package", str(a_package(tmp_path / "p")))

    assert (loaded["within"], loaded["regions"]) == ("53.71", 4)
    assert [line["name"] for line in answer("list", "53.71", "--level", "village")["regions"]] == [
        "Penkase Oeleta", "Alak",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["load", "--package", "{tmp}/empty", "--regency", "53.71"], 3),
        (["load", "--package", "{tmp}/empty", "--regency", "kupang"], 2),
        (["boundaries", "{tmp}/bad.geojson"], 3),
        (["boundaries", "{tmp}/absent.geojson"], 2),
        (["show", "Sakra"], 2),
        (["show", "Zzyzx"], 2),
        (["find", "Zzyzx"], 2),
        (["list", "--level", "dusun"], 2),
        (["base", "apportion", "52.04", "sakernas_labour_force"], 3),
        (["base", "apportion", "52.03", "bpjs_labour_force", "--weights", "{tmp}/bad.geojson"], 3),
        (["base", "add", "52.03", "x", "1", "--source", "s", "--as-of", "kemarin", "--title", "t"], 3),
    ],
)
def test_what_cannot_be_done_ends_with_its_own_code_and_a_reason(tmp_path: Path, words: list[str], code: int) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.geojson").write_bytes(a_map(a_feature("99.99")))
    before = Region.objects.count()

    result = run(*(word.replace("{tmp}", str(tmp_path)) for word in words))

    assert (result.exit_code, Region.objects.count()) == (code, before)
    assert result.stderr


def test_a_name_that_means_two_regions_lists_both() -> None:
    shown = run("show", "Sakra").stderr

    assert "52.03.02 " in shown
    assert "52.03.02.2002" in shown


def test_the_home_regency_is_asked_first_for_a_name() -> None:
    assert answer("show", "Kec. Pringgasela")["region"]["code"] == "52.03.12"
    assert answer("show", "Kota Mataram")["region"]["code"] == "52.71"


def test_one_region_is_shown_with_all_that_is_known() -> None:
    shown = answer("show", "52.03.09.2013")

    assert shown["region"]["name"] == "Lenek Pesiraman"
    assert [region["code"] for region in shown["path"]] == ["52", "52.03", "52.03.21", "52.03.21.2006"]
    assert shown.keys() == {"region", "path", "below", "other_names", "bases", "boundary"}


def test_indonesian_is_spoken_first() -> None:
    assert "batas belum dimuat" in run("show", "Kec. Pringgasela", lang="id").stdout
    assert "no boundary loaded" in run("show", "Kec. Pringgasela").stdout


def test_bases_are_printed_with_source_date_and_confidence() -> None:
    shown = run("bases", "52.03", "--all", lang="id").stdout

    assert "504.000" in shown
    assert "bpjs_labour_force 2025-05: ntb.radarnusantaranews.com" in " ".join(shown.split())
    assert len(answer("bases", "52.03")["bases"]) == 3


def test_a_base_is_stated_and_shared_out() -> None:
    added = answer(
        "base", "add", "52.03", "bappeda_workers", "610000", "--source", "RKPD", "--as-of", "2026", "--title", "Pekerja"
    )
    shared = answer("base", "apportion", "52.03", "bappeda_workers")

    assert (added["done"], added["bases"][0]["key"]) == ("added", "bappeda_workers")
    districts = [part["value"] for part in shared["parts"] if len(part["code"]) == 8]
    assert (len(districts), sum(districts)) == (21, 610_000)


def test_boundaries_are_loaded_and_repairs_told(tmp_path: Path) -> None:
    file = tmp_path / "desa.geojson"
    file.write_bytes(a_map(a_feature("52.03.09.2001", name="Lenek")))

    loaded = answer("boundaries", str(file))

    assert (loaded["is_taken"], loaded["by_level"]) == (True, {"village": 1})
    assert [finding["code"] for finding in loaded["findings"]] == ["boundary_old_code"]
    assert "loaded as 52.03.21.2001" in loaded["findings"][0]["message"]


def test_a_refused_map_tells_why_in_json_too(tmp_path: Path) -> None:
    file = tmp_path / "desa.geojson"
    file.write_bytes(a_map(a_feature("99.99")))

    result = run("boundaries", str(file), "--json")

    told = json.loads(result.stdout)
    assert (result.exit_code, told["is_taken"], told["findings"][0]["feature"]) == (3, False, 1)


def test_a_village_has_nothing_below_it_but_its_code_is_shown() -> None:
    result = run("list", "Lando")

    assert result.exit_code == 0
    assert "52.03.03.2009  Lando" in result.output
