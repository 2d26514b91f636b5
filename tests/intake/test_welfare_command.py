"""`semesta intake hand-in --kind welfare`: what a clerk types, and what `match report` then says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from semesta.accounts.actor import EVERYWHERE, Actor, Role
from semesta.cli.main import app
from semesta.regions.actions import load_shipped_regions

pytestmark = pytest.mark.django_db
SHEET = """NO KK;NIK;NAMA;TANGGAL LAHIR;DESA;DESIL
5203050101109001;5203050101859001;SAHRUDIN;1985-01-01;MASBAGIK SELATAN;2
5203050101109002;5203054202869002;NURLAELA;1986-02-02;MASBAGIK SELATAN;11
"""


@pytest.fixture(autouse=True)
def a_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMESTA_TODAY", "2026-01-20")
    monkeypatch.setenv("SEMESTA_VAR", str(tmp_path))
    load_shipped_regions(Actor("penguji", Role.ADMINISTRATOR, EVERYWHERE))


def run(*words: object, code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["--lang", "en", *map(str, words), "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout) if code == 0 else result.output


def test_a_ranking_is_handed_in_with_its_day(tmp_path: Path) -> None:
    file = tmp_path / "desil.csv"
    file.write_text(SHEET)
    (taken,) = run("intake", "hand-in", file, "--from", "dinas-sosial", "--kind", "welfare", "--as-of", "2025-12-31")[
        "submissions"
    ]
    assert (taken["kind"], taken["rows_in"], taken["accepted"]) == ("welfare", 2, 2)
    assert run("match", "report")["welfare"] == [
        {"source": "dinas-sosial", "as_of": "2025-12-31", "persons": 1, "holds": 1}
    ]


def test_a_manifest_tells_the_day_and_a_day_to_come_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desil.csv").write_text(SHEET)
    manifest = tmp_path / "manifest.json"
    told = {"files": [{"path": "desil.csv", "sender": "dinas-sosial", "kind": "welfare"}]}
    manifest.write_text(json.dumps(told | {"as_of": "2026-01-31"}))
    assert "2026-01-31" in run("intake", "hand-in", manifest, code=2)
    manifest.write_text(json.dumps(told | {"as_of": "2026-01-01"}))
    run("intake", "hand-in", manifest)
    assert run("match", "report")["welfare"][0]["as_of"] == "2026-01-01"
