"""`semesta synthetic`: a folder is filled and reported, in tables or as JSON; a wrong folder is refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from semesta.cli.show import Exit
from semesta.cli.synthetic import synthetic
from semesta.synthetic.figures import at_scale


@pytest.fixture
def command() -> typer.Typer:
    app = typer.Typer()
    app.command()(synthetic)
    return app


def test_json_tells_folder_totals_and_files(command: typer.Typer, tmp_path: Path) -> None:
    folder = tmp_path / "regency"
    result = CliRunner().invoke(command, [str(folder), "--scale", "0.001", "--seed", "3", "--workers", "1", "--json"])
    assert result.exit_code == Exit.DONE
    told = json.loads(result.stdout)
    assert told["seed"] == 3
    assert told["totals"]["residents"] == at_scale(1_449_920, 0.001)
    assert all((folder / entry["path"]).is_file() for entry in told["files"])


def test_a_folder_with_other_files_is_refused_as_wrong_use(command: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep", encoding="utf-8")
    result = CliRunner().invoke(command, [str(tmp_path), "--scale", "0.001"])
    assert result.exit_code == Exit.USAGE
    assert "letter.txt" in result.stderr
