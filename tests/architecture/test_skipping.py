"""A test that lacks a part is skipped with the reason on a desk, and fails in CI; so does every other way out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.house import ROOT

WAYS_OUT = """
import pytest

@pytest.mark.browser
def test_that_needs_a_browser(): pass

@pytest.mark.cluster
def test_that_needs_java(): pass

@pytest.mark.{way}
def test_switched_off(): assert False
"""


def run(folder: Path, *, ci: str) -> dict[str, int]:
    """Run the ways out under our conftest, on a machine without Chromium and Java; return how many had each outcome."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    for way in ("skip", "xfail"):
        (folder / f"test_{way}_it.py").write_text(WAYS_OUT.format(way=way))
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser: x\n    cluster: x\naddopts = -p no:django\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    environment = {**os.environ, "CI": ci, "PATH": str(folder)}
    said = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False).stdout
    parts = said.strip().splitlines()[-1].split(" in ")[0].strip("= ").split(", ")
    return {word: int(number) for number, word in (part.split() for part in parts)}


def test_on_a_desk_missing_parts_are_skipped(tmp_path: Path) -> None:
    assert run(tmp_path, ci="") == {"skipped": 5, "xfailed": 1}


def test_in_ci_nothing_gets_away(tmp_path: Path) -> None:
    outcomes = run(tmp_path, ci="true")
    assert sum(outcomes.values()) == 6
    assert outcomes.keys() <= {"failed", "errors"}
