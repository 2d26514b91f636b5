"""`semesta exchange`: make, write, answer, list, person, layout check, each with JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from semesta.cli.main import app
from tests.exchange.builders import an_answer, decreed_workers
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEMESTA_REGENCY", LOTIM)
    monkeypatch.setenv("SEMESTA_TODAY", "2026-01-12")
    monkeypatch.setattr("semesta.installation.places.files_folder", lambda: tmp_path / "kept")


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["exchange", *words])
    assert result.exit_code == code, result.output
    return result


def told(*words: str, code: int = 0) -> Any:
    return json.loads(run(*words, "--json", code=code).stdout)


def test_the_round_of_a_batch(tmp_path: Path) -> None:
    decreed_workers(2)
    (batch,) = told("make")["batches"]
    assert (batch["number"], batch["lines"], told("make")) == (1, 2, {"batches": [], "incomplete": []})
    run("write", "1", "--out", str(tmp_path / "g.xlsx"))
    assert (tmp_path / "g.xlsx").read_bytes()[:2] == b"PK"
    (answer,) = told("answer", str(an_answer(tmp_path, (1, "DITERIMA"), (2, "DITOLAK", "code=02"))))["answers"]
    assert (answer["is_taken"], answer["applied"], told("list")["batches"][0]["refused"]) == (True, 2, 1)
    assert told("refused")["refusals"][0]["reason"] == "nik_unknown"
    assert told("overlaps") == {"to_amend": []}
    assert [step["is_reached"] for step in told("person", "2")["strips"][0]["steps"]] == [True] * 4 + [False] * 2


def test_what_is_printed_is_in_plain_words(tmp_path: Path) -> None:
    decreed_workers(1)
    assert "exchange write" in run("make").output
    assert "Tidak ada yang perlu" in run("make").output
    run("answer", str(an_answer(tmp_path, (1, "DITOLAK", "reason=entah"))))
    assert all(word in run("refused").output for word in ("1/1", "PEKERJA 1", "Alasan", "belum dikenal", "Tanyakan"))
    assert "gelombang 1" in run("person", "1").output


def test_a_file_that_is_not_taken_ends_with_the_reason(tmp_path: Path) -> None:
    decreed_workers(1)
    run("make")
    result = told("answer", str(an_answer(tmp_path, (7, "DITERIMA"))), code=3)
    assert result["answers"][0]["findings"][0]["code"] == "answer_line_unknown"
    run("write", "9", "--out", str(tmp_path / "x.csv"), code=2)
    run("write", "1", "--out", str(tmp_path / "x.pdf"), code=2)
    run("person", "99", code=2)
    run("make", "--month", "Mei", code=2)


def test_layouts_are_shown_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "cabang.yaml"
    path.write_text(run("layout", "show").stdout)
    assert told("layout", "check", str(path))["ok"] is True
    path.write_text(path.read_text().replace("field: nik", "field: nikk"))
    checked = told("layout", "check", str(path), code=5)
    assert {mistake["code"] for mistake in checked["mistakes"]} == {"layout_unknown_field"}
    run("layout", "check", str(path), code=5)
