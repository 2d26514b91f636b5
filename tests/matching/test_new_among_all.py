"""Rows that came since are judged as they are among all: the order in which people came decides nothing."""

from __future__ import annotations

import polars as pl
import pytest

from semesta.matching.linking import deduplicate
from semesta.matching.model import shipped_model
from tests.matching.conftest import Regency
from tests.matching.made_up import a_person, frame, others, without_number

JUDGED = ["id_l", "id_r", "band", "reason"]


def test_pairs_with_a_new_row_are_those_found_among_all(regency: Regency) -> None:
    new = pl.Series(range(regency.rows.height)) % 10 == 0
    ids = regency.rows["id"].filter(new)
    among_all = regency.deduplicated.pairs.filter(
        pl.col("id_l").is_in(ids.implode()) | pl.col("id_r").is_in(ids.implode())
    )
    found = deduplicate(regency.rows, shipped_model(), register=regency.register, new=new).pairs
    both = found.join(among_all, on=["id_l", "id_r"], how="full", suffix="_all")
    assert both.height > 400
    assert both["weight"].null_count() == 0
    twice = both.filter(pl.col("weight_all").is_null())  # of older rows that are one person each is asked about
    assert twice.height <= 2
    assert twice.filter(pl.col("band") == "machine").is_empty()
    assert (both["weight"] - both["weight_all"]).abs().max() < 1e-9  # type: ignore[operator]
    assert (both["band"] == both["band_all"]).all()  # nulls aside


def test_a_rival_who_was_there_before_is_seen() -> None:
    """Two people of one name; a new row without number fits the one, an older row without number fits both."""
    model = shipped_model()
    rows = frame(
        [
            a_person(id="one"), a_person(id="two", nik="5203051705859002"), *others(), without_number(id="new"),
        ]
    )  # fmt: skip
    is_new = rows["id"] == "new"
    among_all = deduplicate(rows, model).pairs.filter(pl.any_horizontal(pl.col("id_l", "id_r") == "new"))
    found = deduplicate(rows, model, new=is_new).pairs
    assert found.select(JUDGED).rows() == among_all.select(JUDGED).rows() != []


@pytest.mark.parametrize("sharers", [7, 5])
def test_a_telephone_that_too_many_share_is_set_aside_whoever_is_new(sharers: int) -> None:
    """An operator's telephone stands beside most_names names; the new row is but one of them."""
    names = [row["name"] for row in others()[:sharers]]
    people = [row | {"name": name, "phone": "6284099999999"} for row, name in zip(others(), names, strict=False)]
    rows = frame([*people, *others()[sharers:], without_number(id="new", name=names[0], phone="6284099999999")])
    found = deduplicate(rows, shipped_model(), new=rows["id"] == "new")
    assert [shared.field for shared in found.shared] == (["phone"] if sharers > 6 else [])
