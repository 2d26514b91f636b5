"""Whatever the bytes, the answer is a workbook or a refusal: damage never ends the program or goes on for long."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from semesta.kernel.finding import Finding
from semesta.sheets.opening import open_bytes
from semesta.sheets.workbook import Workbook
from tests.sheets.files import HEADER, PEOPLE, a_raw_ods, an_ods, an_xls, an_xlsb, an_xlsx, zipped

LIST = [HEADER, *PEOPLE]
XLS = an_xls([*LIST, (3, 5203050107909001, 1.5, True, "x")], hidden_row=2, formula="1+1")
PACKAGES = {"xlsx": an_xlsx(LIST), "ods": an_ods(LIST), "xlsb": an_xlsb([*LIST, ("a", 2.0)], formula=True)}
WOUND = st.tuples(st.integers(0, 10**6), st.sampled_from(["set", "cut", "put"]), st.binary(min_size=1, max_size=9))


def wounded(data: bytes, wounds: list[tuple[int, str, bytes]]) -> bytes:
    body = bytearray(data)
    for place, how, piece in wounds:
        at = place % (len(body) + 1)
        end = {"set": at + len(piece), "cut": at + 3 * len(piece), "put": at}[how]
        body[at:end] = b"" if how == "cut" else piece
    return bytes(body)


def is_answered(name: str, data: bytes) -> bool:
    answer = open_bytes(name, data)
    return isinstance(answer, Workbook) or (isinstance(answer, Finding) and answer.kind.severity == "refusal")


@settings(deadline=None, max_examples=150)
@given(st.lists(WOUND, min_size=1, max_size=6))
def test_a_damaged_xls_is_answered(wounds: list[tuple[int, str, bytes]]) -> None:
    assert is_answered("daftar.xls", wounded(XLS, wounds))


@pytest.mark.parametrize("ending", sorted(PACKAGES))
@settings(deadline=None, max_examples=80)
@given(st.lists(WOUND, min_size=1, max_size=4), st.integers(0, 99))
def test_a_package_with_a_damaged_part_is_answered(
    ending: str, wounds: list[tuple[int, str, bytes]], which: int
) -> None:
    with zipfile.ZipFile(io.BytesIO(PACKAGES[ending])) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(parts)[which % len(parts)]
    content = parts[name]
    assert isinstance(content, bytes)
    assert is_answered(f"daftar.{ending}", zipped({**parts, name: wounded(content, wounds)}))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
@example(b"PK\x05\x06" + bytes(18))
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
@example(b"\xff\xfe")
def test_any_bytes_are_answered(data: bytes) -> None:
    assert is_answered("daftar", data)


def test_a_record_that_promises_billions_of_cells_is_a_damaged_file() -> None:
    dimensions = XLS.index(b"\x00\x02\x0e\x00") + 4
    endless = XLS[:dimensions] + b"\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00\xff\xff" + XLS[dimensions + 12 :]
    answer = open_bytes("daftar.xls", endless)
    assert isinstance(answer, Finding)
    assert answer.kind.code == "damaged_file"


def test_a_table_of_billions_of_strings_is_a_damaged_file() -> None:
    strings = XLS.index(b"\xfc\x00", XLS.index(b"Daftar")) + 4
    endless = XLS[: strings + 4] + b"\xff\xff\xff\x7f" + XLS[strings + 8 :]
    answer = open_bytes("daftar.xls", endless)
    assert isinstance(answer, Finding)
    assert answer.kind.code == "damaged_file"


@pytest.mark.parametrize("number", ["+16384", "&#49;6384", "000000000016384", "99999999999999999999"])
def test_a_repeat_written_to_be_overlooked_is_refused(number: str) -> None:
    cell = f'<table:table-cell table:number-columns-repeated="{number}" office:value-type="float" office:value="1"/>'
    answer = open_bytes("daftar.ods", a_raw_ods(f"<table:table-row>{cell}</table:table-row>"))
    assert isinstance(answer, Finding)


def test_an_ods_without_a_sheet_has_no_sheet() -> None:
    data = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": "<office:document-content><office:body/></office:document-content>",
        }
    )
    answer = open_bytes("daftar.ods", data)
    assert isinstance(answer, Finding)
    assert answer.kind.code == "no_sheets"
