"""The reasons of outcomes in words (words.yaml), with the next step for those who wait."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from semesta.kernel.finding import Language


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    text = files("semesta.intake").joinpath("words.yaml").read_text(encoding="utf-8")
    words: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(text)
    return words


def reason_in_words(outcome: str, reason: str, language: Language) -> str:
    """Return why a row has its outcome and what to do; KeyError when the reason has no words."""
    return _words()[outcome][reason][language]
