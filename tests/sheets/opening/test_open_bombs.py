"""Files made to exhaust memory or time are stopped by what they declare, before they are unpacked or parsed."""

from __future__ import annotations

import io
import zipfile

import pytest

from semesta.kernel.finding import Finding
from semesta.sheets.limits import Limits
from semesta.sheets.opening import open_bytes
from semesta.sheets.workbook import Workbook
from tests.sheets.files import a_raw_ods, a_raw_xlsx, an_xlsx, ods_row, text_cell, zipped

MIB = 1024 * 1024
LIST = [["NIK", "NAMA"], ["5203050107909001", "AMAQ SAHDAN"]]


def refused(data: bytes, limits: Limits | None = None, *, name: str = "daftar.xlsx") -> str:
    answer = open_bytes(name, data, limits=limits) if limits else open_bytes(name, data)
    assert isinstance(answer, Finding), answer
    return answer.kind.code


def sheet(*rows: str) -> bytes:
    return a_raw_xlsx(f"<sheetData>{''.join(rows)}</sheetData>")


def test_a_part_compressed_beyond_reason_is_a_bomb() -> None:
    zeros = zipped({"xl/worksheets/sheet1.xml": bytes(20 * MIB)})
    assert refused(zeros) == "zip_bomb"


def test_many_parts_that_unpack_beyond_the_limit_are_a_bomb() -> None:
    parts = {f"xl/media/image{i}.png": bytes(2 * MIB) for i in range(5)}
    assert refused(a_raw_xlsx("<sheetData/>", extra=parts), Limits(unpacked_bytes=8 * MIB)) == "zip_bomb"


def test_a_bomb_nested_in_the_workbook_is_never_opened() -> None:
    inner = zipped({"zeros": bytes(4 * MIB)})
    data = io.BytesIO(an_xlsx(LIST))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/embeddings/inner.zip", inner)
    assert isinstance(open_bytes("daftar.xlsx", data.getvalue()), Workbook)


def test_a_part_larger_than_it_declares_is_noticed() -> None:
    data = a_raw_xlsx("<sheetData>" + " " * 50_000 + "</sheetData>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    assert refused(data.replace(size.to_bytes(4, "little"), (300).to_bytes(4, "little"))) == "damaged_file"


def test_a_directory_of_a_million_entries_is_not_walked() -> None:
    data = bytearray(an_xlsx(LIST))
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = (64 * MIB).to_bytes(4, "little")
    assert refused(bytes(data)) == "zip_bomb"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused_in_every_part(part: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
        '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    data = a_raw_xlsx("<sheetData/>", extra={"xl/_rels/workbook.xml.rels": links, part: bomb})
    assert refused(data) == "unsafe_content"


def test_entities_are_refused_in_an_ods() -> None:
    data = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": '<!DOCTYPE lolz [<!ENTITY lol "lol">]><office:document-content/>',
        }
    )
    assert refused(data, name="daftar.ods") == "unsafe_content"


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="9"><c r="AAAAAAA9"><v>1</v></c></row>',
        '<row r="9"><c r="A99999999999"><v>1</v></c></row>',
        "<row r='9'><c s='1' r='XFD1048576'><v>1</v></c></row>",
        '<row r="2"><c t="n" r="ALM2"><v>1</v></c></row>',
    ],
)
def test_one_stray_cell_far_away_is_refused_with_its_name(far: str) -> None:
    assert refused(sheet(f'<row r="1">{text_cell("A1", "NIK")}</row>', far)) == "range_too_large"


def test_a_formatted_empty_cell_far_away_is_no_reason_to_refuse() -> None:
    data = sheet(f'<row r="1">{text_cell("A1", "NIK")}<c r="XFD1" s="1"/></row>', '<row r="1048576" s="1"/>')
    book = open_bytes("daftar.xlsx", data)
    assert isinstance(book, Workbook)
    assert book.grids[0].cells.rows() == [("NIK",)]


def test_cells_without_names_are_counted() -> None:
    row = "<row>" + "<c><v>1</v></c>" * 1_200 + "</row>"
    assert refused(sheet(row)) == "range_too_large"


def test_the_cells_of_all_sheets_together_keep_to_the_limit() -> None:
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, 101))
    inside = f"<sheetData>{rows}</sheetData>"
    data = a_raw_xlsx(inside, inside, inside)
    assert isinstance(open_bytes("daftar.xlsx", data, limits=Limits(cells=300)), Workbook)
    assert refused(data, Limits(cells=299)) == "range_too_large"


@pytest.mark.parametrize(
    "rows",
    [
        ods_row("NIK") + ods_row("x", attributes='table:number-rows-repeated="1048576"'),
        '<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
        'office:value="1"/></table:table-row>',
        ods_row("NIK") + '<table:table-row table:number-rows-repeated="900000000"/>' + ods_row("x"),
        '<table:table-row><table:table-cell table:number-columns-repeated="16000"/>'
        "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
    ],
)
def test_a_cell_or_row_repeated_without_end_in_an_ods_is_refused(rows: str) -> None:
    limits = Limits(cells=1_000_000)
    assert refused(a_raw_ods(rows), limits, name="daftar.ods") == "range_too_large"


def test_a_million_columns_in_a_text_file_are_refused() -> None:
    assert refused(b";".join([b"x"] * 1_000_000), name="daftar.csv") == "range_too_large"


def test_too_many_sheets_are_refused() -> None:
    assert refused(a_raw_xlsx(*["<sheetData/>"] * 4), Limits(sheets=3)) == "too_large"
