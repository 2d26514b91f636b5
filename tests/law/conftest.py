"""The law as shipped, read once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from semesta.law import Law, default_law_folder, load_law


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law(default_law_folder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the law folder that a test may spoil."""
    return Path(shutil.copytree(default_law_folder(), tmp_path / "law"))
