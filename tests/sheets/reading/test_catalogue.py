"""The catalogue of findings speaks both languages and says what to do."""

from __future__ import annotations

import re

import pytest

from semesta.kernel.finding import FindingKind
from semesta.sheets.catalogue import ONCE_PER_COLUMN, kind, kinds

_BLANK = re.compile(r"\{(\w*)\}")


@pytest.mark.parametrize("entry", list(kinds().values()), ids=lambda entry: entry.code)
def test_both_languages_use_the_same_known_blanks(entry: FindingKind) -> None:
    blanks = set(_BLANK.findall(entry.message_id))
    assert blanks == set(_BLANK.findall(entry.message_en))
    assert set(_BLANK.findall(entry.remedy_id)) == set(_BLANK.findall(entry.remedy_en))
    assert blanks <= {"before", "after", "detail"}


@pytest.mark.parametrize("entry", list(kinds().values()), ids=lambda entry: entry.code)
def test_every_kind_has_words_for_title_message_and_remedy(entry: FindingKind) -> None:
    for language in ("id", "en"):
        texts = [
            entry.title(language),
            entry.message(language, before="b", after="a", detail="d"),
            entry.remedy(language),
        ]
        assert all(text.strip() for text in texts)
        assert not any("{" in text for text in texts)


def test_a_repair_shows_before_and_after() -> None:
    repaired = [entry for entry in kinds().values() if entry.severity == "repaired"]
    for entry in repaired:
        assert "{after}" in entry.message_id, entry.code


def test_kinds_reported_once_are_known_and_refuse_nothing() -> None:
    assert {kind(code).severity for code in ONCE_PER_COLUMN} <= {"note", "doubt"}


def test_an_unknown_code_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        kind("no_such_kind")
