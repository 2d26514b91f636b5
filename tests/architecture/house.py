"""The house as the guards see it: tracked files, rooms, and every module of `src/semesta` as a syntax tree."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "semesta"
DOORS = ("web", "api", "cli")
ABOVE_THE_DOORS = ("config",)


@dataclass(frozen=True)
class Module:
    """A module of the program: its room, its path below the room, and its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """Return the name of the room, empty for the package itself."""
        parts = self.path.relative_to(SOURCE).parts
        return parts[0] if len(parts) > 1 else ""

    @property
    def name(self) -> str:
        """Return the path as the guards print it: room/module.py."""
        return self.path.relative_to(SOURCE).as_posix()

    @property
    def is_migration(self) -> bool:
        """Say whether Django numbers this module."""
        return "migrations" in self.path.parts

    def imports(self) -> Iterator[str]:
        """Go through the full names of everything imported, anywhere in the module."""
        for node in ast.walk(self.tree):
            yield from _imported(node)

    def imports_at_once(self) -> Iterator[str]:
        """Go through the full names of what is imported as soon as the module is."""
        for node in self.tree.body:
            yield from _imported(node)

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Go through the module's own functions, not those inside classes or functions."""
        yield from (node for node in self.tree.body if isinstance(node, ast.FunctionDef))


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the program, migrations too."""
    texts = {path: path.read_text() for path in sorted(SOURCE.rglob("*.py"))}
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts.items())


def written_modules() -> list[Module]:
    """Return the modules people wrote: all but migrations."""
    return [module for module in modules() if not module.is_migration]


def actions() -> list[tuple[str, ast.FunctionDef]]:
    """Return (room, function) for every action: what a room's `actions.py` holds or its folder `actions` gives out."""
    found = []
    for module in written_modules():
        parts = module.path.relative_to(SOURCE).with_suffix("").parts
        if parts[1:2] == ("actions",):
            given_out = _given_out(module.path.parent) if len(parts) > 2 else None
            found += [
                (module.room, function)
                for function in module.functions()
                if (function.name in given_out if given_out is not None else not function.name.startswith("_"))
            ]
    return found


def _given_out(folder: Path) -> set[str]:
    tree = ast.parse((folder / "__init__.py").read_text())
    return {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}


def rooms() -> list[str]:
    """Return the rooms that exist."""
    return sorted({module.room for module in modules()} - {""})


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the files that ship: those git tracks, as they are in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file())


@cache
def tracked_texts() -> dict[str, str]:
    """Return the text of every tracked file that is text, by its path from the root."""
    texts = {}
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            texts[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", errors="replace")
    return texts


def called_names(node: ast.AST) -> set[str]:
    """Return the names of everything called inside: `record` for `record(...)` and for `trail.record(...)`."""
    return {
        call.func.id if isinstance(call.func, ast.Name) else call.func.attr
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute)
    }
