"""Files of every kind, built byte by byte for the tests of the spreadsheet engine. Nothing here reads a real file."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HEADER = ("NO", "NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "L/P")
PEOPLE = (
    ("1", "5203050107909001", "AMAQ SAHDAN", "01-07-1990", "L"),
    ("2", "5203054203859002", "INAQ SAHNIM", "02-03-1985", "P"),
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def an_xlsx(rows: Iterable[Sequence[Any]], *, sheet: str = "Daftar") -> bytes:
    """An xlsx of one sheet, written by openpyxl."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of an openpyxl workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def a_raw_xlsx(*worksheets: str, extra: Mapping[str, bytes | str] | None = None, root: str = "worksheet") -> bytes:
    """An xlsx package around worksheet XML as given (the inside of the root element)."""
    names = range(1, len(worksheets) + 1)
    sheets = "".join(f'<sheet name="Lembar {i}" sheetId="{i}" r:id="r{i}"/>' for i in names)
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_LINK}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in names
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b" '
        f'Type="{_LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_LINK}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }
    for i, inside in zip(names, worksheets, strict=True):
        parts[f"xl/worksheets/sheet{i}.xml"] = f'<{root} xmlns="{MAIN}" xmlns:x="{MAIN}">{inside}</{root}>'
    return zipped({**parts, **(extra or {})})


def text_cell(name: str, text: str) -> str:
    """The XML of a text cell."""
    return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'


def an_xls(rows: Sequence[Sequence[Any]], *, hidden_row: int | None = None, formula: str | None = None) -> bytes:
    """An xls of one sheet; `hidden_row` counts from 1, `formula` goes into the cell right of the first row."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Daftar")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    if formula:
        sheet.write(0, len(rows[0]), xlwt.Formula(formula))
    if hidden_row:
        sheet.row(hidden_row - 1).hidden = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def an_ods(rows: Iterable[Sequence[Any]]) -> bytes:
    """An ods of one sheet, written by odfpy."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Daftar")
    for row in rows:
        line = TableRow()
        for value in row:
            is_number = isinstance(value, int)
            cell = TableCell(valuetype="float", value=value) if is_number else TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def a_raw_ods(rows: str, *, manifest: str = "") -> bytes:
    """An ods package around row elements as given."""
    spaces = " ".join(f'xmlns:{name}="{_ODS}:{name}:1.0"' for name in ("office", "table", "text"))
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Daftar">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_ODS}:manifest:1.0">{manifest}'
            "</manifest:manifest>",
        }
    )


def ods_row(*texts: str, attributes: str = "") -> str:
    """The XML of an ods row of text cells."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def an_xlsb(rows: Sequence[Sequence[str | float]], *, hidden_row: int | None = None, formula: bool = False) -> bytes:
    """An xlsb of one sheet with inline texts and numbers; with `formula` every number is one's stored result."""
    width = max(map(len, rows))
    sheet = _record(129) + _record(148, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)) + _record(145)
    for r, row in enumerate(rows):
        flags = 0x10 if hidden_row == r + 1 else 0
        sheet += _record(0, struct.pack("<IIHBBBI", r, 0, 300, 0, flags, 0, 0))
        for c, value in enumerate(row):
            place = struct.pack("<II", c, 0)
            if isinstance(value, str):
                sheet += _record(6, place + _wide(value))
            else:
                body = place + struct.pack("<d", value)
                sheet += _record(9, body + struct.pack("<HII", 0, 0, 0)) if formula else _record(5, body)
    sheet += _record(146) + _record(130)
    book = _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("Daftar"))
    book += _record(144) + _record(132)
    link = f'<Relationship Id="r1" Type="{_LINK}/worksheet" Target="worksheets/sheet1.bin"/>'
    start = f'<Relationship Id="b" Type="{_LINK}/officeDocument" Target="xl/workbook.bin"/>'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{start}</Relationships>',
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{link}</Relationships>',
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def an_ole(*streams: str) -> bytes:
    """An OLE container with streams of these names, each filled with zeros."""
    size = 4096
    directory_sectors = -(-(len(streams) + 1) // 4)
    first = 1 + directory_sectors
    chains: list[int] = [0xFFFFFFFD, *_chain(1, directory_sectors)]
    for i in range(len(streams)):
        chains += _chain(first + 8 * i, 8)
    fat = struct.pack("<128I", *chains, *[0xFFFFFFFF] * (128 - len(chains)))
    entries = _entry("Root Entry", 5, child=1, start=0xFFFFFFFE, size=0)
    for i, name in enumerate(streams):
        right = i + 2 if i + 1 < len(streams) else 0xFFFFFFFF
        entries += _entry(name, 2, right=right, start=first + 8 * i, size=size)
    entries = entries.ljust(512 * directory_sectors, b"\x00")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<10I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    return head + struct.pack("<108I", *[0xFFFFFFFF] * 108) + fat + entries + bytes(size * len(streams))


def _chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), 0xFFFFFFFE]


def _entry(name: str, kind: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF, start: int, size: int) -> bytes:
    written = (name + "\x00").encode("utf-16-le")
    head = written.ljust(64, b"\x00") + struct.pack("<HBBIII", len(written), kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    return head + length + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
