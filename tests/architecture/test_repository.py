"""What ships names no machine, no package index and no host but those we mean; and needs only what it says it needs."""

from __future__ import annotations

import re
import sys
import tomllib
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import PurePosixPath

import pytest

from tests.architecture.house import ROOT, SOURCE, modules, tracked_files, tracked_texts

PINNED = ("base", "cluster", "dev", "build")
GENERATED = {f"requirements/{name}.txt" for name in PINNED}
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work|mnt)/[\w.]|[A-Z]:\\\\?Users")
PACKAGE_INDEX = re.compile(r"\b(pypi\.org|pythonhosted\.org|registry\.npmjs\.org|index-url|find-links)\b", re.I)
ADDRESS = re.compile(r"\bhttps?://([^/\s\"'`)>,;\]:]+)")

# Hosts that may be named, and why. Nothing is fetched from any of them at run time.
HOSTS = {
    "127.0.0.1": "this machine",
    "localhost": "this machine",
    "{shown}": "this machine, as the user chose it",
    "*.go.id": "law and statistics, as sources of what we state",
    "schemas.openxmlformats.org": "names inside spreadsheets",
    "schemas.microsoft.com": "names inside spreadsheets",
    "purl.org": "names inside spreadsheets",
    "www.w3.org": "names inside SVG and HTML",
    "json-schema.org": "name of the schema language",
    "github.com": "origin and licence of data and of what is vendored",
    "tabler.io": "origin of the stylesheet",
    "getbootstrap.com": "origin of the stylesheet",
    "opendatacommons.org": "licence of data",
    "joinup.ec.europa.eu": "our licence",
    "interoperable-europe.ec.europa.eu": "our licence",
}


def may_be_named(host: str) -> bool:
    made_up = "." not in host or host.endswith((".example", ".invalid"))
    return made_up or any(fnmatch(host.lower(), allowed) for allowed in HOSTS)


def own_texts() -> dict[str, str]:
    """Return the tracked texts, without what others wrote and we carry as it is."""
    return {
        name: text
        for name, text in tracked_texts().items()
        if "/vendor/" not in name and not name.startswith("LICENSE") and name not in GENERATED
    }


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in own_texts().items()
        if name != "tests/architecture/test_repository.py"
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_path_of_a_machine_is_written_down() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_package_index_is_written_down() -> None:
    allowed = "--no-emit-index-url"  # the option that keeps it out
    assert [line for line in lines_with(PACKAGE_INDEX) if allowed not in line] == []


def test_no_host_is_named_but_those_we_mean() -> None:
    strangers = {
        f"{name}: {host}"
        for name, text in own_texts().items()
        for host in ADDRESS.findall(text)
        if not may_be_named(host)
    }
    assert strangers == set()


def requirements(name: str) -> set[str]:
    """Return the packages a `.in` or `.txt` file names, in one spelling."""
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    found = [re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line) for line in lines]
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


@pytest.mark.parametrize("kind", PINNED)
def test_every_requirement_is_pinned_with_a_hash(kind: str) -> None:
    text = (ROOT / "requirements" / f"{kind}.txt").read_text()
    entries = re.split(r"\n(?=[a-z0-9])", "\n" + text)[1:]
    assert requirements(f"{kind}.in") <= requirements(f"{kind}.txt")
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "--index-url" not in text


def undeclared(imported: set[str], declared: set[str]) -> set[str]:
    """Return the imported names that come from no declared package."""
    distributions = packages_distributions()
    return {
        name
        for name in imported - sys.stdlib_module_names - {"semesta"}
        if not {re.sub(r"[-_.]+", "-", found).lower() for found in distributions.get(name, [])} & declared
    }


def test_the_program_imports_only_what_it_says_it_needs() -> None:
    everywhere = {name.split(".")[0] for module in modules() for name in module.imports()}
    assert undeclared(everywhere, requirements("base.in") | requirements("cluster.in")) == set()


def test_what_only_a_cluster_needs_is_not_asked_for_at_the_start() -> None:
    at_once = {name.split(".")[0] for module in modules() for name in module.imports_at_once()}
    assert undeclared(at_once, requirements("base.in")) == set()


def test_everything_beside_the_modules_is_installed_with_them() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = pyproject["tool"]["setuptools"]["package-data"]["semesta"]
    data = [
        path.relative_to(SOURCE) for path in tracked_files() if path.is_relative_to(SOURCE) and path.suffix != ".py"
    ]
    left_behind = [
        path.as_posix()
        for path in data
        if path.name != "py.typed" and not any(PurePosixPath(path).match(pattern) for pattern in patterns)
    ]
    assert left_behind == []


def test_scripts_that_are_run_can_be_run() -> None:
    scripts = [path for path in tracked_files() if path.suffix != ".py" and path.read_bytes().startswith(b"#!")]
    assert [path.name for path in scripts if not path.stat().st_mode & 0o100] == []
    assert ROOT / ".ci" / "run" in scripts
