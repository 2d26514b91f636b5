"""The language of the command line: Indonesian unless LANG or --lang says English."""

from __future__ import annotations

import os

from semesta.kernel.finding import Language

_chosen: list[Language] = []


def choose_language(language: str | None) -> None:
    """Fix the language for this run; None reads LC_ALL, LC_MESSAGES and LANG."""
    _chosen.clear()
    if language is not None:
        _chosen.append("en" if language.lower().startswith("en") else "id")


def language() -> Language:
    """Return the language chosen, else the environment's: English for en_*, Indonesian otherwise."""
    if _chosen:
        return _chosen[0]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "id"
    return "id"


def say(indonesian: str, english: str) -> str:
    """Return the text in the reader's language."""
    return indonesian if language() == "id" else english
