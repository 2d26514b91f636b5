"""`semesta match train`: from made-up regencies to a model file, its page and its pictures."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from semesta.cli.main import app
from semesta.matching.model import read_model, shipped_model
from semesta.regions.shipped import shipped_gazetteer
from semesta.synthetic import generate
from tests.matching.made_up import a_person, deduplicated


def test_a_regency_teaches_a_model_with_its_page_and_pictures(tmp_path: Path) -> None:
    regency, model_file = tmp_path / "regency", tmp_path / "own.json"
    generate(regency, gazetteer=shipped_gazetteer(), scale=0.002, seed=31, workers=1)
    result = CliRunner().invoke(
        app, ["--lang", "en", "match", "train", str(regency), "--out", str(model_file), "--sample", "50000", "--json"]
    )
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    model, page = read_model(model_file), (tmp_path / "own.md").read_text(encoding="utf-8")
    assert told["training"]["data"] == "regency"
    assert model.thresholds == shipped_model().thresholds
    pictures = [Path(file) for file in told["files"][2:]]
    assert {picture.name for picture in pictures} >= {"own-machine.svg", "own-queue.svg"}
    assert all(picture.read_text().startswith("<svg") and f"({picture.name})" in page for picture in pictures)
    assert all(f"### {comparison.title}" in page for comparison in model.schema.comparisons)
    assert deduplicated(a_person(), a_person(), model=model).machine.height == 1
    again = CliRunner().invoke(app, ["match", "train", str(regency), "--out", str(model_file)])
    assert again.exit_code == 2  # the file that is there stays
