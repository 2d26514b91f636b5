"""Each room leans only on rooms below it; the contracts in pyproject.toml name every room there is."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.house import ROOT, SOURCE, rooms

ENGINES = {"kernel", "law", "sheets", "matching", "allocation", "forecast", "synthetic", "charts", "papers"}


def contract(name: str) -> dict[str, Any]:
    """Return an import contract of pyproject.toml by its name."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (found,) = (c for c in pyproject["tool"]["importlinter"]["contracts"] if c["name"] == name)
    return dict(found)


def test_every_contract_on_imports_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_a_new_room_must_be_placed() -> None:
    assert contract("The floors of the house")["exhaustive"] is True


def test_no_engine_may_know_django() -> None:
    named = set(contract("Engines know no Django")["source_modules"])
    assert named == {f"semesta.{room}" for room in ENGINES & set(rooms())}


def test_no_door_may_import_models() -> None:
    named = contract("Doors use actions and queries, never models")
    assert set(named["forbidden_modules"]) == {
        f"semesta.{path.relative_to(SOURCE).parts[0]}.models"
        for path in SOURCE.glob("*/models*")
        if path.suffix != ".pyc"
    }
    assert set(named["source_modules"]) == {f"semesta.{room}" for room in {"web", "api", "cli"} & set(rooms())}
