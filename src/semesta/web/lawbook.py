"""The law as the pages ask it: loaded once a process, for the region that this installation serves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings

from semesta.law import Law, ask, default_law_folder, load_law
from semesta.web.language import reader_language


@cache
def law() -> Law:
    """Return the law of the regency's region."""
    return load_law(default_law_folder()).for_region(settings.REGENCY)


def answer(question: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the page of one answer in the reader's language.

    Errors: UnanswerableError and its kinds, which say in both languages which field is wrong and how to write it.
    """
    return ask(law(), question, dict(fields)).page(reader_language())
