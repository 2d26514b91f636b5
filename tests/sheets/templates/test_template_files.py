"""The lists to be filled in keep long numbers whole, offer pick lists, explain themselves and name nobody."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from semesta.kernel.gazetteer import Region
from semesta.kernel.nik import MADE_UP_SERIALS, Nik
from semesta.kernel.segment import shipped_segments
from semesta.sheets.opening import open_bytes
from semesta.sheets.own_sheets import is_example_line, is_own_sheet
from semesta.sheets.templates import HEADER_ROW, member_extract_template, worker_list_template
from semesta.sheets.workbook import Workbook

KOTARAJA = Region("52.03.05.2001", "Kotaraja")
SEGMENTS = list(shipped_segments().values())


def a_template(village: Region | None = KOTARAJA) -> bytes:
    return worker_list_template(language="id", village=village, segments=SEGMENTS)


def loaded(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def letter_of(sheet: Any, heading: str) -> str:
    return next(str(cell.column_letter) for cell in sheet[HEADER_ROW] if cell.value == heading)


@pytest.mark.parametrize("heading", ["NIK", "NO KK", "NO HP", "RT"])
def test_long_numbers_are_text_all_the_way_down(heading: str) -> None:
    sheet = loaded(a_template()).worksheets[0]
    number = column_index_from_string(letter_of(sheet, heading))
    formats = [group.number_format for group in sheet.column_dimensions.values() if group.min <= number <= group.max]
    assert formats == ["@"]


def test_pick_lists_reach_row_2000_and_hold_the_segments() -> None:
    book = loaded(a_template())
    rules = {str(rule.sqref): rule for rule in book.worksheets[0].data_validations.dataValidation}
    letter = letter_of(book.worksheets[0], "PEKERJAAN")
    rule = rules[f"{letter}7:{letter}2000"]
    names = [cell.value for (cell,) in book["Pilihan"][rule.formula1.split("!")[1].replace("$", "")]]
    assert names == [segment.name_id for segment in SEGMENTS]
    assert (rule.errorStyle, book["Pilihan"].sheet_state) == ("information", "hidden")


def test_an_incomplete_nik_is_warned_of_but_may_stand() -> None:
    sheet = loaded(a_template()).worksheets[0]
    letter = letter_of(sheet, "NIK")
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(f"{letter}7:"))
    assert (rule.type, rule.formula1, rule.errorStyle) == ("textLength", "16", "warning")


def test_every_heading_is_explained_in_a_comment_and_on_the_instruction_sheet() -> None:
    book = loaded(a_template())
    headings = [cell for cell in book.worksheets[0][HEADER_ROW] if cell.value]
    told = {row[0] for row in book["Petunjuk"].iter_rows(values_only=True)}
    assert all(cell.comment is not None and cell.value in told for cell in headings)


def test_the_example_is_a_made_up_person_on_a_line_of_its_own_kind() -> None:
    line = [cell.value for cell in loaded(a_template()).worksheets[0][HEADER_ROW + 1]]
    nik = Nik.parse(line[1])
    assert is_example_line([str(value) if value is not None else None for value in line])
    assert (nik.region, nik.serial in MADE_UP_SERIALS) == ("520305", True)


def test_only_the_list_itself_is_a_list() -> None:
    for data in (a_template(), member_extract_template(language="en")):
        book = open_bytes("templat.xlsx", data)
        assert isinstance(book, Workbook)
        assert [is_own_sheet(grid) for grid in book.grids] == [False, True, True]
        assert book.findings == ()


@pytest.mark.parametrize(
    ("village", "told"),
    [
        (KOTARAJA, ["DESA : KOTARAJA", "KODE WILAYAH : 52.03.05.2001"]),
        (Region("52.03.07.1001", "Selong"), ["KELURAHAN : SELONG", "KODE WILAYAH : 52.03.07.1001"]),
        (None, [None, None]),
    ],
)
def test_the_village_is_told_above_the_list(village: Region | None, told: list[str | None]) -> None:
    sheet = loaded(a_template(village)).worksheets[0]
    assert [sheet["A2"].value, sheet["A3"].value] == told


def test_the_same_template_is_the_same_bytes() -> None:
    assert a_template() == a_template()
