"""What in the trail of a database has no words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from semesta.bulk import read_lines
from semesta.web.trail_in_words import key_in_words
from semesta.web.words import all_words

SAME = frozenset({"id", "about"})
"""Keys whose words may be the key itself, in one of the languages."""


def without_words() -> set[str]:
    """Return actions, objects and keys of details that stand in the trail and have no words."""
    entries = read_lines("SELECT DISTINCT ON (action, object_type) action, object_type, detail FROM audit_entry")
    words = all_words()
    actions = {entry["action"] for entry in entries} - words["action"].keys()
    objects = {entry["object_type"] for entry in entries} - words["object_type"].keys()
    keys = {key for entry in entries for key in _keys(entry["detail"])} - words["detail"].keys() - SAME
    return actions | objects | {key for key in keys if key_in_words(key) == key}


def _keys(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        yield from told
    for one in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from _keys(one)
