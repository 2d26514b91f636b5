"""Rows as people wrote them become rows as they are compared; what is not known stays unknown."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from semesta.matching.schema import shipped_schema
from semesta.matching.standardise import standardise
from tests.matching.made_up import a_person, frame, without_number


def test_a_nik_tells_its_head_and_birth_date() -> None:
    row = frame([a_person(nik="5203055705859001", sex="P")]).row(0, named=True)
    assert (row["nik_head"], row["nik_stem"], row["nik_birth"]) == ("520305570585900", "520305570585", "850517")
    assert row["nik_sure"] is True


def test_a_doubtful_nik_is_compared_but_not_sure() -> None:
    row = frame([a_person(nik_state="doubtful")]).row(0, named=True)
    assert (row["nik"], row["nik_sure"]) == ("5203051705859001", False)


def test_fifteen_written_digits_are_compared() -> None:
    row = frame([without_number(nik_written="520305170585901", nik_state="damaged")]).row(0, named=True)
    assert (row["nik"], row["nik_head"], row["nik_sure"]) == ("520305170585901", None, False)


def test_a_sure_nik_fills_a_missing_birth_date_but_does_not_tell_it() -> None:
    rows = [a_person(birth_on=None), a_person(birth_on=date(2001, 1, 2))]
    row = frame(rows).row(0, named=True)
    assert (row["birth"], row["birth_year"], row["birth_told"]) == ("19850517", 1985, False)


def test_a_year_alone_is_no_birth_date() -> None:
    row = frame([without_number(birth_on=date(1985, 1, 1), birth_precision="year")]).row(0, named=True)
    assert (row["birth"], row["birth_year"]) == (None, 1985)


def test_a_mother_called_after_her_child_is_unknown() -> None:
    assert frame([a_person(mother_name="INAQ SAHRUDIN")])["mother_key"].to_list() == [None]


def test_the_word_for_hamlet_is_left_off() -> None:
    hamlets = frame([a_person(dusun="Dsn. Dasan  Baru"), a_person(dusun="DASAN BARU")])["hamlet"]
    assert hamlets.to_list() == ["DASAN BARU"] * 2


def test_columns_a_list_lacks_are_unknown() -> None:
    rows = standardise(pl.DataFrame({"id": [1], "name": ["SAHRUDIN"]}), shipped_schema())
    assert rows["name_key"].to_list() == ["SAHRUDIN"]
    assert rows.select("nik", "kk", "birth", "mother_key", "village").row(0) == (None,) * 5


def test_no_rows_make_no_rows() -> None:
    assert frame([]).height == 0


@pytest.mark.parametrize("rows", [{"name": ["A"]}, {"id": [1, 1]}, {"id": [None, 1]}])
def test_rows_that_cannot_be_told_apart_are_refused(rows: dict[str, list[object]]) -> None:
    with pytest.raises(ValueError, match="id"):
        standardise(pl.DataFrame(rows), shipped_schema())
