"""Bad input ends within bounds: blocks too big are left out and told, hopeless columns are refused with the reason."""

from __future__ import annotations

import polars as pl
import pytest

from semesta.matching.breaker import TooManyPairsError, guard
from semesta.matching.linking import deduplicate
from semesta.matching.model import shipped_model
from semesta.matching.schema import shipped_schema
from semesta.matching.standardise import standardise
from tests.matching.made_up import SCHEMA, a_person, frame

MANY = 100_000


def many(**columns: pl.Expr) -> pl.DataFrame:
    """A hundred thousand rows of people with nothing but their number in the list, and what is told."""
    empty = {name: pl.lit(None, kind) for name, kind in SCHEMA.items() if name != "id"}
    number = pl.int_range(MANY)
    rows = pl.select(id=number).select("id", **(empty | columns))
    return standardise(rows, shipped_schema())


def test_one_value_repeated_a_hundred_thousand_times_is_left_out_and_told() -> None:
    found = deduplicate(many(nik=pl.lit("5203051705859001"), nik_state=pl.lit("valid")), shipped_model())
    assert found.pairs.is_empty()
    assert {(block.rule, block.value, block.rows) for block in found.skipped} == {
        ("nik", "5203051705859001", MANY),
        ("nik_head", "520305170585900", MANY),
    }


def test_a_hundred_thousand_identical_rows_end_and_say_what_was_not_compared() -> None:
    row = {name: pl.lit(value) for name, value in a_person().items() if name != "id"}
    found = deduplicate(many(**row), shipped_model())
    assert found.compared == 0
    assert {block.rows for block in found.skipped} == {MANY}


def test_rows_without_any_name_are_compared_by_the_rest() -> None:
    kk = pl.format("52030501011{}", (10_000 + pl.int_range(MANY) // 2).cast(pl.String).str.zfill(5))
    found = deduplicate(many(kk=kk, birth_on=pl.lit("1985-05-17").str.to_date()), shipped_model())
    assert found.machine.is_empty()


def test_columns_that_hardly_tell_people_apart_are_refused_with_the_rule() -> None:
    village = pl.format("52.03.{}.2001", (pl.int_range(MANY) % 260 + 10).cast(pl.String))
    with pytest.raises(TooManyPairsError, match=r"because rows agree in birth \+ village"):
        deduplicate(many(birth_on=pl.lit("1985-05-17").str.to_date(), village_code=village), shipped_model())


def test_a_block_just_within_the_limit_is_kept() -> None:
    rows = frame([a_person() for _ in range(10)])
    assert guard(rows, None, shipped_schema(), most_in_block=45).skipped == ()
    assert guard(rows, None, shipped_schema(), most_in_block=44).skipped != ()


def test_rows_of_a_block_left_out_still_meet_by_other_rules() -> None:
    rows = frame([a_person(id=f"row {i}", nik=None, kk=f"52030501011{10000 + i // 2}") for i in range(60)])
    guarded = guard(rows, None, shipped_schema(), most_in_block=1_000)
    assert "name_key + birth" in {block.rule for block in guarded.skipped}
    assert "kk + birth_year" not in {block.rule for block in guarded.skipped}
