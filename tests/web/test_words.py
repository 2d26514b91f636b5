"""Every code that a page shows has words in both languages, and numbers are written as people write them."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import get_args

import pytest
from django.utils.translation import override

from semesta.accounts.actor import Role
from semesta.funding.queries.audit_statements import CHECKS
from semesta.intake.models import KINDS, OUTCOMES, STATES
from semesta.kernel.finding import SEVERITIES
from semesta.membership.models import CLASSES
from semesta.regions.stated_base import Scope
from semesta.sheets import lines
from semesta.web.templatetags.page_text import as_of, count, percent, say
from semesta.web.words import FILES, all_words, word

HEADINGS = files("semesta.sheets").joinpath("vocabulary/headings.csv").read_text(encoding="utf-8")
READ_FIELDS = {line["field"] for line in csv.DictReader(HEADINGS.splitlines())}
NOT_SHOWN = {"field", "known", "status", "jht", "jkk", "jkm", "jkp", "jp"}
REASONS = {value for name, value in vars(lines).items() if name[0] != "_" and name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize(
    ("theme", "codes"),
    [
        ("kind", set(KINDS)),
        ("role", set(Role)),
        ("state", set(STATES)),
        ("outcome", set(OUTCOMES)),
        ("severity", set(SEVERITIES)),
        ("severity_meaning", set(SEVERITIES)),
        ("class", set(CLASSES)),
        ("members_of", set(get_args(Scope))),
        ("field", READ_FIELDS - NOT_SHOWN),
        ("skipped", REASONS - {"person"}),
        ("audit_check", set(CHECKS)),
    ],
)
def test_every_code_has_words(theme: str, codes: set[str]) -> None:
    assert codes - all_words()[theme].keys() == set()


def test_all_words_stand_in_both_languages() -> None:
    silent = [
        (theme, code)
        for theme, codes in all_words().items()
        for code, said in codes.items()
        if set(said) != {"id", "en"}
    ]
    assert silent == []


def test_a_code_of_the_regency_s_own_shows_as_itself() -> None:
    assert word("payer", "PT REKAAN") == "PT REKAAN"


def test_numbers_are_written_in_the_reader_s_way() -> None:
    assert (count(1_234_567), percent(0.3270), percent(0.43996), percent(None)) == (
        "1.234.567",
        "32,70\xa0%",
        "44,00\xa0%",
        "–",
    )
    with override("en"):
        assert (count(1_234_567), percent(0.3270)) == ("1,234,567", "32.70\xa0%")


@pytest.mark.parametrize(
    ("text", "written"),
    [("2026", "2026"), ("2025-05", "Mei 2025"), ("2025-05-09", "9 Mei 2025"), ("2025-13", "2025-13"), ("lama", "lama")],
)
def test_a_date_is_written_as_exactly_as_it_is_known(text: str, written: str) -> None:
    assert as_of(text) == written


def test_blanks_and_text_are_escaped() -> None:
    assert say("{n} <5: {who}", "", n=1_000, who="<b>") == "1.000 &lt;5: &lt;b&gt;"


def test_no_theme_and_no_code_stands_twice() -> None:
    words = [
        line for name in FILES for line in files("semesta.web").joinpath(name).read_text(encoding="utf-8").splitlines()
    ]
    themes = [line for line in words if line and not line.startswith((" ", "#"))]
    assert sorted(themes) == sorted(set(themes))
    theme, seen, twice = "", set(), []
    for line in words:
        theme = line if line in themes else theme
        if line.startswith("  ") and not line.startswith("   "):
            code = (theme, line.partition(": ")[0])
            twice += [code] if code in seen else []
            seen.add(code)
    assert twice == []
