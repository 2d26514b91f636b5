"""Whatever stands in the cells, a reading comes back: of the promised shape, with every line accounted for."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.sheets.catalogue import kinds
from semesta.sheets.columns import shipped_synonyms
from semesta.sheets.reading import FINDING_SCHEMA, ROW_SCHEMA
from semesta.sheets.workbook import Grid
from tests.sheets.lists import MAN, WOMAN, Line, a_grid, a_list, a_reading, assert_accounted, values

HEADINGS = sorted(
    {heading for heading, _ in shipped_synonyms().phrases} | {"NO", "L", "P", "JK", "TTL", "RT", "RW", "KK", "HP", "?"}
)
WEIRD = (
    *(MAN, WOMAN, "5203021705129001", "0", "-", "", " ", "\u00a0", "L", "P", "W", "01-07-1990", "31/12/70", "1985"),
    *("AMAQ SAHDAN", "H. ALI, S.Pd", "#N/A", "###", "JUMLAH", "DUSUN PAOK", "1.5", "RT 01/02", "=A1", "5,2E+15"),
    *("NIK", "NAMA", "No. KK : 5203021705129001", "SELONG, 12-03-1985", "ﷺ", "😀", "x" * 300, "\x00", "0" * 16),
)
CELLS = st.one_of(
    st.none(),
    st.sampled_from(WEIRD),
    st.integers(-5, 10**17),
    st.dates(date(1800, 1, 1), date(2200, 1, 1)),
    st.text(max_size=12),
)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_any_cells_under_any_headings(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 7))
    headings = data.draw(st.lists(st.sampled_from(HEADINGS), min_size=width, max_size=width))
    lines = data.draw(st.lists(st.lists(CELLS, min_size=width + 2, max_size=width + 2), max_size=8))
    grid = a_grid(("NAMA", "NIK", *headings), *lines)
    reading = a_reading(grid, village_code=data.draw(st.sampled_from([None, "52.03.02.2003"])))
    assert dict(reading.rows.schema) == ROW_SCHEMA
    assert dict(reading.findings.schema) == FINDING_SCHEMA
    assert set(reading.findings["code"]) <= kinds().keys()
    if reading.refusal is None:
        assert_accounted(reading, grid)
        assert reading.rows["nik_state"].is_in(["valid", "doubtful", "damaged", "missing"]).all()
        usable = reading.rows["nik_state"].is_in(["valid", "doubtful"])
        assert (reading.rows["nik"].is_not_null() == usable).all()
        assert reading.rows["nik"].drop_nulls().str.contains(r"^[0-9]{16}$").all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=10))
def test_any_sheet_at_all_is_read_or_refused(lines: list[Line]) -> None:
    reading = a_reading(a_grid(*lines))
    assert (reading.refusal is None) == (reading.rows.height > 0)


def test_sheets_without_a_cell_are_passed_over() -> None:
    empty = a_grid(sheet="Kosong")
    people = a_grid(("NIK", "NAMA"), (MAN, "AMAQ SAHDAN"))
    assert a_reading(empty, people).rows.height == 1


def test_a_grid_that_begins_further_down_and_right_keeps_its_addresses() -> None:
    cells = pl.DataFrame({"C": ["NIK", "0", MAN], "D": ["NAMA", "SITI", "AMAQ SAHDAN"]})
    kinds_ = pl.DataFrame({"C": [1, 1, 1], "D": [1, 1, 1]}, schema={"C": pl.UInt8, "D": pl.UInt8})
    reading = a_reading(Grid("Daftar", cells, kinds_, first_row=7))
    (finding,) = reading.findings.filter(pl.col("code") == "nik_placeholder").rows(named=True)
    assert (finding["row"], finding["column"]) == (8, "C")
    assert values(reading, "row") == [8, 9]


@pytest.mark.parametrize("count", [1, 2, 500])
def test_a_list_of_one_row_again_and_again(count: int) -> None:
    reading = a_list(("NIK", "NAMA", "TGL LAHIR"), *[(MAN, "AMAQ SAHDAN", "01-07-1990")] * count)
    assert reading.rows.height == count
    assert reading.findings["code"].to_list().count("person_repeated") == count - 1
