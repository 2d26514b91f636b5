"""An installation of its own for a test: an empty `var`."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def var(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the settings of this process take for `var`; the database stays where it is."""
    folder = tmp_path_factory.mktemp("v")
    monkeypatch.setenv("SEMESTA_VAR", str(folder))
    return folder
