"""The shipped data on personal data law: what is processed, which duties have a time, what is kept how long."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

RequestKind = Literal["access", "correction", "objection", "erasure"]
_HERE = Path(__file__).parent


@cache
def processing() -> list[dict[str, Any]]:
    """Return the record of processing: key, title, data, purpose, basis, article, mark, recipients, retention."""
    return list(_read("processing.yaml"))


@cache
def duties() -> dict[str, dict[str, Any]]:
    """Return the duties that have a time, by name: hours, article, mark."""
    return dict(_read("duties.yaml"))


@cache
def retention() -> dict[str, dict[str, Any]]:
    """Return `erased` (rule: days, title, article, mark) and `stays` (table: why, article, mark)."""
    return dict(_read("retention.yaml"))


@cache
def held_words() -> dict[str, dict[str, dict[str, str]]]:
    """Return `tables` and `columns`: name -> language -> words, of everything that tells of a person."""
    return dict(_read("held.yaml"))


def _read(name: str) -> Any:
    return yaml.safe_load((_HERE / name).read_text())
