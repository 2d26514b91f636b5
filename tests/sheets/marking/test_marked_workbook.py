"""The marked copy is the sender's own workbook: nothing lost, every finding at its cell, in colour and in words."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from semesta.sheets.marking import mark_workbook, marked_name
from semesta.sheets.marking_cells import COLOURS
from semesta.sheets.opening import open_bytes
from semesta.sheets.own_sheets import is_summary_sheet
from semesta.sheets.reading import FINDING_SCHEMA, ROW_SCHEMA, Reading, Table
from semesta.sheets.workbook import CellKind, Workbook
from tests.sheets.files import HEADER, MAIN, PEOPLE, a_raw_xlsx, an_ods, an_xls, an_xlsb, an_xlsx, saved, zipped

LIST = [HEADER, *PEOPLE]
WRONG_LENGTH = ("Daftar", 2, "B", "nik", "nik_length", "52030501079090", "5203050107909001", "14")
PHONE = ("Daftar", 3, "C", "phone", "phone_completed", "812", "62812", "1")


def a_reading(*findings: Sequence[Any], file: str = "daftar.xlsx", rows: int = 2, sheet: str = "Daftar") -> Reading:
    people = [{"sheet": sheet, "row": row} for row in range(2, 2 + rows)]
    table = Table(sheet, (1,), 2, 1 + rows, {"nik": "B", "name": "C"}, {"NO": "A", "L/P": "E"}, rows, {})
    return Reading(
        file=file,
        format="xlsx",
        sha256="",
        layout="hand-made",
        rows=pl.DataFrame(people, schema={name: ROW_SCHEMA[name] for name in ("sheet", "row")}),
        findings=pl.DataFrame(list(findings), schema=FINDING_SCHEMA, orient="row"),
        tables=(table,),
    )


def marked(data: bytes, reading: Reading, **options: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(mark_workbook(data, reading, **{"language": "id", **options})))


def values(book: openpyxl.Workbook, sheet: str = "Daftar") -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def test_a_finding_colours_its_cell_and_says_what_to_do() -> None:
    cell = marked(an_xlsx(LIST), a_reading(WRONG_LENGTH))["Daftar"]["B2"]
    assert cell.value == PEOPLE[0][1]
    assert cell.fill.fgColor.rgb == COLOURS["error"]
    assert "[PERLU DIPERBAIKI]" in cell.comment.text
    assert "seharusnya 16" in cell.comment.text
    assert "Usulan: 5203050107909001" in cell.comment.text


def test_the_reader_of_english_is_told_in_english() -> None:
    book = marked(an_xlsx(LIST), a_reading(WRONG_LENGTH), language="en")
    assert book.sheetnames == ["Summary", "Daftar"]
    assert "[TO BE MENDED]" in book["Daftar"]["B2"].comment.text


def test_several_findings_of_a_cell_share_one_comment_and_the_gravest_colour() -> None:
    other = ("Daftar", 2, "B", "nik", "nik_apostrophe", "'52", "52", "1")
    cell = marked(an_xlsx(LIST), a_reading(other, WRONG_LENGTH))["Daftar"]["B2"]
    assert cell.fill.fgColor.rgb == COLOURS["error"]
    assert cell.comment.text.index("[PERLU DIPERBAIKI]") < cell.comment.text.index("[CATATAN]")


def test_a_row_that_waits_is_marked_without_colour_too() -> None:
    sheet = marked(an_xlsx(LIST), a_reading(WRONG_LENGTH, PHONE))["Daftar"]
    assert [sheet.cell(row, 1).border.left.style for row in (1, 2, 3)] == [None, "thick", None]
    assert sheet["D2"].fill.fgColor.rgb == "FFFFF1F1"
    assert sheet["D3"].fill.fill_type is None


def test_a_finding_about_a_whole_row_stands_at_its_first_cell() -> None:
    whole = ("Daftar", 3, None, None, "person_repeated", "2", None, "1")
    sheet = marked(an_xlsx(LIST), a_reading(whole))["Daftar"]
    assert sheet["A3"].comment is not None


def a_rich_workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Daftar"
    for row in LIST:
        sheet.append(list(row))
    sheet["F1"], sheet["F2"], sheet["G2"] = "JUMLAH", "=1+1", date(1990, 7, 1)
    sheet.insert_rows(4, 2)
    sheet["A4"] = "DUSUN SELATAN"
    sheet.merge_cells("A4:E4")
    sheet["A4"].font = Font(bold=True, size=15)
    sheet["C2"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["C3"].comment = Comment("catatan desa", "Kadus")
    sheet.column_dimensions["C"].width = 33
    sheet.row_dimensions[3].hidden = True
    sheet.freeze_panes = "C2"
    choice = DataValidation(type="list", formula1='"L,P"')
    choice.add("E2:E99")
    sheet.add_data_validation(choice)
    sheet.print_title_rows = "1:1"
    book.create_sheet("Kode")["A1"] = "x"
    return saved(book)


def test_everything_the_sender_made_is_still_there() -> None:
    reading = a_reading(WRONG_LENGTH, ("Daftar", 2, "C", "name", "name_missing", "", "", ""))
    book = marked(a_rich_workbook(), reading)
    sheet = book["Daftar"]
    assert book.sheetnames == ["Ringkasan", "Daftar", "Kode"]
    assert (sheet["F2"].value, sheet["G2"].value.date()) == ("=1+1", date(1990, 7, 1))
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A4:E4"]
    assert (sheet["A4"].font.b, sheet["A4"].font.sz) == (True, 15)
    assert (sheet.column_dimensions["C"].width, sheet.row_dimensions[3].hidden) == (33, True)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C2", "$1:$1")
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"L,P"']
    assert sheet["C3"].comment.text == "catatan desa"
    assert values(book)[:3] == list(openpyxl.load_workbook(io.BytesIO(a_rich_workbook()))["Daftar"].values)[:3]


def with_worksheet(inside: str) -> bytes:
    """A workbook as openpyxl writes it, with other rows and a second style that is a date."""
    book = openpyxl.Workbook()
    book.active.title = "Daftar"
    book.active["A1"].number_format = "dd/mm/yyyy"
    with zipfile.ZipFile(io.BytesIO(saved(book))) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'
    return zipped(parts)


def test_formulas_come_back_with_the_results_they_had() -> None:
    data = with_worksheet(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>a&lt;b</v></c>'
        '<c r="C1" t="b"><f>1=1</f><v>1</v></c><c r="D1" t="e"><f>NA()</f><v>#N/A</v></c>'
        '<c r="E1" s="1"><f>DATE(1990,7,1)</f><v>33055</v></c><c r="F1"><f>NOW()</f></c></row>'
    )
    copy = mark_workbook(data, a_reading(), language="id")
    first, again = open_bytes("x.xlsx", data), open_bytes("x.xlsx", copy)
    assert isinstance(first, Workbook)
    assert isinstance(again, Workbook)
    assert first.grids[0].cells.row(0) == ("2", "a<b", "TRUE", "#N/A", "1990-07-01")
    assert again.grids[1].cells.equals(first.grids[0].cells)
    assert again.grids[1].kinds.equals(first.grids[0].kinds)
    assert again.grids[1].formula_cells == first.grids[0].formula_cells
    assert openpyxl.load_workbook(io.BytesIO(copy))["Daftar"]["A1"].value == "=1+1"


def test_a_file_openpyxl_rejects_comes_back_with_its_cells() -> None:
    cells = '<row r="2"><c r="B2"><v>7</v></c><c r="C2" t="e"><v>#N/A</v></c></row>'
    data = a_raw_xlsx(f"<sheetData>{cells}</sheetData>")
    copy = open_bytes("x.xlsx", mark_workbook(data, a_reading(sheet="Lembar 1"), language="id"))
    assert isinstance(copy, Workbook)
    assert (copy.grids[1].first_row, copy.grids[1].cells.rows()) == (2, [("7", "#N/A")])
    assert copy.grids[1].kinds.row(0) == (CellKind.NUMBER, CellKind.ERROR)


KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
PICTURE = (
    "<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0"
    '</xdr:rowOff></xdr:from><xdr:ext cx="9525" cy="9525"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="Logo"/>'
    f'<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="{KIND}" r:embed="p1"/></xdr:blipFill><xdr:spPr/>'
    "</xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"
)


def with_drawing(inside: str, picture: bytes) -> bytes:
    """The list with a drawing part on its sheet and one picture in the package."""
    with zipfile.ZipFile(io.BytesIO(an_xlsx(LIST))) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    end = f'<drawing xmlns:r="{KIND}" r:id="d1"/></worksheet>'.encode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</worksheet>", end)
    for source, link, kind, target in (
        ("worksheets/_rels/sheet1.xml", "d1", "drawing", "../drawings/drawing1.xml"),
        ("drawings/_rels/drawing1.xml", "p1", "image", "../media/image1.png"),
    ):
        line = f'<Relationship Id="{link}" Type="{KIND}/{kind}" Target="{target}"/>'
        parts[f"xl/{source}.rels"] = LINKS.format(line)
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    parts["xl/drawings/drawing1.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{space}/spreadsheetDrawing" xmlns:a="{space}/main">{inside}</xdr:wsDr>'
    )
    parts["xl/media/image1.png"] = picture
    return zipped(parts)


def test_pictures_come_back_byte_by_byte() -> None:
    picture = b"\x89PNG\r\n\x1a\n made up and never decoded"
    copy = mark_workbook(with_drawing(PICTURE, picture), a_reading(WRONG_LENGTH), language="id")
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert [archive.read(name) for name in archive.namelist() if "media" in name] == [picture]


def test_a_drawing_nobody_understands_does_not_cost_the_rest_of_the_workbook() -> None:
    strange = "<xdr:oneCellAnchor><xdr:from/><xdr:unknown/></xdr:oneCellAnchor>"
    copy = mark_workbook(with_drawing(strange, b"x"), a_reading(WRONG_LENGTH), language="id")
    sheet = openpyxl.load_workbook(io.BytesIO(copy))["Daftar"]
    assert (sheet["C2"].value, sheet["B2"].comment is not None) == (PEOPLE[0][2], True)
    assert sheet.column_dimensions["B"].width == 13  # a workbook built anew would be as wide as a NIK


def test_a_macro_workbook_keeps_its_macros_and_stays_xlsm() -> None:
    program = b"\xd0\xcf\x11\xe0 a program that is never run"
    with zipfile.ZipFile(io.BytesIO(an_xlsx(LIST))) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    types = parts["[Content_Types].xml"]
    assert isinstance(types, bytes)
    parts["[Content_Types].xml"] = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    parts["xl/vbaProject.bin"] = program
    copy = mark_workbook(zipped(parts), a_reading(WRONG_LENGTH, file="daftar.xlsm"), language="id")
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert archive.read("xl/vbaProject.bin") == program
        assert b"macroEnabled" in archive.read("[Content_Types].xml")
    assert marked_name("daftar.xlsm", language="id") == "daftar (bertanda).xlsm"


@pytest.mark.parametrize(
    ("name", "data", "sheet"),
    [
        ("daftar.xls", an_xls(LIST), "Daftar"),
        ("daftar.ods", an_ods(LIST), "Daftar"),
        ("daftar.xlsb", an_xlsb(LIST), "Daftar"),
        ("daftar.csv", "\n".join(";".join(row) for row in LIST).encode(), "daftar"),
    ],
)
def test_other_formats_come_back_as_xlsx_with_the_same_cells(name: str, data: bytes, sheet: str) -> None:
    finding = (sheet, *WRONG_LENGTH[1:])
    book = marked(data, a_reading(finding, file=name, sheet=sheet))
    assert book.sheetnames == ["Ringkasan", sheet]
    assert values(book, sheet) == LIST
    assert book[sheet]["B2"].number_format == "@"
    assert book[sheet]["B2"].comment is not None
    assert marked_name(name, language="en") == "daftar (marked).xlsx"


def test_kinds_and_places_survive_the_way_from_xls() -> None:
    rows = [["DAFTAR"], [], ["NIK", "UPAH", "HIDUP"], ["0052", 1500000, True]]
    book = marked(an_xls(rows, hidden_row=1), a_reading(file="daftar.xls"))
    assert values(book)[3] == ("0052", 1500000, True)
    assert book["Daftar"].row_dimensions[1].hidden


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x","klik")', "+1+1", "-1+1", "@SUM(1)", '=cmd|"/c calc"!A0'])
def test_what_people_wrote_never_becomes_a_formula(evil: str) -> None:
    finding = ("daftar", 2, "B", "name", "name_not_a_name", evil, evil, evil)
    data = f"NIK;NAMA\n1;{evil.replace(';', ',')}\n".encode()
    copy = mark_workbook(data, a_reading(finding, file="daftar.csv", sheet="daftar"), language="id")
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert (book["daftar"]["B2"].value, book["daftar"]["B2"].quotePrefix) == (evil, True)


def test_a_marked_copy_that_comes_back_is_cleaned_and_marked_anew() -> None:
    first = mark_workbook(
        a_rich_workbook(), a_reading(WRONG_LENGTH, ("Daftar", 2, "C", "", "name_missing", "", "", "")), language="id"
    )
    second = marked(first, a_reading(("Daftar", 3, "C", "phone", "phone_invalid", "1", "", "")))
    sheet = second["Daftar"]
    assert second.sheetnames == ["Ringkasan", "Daftar", "Kode"]
    assert (sheet["B2"].fill.fill_type, sheet["B2"].comment, sheet["A2"].border.left.style) == (None, None, None)
    assert sheet["C2"].fill.fgColor.rgb == "FF00FF00"
    assert sheet["C3"].comment.text.startswith("catatan desa\n\n— Semesta —")
    assert sheet["C3"].comment.author == "Kadus"


def test_the_summary_is_known_again_and_a_sheet_of_that_name_is_left_alone() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Ringkasan"
    book.active["A1"] = "milik desa"
    copy = open_bytes("x.xlsx", mark_workbook(saved(book), a_reading(sheet="Ringkasan"), language="id"))
    assert isinstance(copy, Workbook)
    assert [(grid.sheet, is_summary_sheet(grid)) for grid in copy.grids] == [
        ("Ringkasan Semesta", True),
        ("Ringkasan", False),
    ]
    assert [finding.kind.code for finding in copy.findings] == ["marked_copy"]


def test_more_comments_than_programs_bear_become_colours_only() -> None:
    data = an_xlsx([HEADER, *[PEOPLE[0]] * 30])
    findings = [("Daftar", row, "B", "nik", "nik_length", "1", "", "1") for row in range(2, 32)]
    book = marked(data, a_reading(*findings, rows=30), most_comments=10)
    cells = [book["Daftar"].cell(row, 2) for row in range(2, 32)]
    assert sum(cell.comment is not None for cell in cells) == 10
    assert {cell.fill.fgColor.rgb for cell in cells} == {COLOURS["error"]}


def test_a_finding_under_a_merged_cell_goes_to_the_cell_that_shows() -> None:
    finding = ("Daftar", 4, "C", "dusun", "value_unknown", "x", "", "")
    assert marked(a_rich_workbook(), a_reading(finding))["Daftar"]["A4"].comment is not None


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    mark_workbook(an_xlsx(LIST), a_reading(WRONG_LENGTH), language="id")
    assert list(tmp_path.iterdir()) == []
