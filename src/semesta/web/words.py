"""Words of codes on screen (words*.yaml), in the reader's language. A code without words shows as itself."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from semesta.web.language import reader_language

FILES = ("words.yaml", "words_of_trail.yaml")


@cache
def all_words() -> dict[str, dict[str, dict[str, str]]]:
    """Return theme -> code -> language -> words."""
    words: dict[str, dict[str, dict[str, str]]] = {}
    for name in FILES:
        words |= yaml.safe_load(files("semesta.web").joinpath(name).read_text(encoding="utf-8"))
    return words


def word(theme: str, code: object) -> str:
    """Return the words of a code: word("kind", "village_list"). An unknown theme is a KeyError."""
    found = all_words()[theme].get(str(code))
    return found[reader_language()] if found else str(code)


def has_words(theme: str, code: object) -> bool:
    """Say whether a theme has words for a code."""
    return str(code) in all_words()[theme]
