"""Conditions and choices without Polars' expressions say what they would say line by line."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from semesta.sheets.normalise.gaps import filled, holds, or_else, without_blanks

TEXTS = st.lists(st.sampled_from([None, "", " ", "AMAQ"]), max_size=8)
DAYS = st.lists(st.sampled_from([None, date(1970, 1, 1), date(1985, 3, 12)]), max_size=8)


@given(st.lists(st.sampled_from([None, True, False]), max_size=8))
def test_a_condition_that_is_unknown_does_not_hold(conditions: list[bool | None]) -> None:
    column = pl.Series(conditions, dtype=pl.Boolean)
    assert holds(column).tolist() == [condition is True for condition in conditions]


@given(TEXTS, DAYS)
def test_a_line_is_filled_unless_it_is_null(texts: list[str | None], days: list[date | None]) -> None:
    assert filled(pl.Series(texts, dtype=pl.String)).tolist() == [text is not None for text in texts]
    assert filled(pl.Series(days, dtype=pl.Date)).tolist() == [day is not None for day in days]


@given(TEXTS)
def test_another_column_speaks_where_the_first_is_silent(texts: list[str | None]) -> None:
    other = [str(line) for line in range(len(texts))]
    chosen = or_else(pl.Series(texts, dtype=pl.String), pl.Series(other, dtype=pl.String))
    assert chosen.to_list() == [o if text is None else text for text, o in zip(texts, other, strict=True)]


@given(TEXTS)
def test_a_text_without_a_character_is_no_text(texts: list[str | None]) -> None:
    found = without_blanks(pl.Series(texts, dtype=pl.String))
    assert found.to_list() == [text or None for text in texts]
