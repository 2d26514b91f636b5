"""The words of a marked workbook in the reader's language, from `marking_words.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TypedDict

import yaml

from semesta.kernel.finding import Language, Severity


class Words(TypedDict):
    """Everything the summary sheet and the comments say; see the file for the blanks."""

    sheet: str
    severity: dict[Severity, str]
    meaning: dict[Severity, str]
    suggestion: str
    more_in_cell: str
    file: str
    counts: str
    read: str
    fine: str
    repaired: str
    doubt: str
    error: str
    commonest: str
    times: str
    about_file: str
    findings: str
    listed: str
    commented: str
    number: str
    cell: str
    kind: str
    what: str
    before: str
    after: str
    remedy: str
    legend: str
    row_waits: str
    how: str
    steps: list[str]
    refused: str


@cache
def words(language: Language) -> Words:
    """Return the words of one language."""
    text = files("semesta.sheets").joinpath("marking_words.yaml").read_text(encoding="utf-8")
    both: dict[Language, Words] = yaml.safe_load(text)
    return both[language]
