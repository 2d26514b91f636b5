"""Modules are small, named after the field, explain themselves, and do not reach for the clock or the console."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.house import DOORS, Module, modules, tracked_files, tracked_texts, written_modules

LONGEST = 400
DRAWERS = re.compile(r"(^|_)(utils?|helpers?|commons?|misc|managers?|services?)(_|$)")
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
CLOCKS |= {("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime")}


def test_no_module_is_longer_than_a_reader_keeps_in_mind() -> None:
    lines = {module.name: len(module.text.splitlines()) for module in modules()}
    assert {name: number for name, number in lines.items() if number > LONGEST} == {}


def test_no_module_or_folder_is_a_drawer_for_everything() -> None:
    named = {part for path in tracked_files() if path.suffix == ".py" for part in path.with_suffix("").parts}
    assert [name for name in sorted(named) if DRAWERS.search(name)] == []


def test_every_module_says_what_it_is_about() -> None:
    silent = [module.name for module in written_modules() if module.tree.body and not ast.get_docstring(module.tree)]
    assert [name for name in silent if not name.endswith("apps.py")] == []


def test_every_public_function_and_class_says_what_is_true_of_it() -> None:
    silent = [
        f"{module.name}: {node.name}"
        for module in written_modules()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert [name for name in silent if "apps.py" not in name] == []


def test_only_doors_look_at_the_clock() -> None:
    looks = [
        f"{module.name}:{node.lineno}"
        for module in written_modules()
        if module.room not in DOORS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _dotted(node.func) in CLOCKS
    ]
    assert looks == []


def _dotted(node: ast.expr) -> tuple[str, str] | None:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id, node.attr
    return None


def test_nothing_is_printed_past_the_consoles() -> None:
    prints = [
        f"{module.name}:{node.lineno}"
        for module in written_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert prints == []


def _imports(module: Module, inside: ast.AST) -> list[str]:
    return [
        f"{module.name}:{node.lineno} {node.module}"
        for node in ast.walk(inside)
        if isinstance(node, ast.ImportFrom) and node.module
    ]


def test_rooms_do_not_signal_each_other() -> None:
    around_migrations = "accounts/apps.py"  # row-level security is lifted and put back by Django's own signal
    modules = [module for module in written_modules() if module.name != around_migrations]
    imported = [line for module in modules for line in _imports(module, module.tree)]
    assert [line for line in imported if "signals" in line or line.endswith(" django.dispatch")] == []


def test_no_room_below_the_doors_hides_an_import_in_a_function() -> None:
    hidden = [
        line
        for module in written_modules()
        if module.room not in DOORS  # doors import late so that `semesta --help` is quick
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef)
        for line in _imports(module, function)
        if " semesta" in line
    ]
    assert hidden == []


LEFT_OPEN = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
SWITCHED_OFF = re.compile(r"pytest\.mark\.(skip|skipif|xfail)|pytest\.(skip|xfail|importorskip)\(|unittest\.skip")
BLANKET = re.compile(r"#\s*type:\s*ignore(?!\[)|#\s*noqa(?!:)|#\s*ruff:\s*noqa(?!:)|#\s*mypy:\s*ignore-errors")


@pytest.mark.parametrize("pattern", [LEFT_OPEN, SWITCHED_OFF, BLANKET], ids=["open", "switched off", "blanket"])
def test_nothing_is_left_open_switched_off_or_silenced_as_a_whole(pattern: re.Pattern[str]) -> None:
    allowed = {"tests/architecture/test_modules.py", "tests/conftest.py"}
    found = [
        f"{name}:{number}"
        for name, text in tracked_texts().items()
        if name.endswith(".py") and name not in allowed
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
