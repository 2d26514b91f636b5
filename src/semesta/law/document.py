"""A law file as a tree that remembers its lines.

Scalars keep the text the lawyer wrote, so that a rate becomes an exact fraction and never passes through a float.
Keys written twice are found here, because a YAML loader would silently keep the last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from semesta.kernel.finding import Finding
from semesta.law.mistakes import DATE_TWICE, KEY_TWICE, NOT_TEXT, NOT_YAML, mistake

# libyaml is an order of magnitude faster; the pure loader reads the same files where it is missing.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTES = ("'", '"', "|", ">")
_DATE_SHAPE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(slots=True)
class Node:
    """One place of a file: a scalar's text, a mapping or a list, with its line (1 is the first)."""

    line: int
    text: str | None = None
    quoted: bool = False
    mapping: dict[str, Node] | None = None
    items: list[Node] | None = None

    @property
    def is_null(self) -> bool:
        """Say whether nothing, `null` or `~` was written."""
        return self.text is not None and not self.quoted and self.text in ("", "null", "~", "Null", "NULL")


def read_document(path: Path, *, file: str, findings: list[Finding]) -> Node | None:
    """Parse one YAML file, called `file` in mistakes, which are added to `findings`; None when nothing can be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        findings.append(mistake(NOT_TEXT, file=file, line=None))
        return None
    return parse_document(text, file=file, findings=findings)


def parse_document(text: str, *, file: str, findings: list[Finding]) -> Node | None:
    """Parse the text of a YAML file as `read_document` does."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        problem = str(getattr(error, "problem", None) or error)
        findings.append(mistake(NOT_YAML, file=file, line=line, detail=problem))
        return None
    if root is None:
        findings.append(mistake(NOT_YAML, file=file, line=1, detail="kosong / empty"))
        return None
    return _located(root, file, findings, set())


def _located(node: yaml.Node, file: str, findings: list[Finding], seen: set[int]) -> Node:
    line = node.start_mark.line + 1
    if id(node) in seen:
        # an alias: a value that stands elsewhere has no line and no source of its own, and might contain itself
        findings.append(mistake(NOT_YAML, file=file, line=line, detail="*alias"))
        return Node(line, text="")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return Node(line, text=node.value, quoted=node.style in _QUOTES)
    if isinstance(node, yaml.SequenceNode):
        return Node(line, items=[_located(item, file, findings, seen) for item in node.value])
    mapping: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in mapping:
            kind = DATE_TWICE if _DATE_SHAPE.match(key) else KEY_TWICE
            at = key_node.start_mark.line + 1
            findings.append(mistake(kind, file=file, line=at, before=key, after=str(mapping[key].line)))
            continue
        child = _located(value_node, file, findings, seen)
        child.line = key_node.start_mark.line + 1
        mapping[key] = child
    return Node(line, mapping=mapping)
