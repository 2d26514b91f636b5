"""A payer's name counts the same in the database, in a frame and by itself, however an extract writes it."""

from __future__ import annotations

import polars as pl
import pytest

from semesta.bulk import read_lines
from semesta.membership.payer import key_of_payer, payer_key, payer_keys, same_payer

WRITTEN = ("Apbd - kabupaten", "APBD KABUPATEN", "PT. \u00c9lang Maju/2", "pt \u00e9lang maju 2", "  ", "-", "")


@pytest.mark.django_db
def test_database_frame_and_text_agree() -> None:
    (line,) = read_lines(
        f"SELECT array_agg({payer_key('p')} ORDER BY n) AS keys FROM unnest(%s::text[]) WITH ORDINALITY x(p, n)",
        [list(WRITTEN)],
    )
    in_frame = pl.DataFrame({"p": WRITTEN}).select(payer_keys(pl.col("p")))["p"].to_list()
    assert line["keys"] == in_frame == [key_of_payer(one) for one in WRITTEN]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [(WRITTEN[0], WRITTEN[1], True), (WRITTEN[2], WRITTEN[3], True), (WRITTEN[0], WRITTEN[2], False)],
)
def test_case_and_marks_make_no_other_payer(one: str, other: str, *, is_same: bool) -> None:
    (line,) = read_lines(f"SELECT {same_payer('a', 'b')} AS same FROM (SELECT %s::text a, %s::text b) x", [one, other])
    assert line["same"] is is_same
