"""scripts/take_regions.py: a province of the package becomes the shipped table with its attribution."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

from semesta.regions.area_package import VERSION
from tests.regions.area_packages import a_package

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src/semesta/regions/data"


def test_the_shipped_table_names_the_package_and_licence_it_came_from() -> None:
    notice = (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8")

    assert f"idn-area-data {VERSION}" in notice
    assert "Open Database License" in notice
    assert "1,294 regions" in notice
    assert (ROOT / "LICENSES/ODbL-1.0.md").read_text(encoding="utf-8").startswith("# Open Database License (ODbL)")


def test_the_script_writes_one_province_in_order(tmp_path: Path) -> None:
    package = a_package(tmp_path / "p", version="9.9.9")

    done = subprocess.run(
        [sys.executable, ROOT / "scripts/take_regions.py", package, "--province", "53", "--out", tmp_path],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    lines = [*csv.DictReader((tmp_path / "regions.csv").read_text(encoding="utf-8").splitlines())]
    assert [line["code"] for line in lines] == sorted(line["code"] for line in lines)
    assert (len(lines), lines[0]["name"]) == (7, "Nusa Tenggara Timur")
    assert "idn-area-data 9.9.9" in (tmp_path / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert "7 regions of 53" in done.stdout
