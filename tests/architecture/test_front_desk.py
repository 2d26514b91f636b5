"""The front desk keeps its word: the targets are there, explained, and call what exists."""

from __future__ import annotations

import re
import subprocess

from tests.architecture.house import ROOT

PROMISED = {"help", "setup", "demo", "test", "check", "bench", "serve", "clean"}
MAKEFILE = (ROOT / "Makefile").read_text()


def explained_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.M))


def test_every_promised_target_is_there_and_explained() -> None:
    assert explained_targets() >= PROMISED


def test_every_target_is_phony_and_no_other_is() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.M)
    assert set(phony.split()) == explained_targets()


def test_help_says_what_can_be_done() -> None:
    said = subprocess.run(["make", "-C", str(ROOT), "help"], capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in said.splitlines() if line.startswith("  ")} == explained_targets()


def test_the_environment_comes_from_hashed_requirements_alone() -> None:
    installs = re.findall(r"\$\(PIP\) install (.*)", MAKEFILE)
    assert len(installs) == 3
    assert all("--require-hashes " in i or "--no-deps --no-build-isolation -e ." in i for i in installs)


def test_ci_checks_and_tests_everything() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "export CI=true" in script
    assert re.findall(r"^make \w+$", script, re.M) == ["make check", "make test"]
