"""Every write is an action in somebody's name, and leaves its line in the trail."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.house import DOORS, actions, called_names, written_modules

ORM_WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "copy_frame",
}
SQL_WRITES = re.compile(
    r"^\s*(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO|COPY\s.*FROM)", re.I | re.M
)
AUDIT = "record"


def named(found: list[tuple[str, ast.FunctionDef]]) -> list[object]:
    return [pytest.param(room, function, id=f"{room}.{function.name}") for room, function in found]


def parameters(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}


def calls_within(room: str) -> dict[str, set[str]]:
    """Return, for every function of a room, the names it calls; an INSERT into the trail counts as `record`."""
    found: dict[str, set[str]] = {}
    for module in written_modules():
        if module.room == room:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.FunctionDef):
                    calls = found.setdefault(node.name, set())
                    calls |= called_names(node)
                    if "INSERT INTO audit_entry" in ast.unparse(node):
                        calls.add(AUDIT)
    return found


@pytest.mark.parametrize(("room", "action"), named(actions()))
def test_every_action_acts_in_somebody_s_name(room: str, action: ast.FunctionDef) -> None:
    assert "actor" in parameters(action)


@pytest.mark.parametrize(("room", "action"), named([found for found in actions() if found[0] != "audit"]))
def test_every_action_leaves_a_line_in_the_trail(room: str, action: ast.FunctionDef) -> None:
    calls = calls_within(room)
    reached: set[str] = set()
    waiting = {action.name}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= calls.get(name, set()) - reached
    assert AUDIT in reached


def test_doors_do_not_touch_the_database() -> None:
    beyond = ("django.db", "psycopg", "semesta.bulk")
    touched = [
        f"{module.name}: {node.module}"
        for module in written_modules()
        if module.room in DOORS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and (
            (node.module or "").startswith(beyond)
            or (node.module == "semesta.audit.actions" and AUDIT in {alias.name for alias in node.names})
        )
    ]
    assert touched == []


def test_queries_and_rules_only_read() -> None:
    reading = [
        module
        for module in written_modules()
        if {"queries.py", "queries", "rules.py", "rules"} & set(module.path.parts)
    ]
    assert {module.name: calls for module in reading if (calls := called_names(module.tree) & ORM_WRITES)} == {}
    statements = [
        f"{module.name}:{node.lineno}"
        for module in reading
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_WRITES.search(node.value)
    ]
    assert statements == []
