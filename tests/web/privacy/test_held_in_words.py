"""One code says another thing in another table of what is held about a person."""

from __future__ import annotations

import pytest

from semesta.web.held_in_words import held_in_words
from semesta.web.trail_in_words import text_in_words


@pytest.mark.parametrize(
    ("table", "code", "words"),
    [
        ("people_notice", "waiting", "menunggu konfirmasi"),
        ("privacy_privacyrequest", "refused", "ditolak"),
        ("intake_submission", "refused", "Tidak diterima"),
    ],
)
def test_a_state_is_told_in_the_words_of_its_table(table: str, code: str, words: str) -> None:
    assert held_in_words(table, "state", code, {}) == words


def test_the_number_of_a_paper_that_looks_like_a_month_is_told_as_it_is_written() -> None:
    assert text_in_words("number", "2026-01") == "2026-01"
    assert text_in_words("month", "2026-01") == "Januari 2026"
