"""How much less a row of a first list weighs, told by the rows beside it whose NIK is sound."""

from __future__ import annotations

import math

import polars as pl
import pytest

from semesta.intake.known_before import with_rarer

HERE, THERE = "52.03.05.2001", "52.03.05.2002"


def told(*lists: tuple[int, str, range], is_current: bool = True) -> pl.DataFrame:
    """Persons of these numbers, each on a list, in a village."""
    lines = [(person, number, village, is_current) for number, village, people in lists for person in people]
    schema = {"id": pl.Int64, "submission_id": pl.Int64, "village_code": pl.String, "is_current": pl.Boolean}
    return pl.DataFrame(lines, schema=schema, orient="row")


def rarer(lists: pl.DataFrame, *, number: int = 1, village: str | None = HERE, link_type: str = "register") -> float:
    row = pl.DataFrame(
        {"submission_id": [number], "link_type": [link_type], "village_code": [village]},
        schema_overrides={"village_code": pl.String},
    )
    return float(with_rarer(row, lists)["rarer"][0])


def test_where_as_many_are_known_as_on_the_lists_of_a_regency_nothing_changes() -> None:
    assert rarer(told((1, HERE, range(1_000)), (2, HERE, range(600, 1_000)))) == 0.0


def test_on_the_first_list_of_a_village_hardly_anybody_is_known() -> None:
    assert rarer(told((1, HERE, range(1_000)))) == pytest.approx(math.log2(20 / 1_020))


def test_ten_rows_tell_little() -> None:
    assert -1.5 < rarer(told((1, HERE, range(10)))) < -0.5


def test_a_list_without_any_nik_goes_by_what_other_lists_tell_of_the_village() -> None:
    lists = told((1, HERE, range(1_000)))
    assert rarer(lists, number=2) == pytest.approx(rarer(lists))
    assert rarer(lists, number=2, village=THERE) == rarer(lists, number=2, village=None) == 0.0


def test_an_agency_list_goes_by_its_own_rows_where_the_village_handed_in_all_its_people() -> None:
    assert rarer(told((1, HERE, range(1_000)), (2, HERE, range(100))), number=2) == 0.0


def test_whoever_stands_on_the_list_before_a_correction_stands_on_one_list() -> None:
    both = pl.concat([told((1, HERE, range(1_000))), told((2, HERE, range(1_000)), is_current=False)])
    assert rarer(both) == rarer(told((1, HERE, range(1_000))))


def test_extracts_of_insurer_deaths_and_welfare_are_left_as_they_are() -> None:
    assert rarer(told((1, HERE, range(1_000))), link_type="insurer") == 0.0
