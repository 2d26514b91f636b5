"""A file that cannot be taken is refused whole, says what it is, and tells in both languages what to do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.kernel.finding import Finding
from semesta.sheets.limits import Limits
from semesta.sheets.opening import open_bytes, open_workbook
from tests.sheets.files import (
    HEADER,
    PEOPLE,
    a_raw_ods,
    a_raw_xlsx,
    an_ods,
    an_ole,
    an_xls,
    an_xlsb,
    an_xlsx,
    ods_row,
    saved,
    text_cell,
    zipped,
)

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


def refused(name: str, data: bytes, limits: Limits | None = None) -> Finding:
    answer = open_bytes(name, data, limits=limits) if limits else open_bytes(name, data)
    assert isinstance(answer, Finding), answer
    assert answer.kind.severity == "refusal"
    assert answer.place.file == name
    for language in ("id", "en"):
        assert answer.message(language)
        assert answer.remedy(language)
    return answer


@pytest.mark.parametrize(
    ("name", "data", "code", "what"),
    [
        ("ktp.pdf", PDF, "picture_or_scan", "PDF"),
        ("daftar.xlsx", PDF, "picture_or_scan", "PDF"),
        ("foto.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "picture_or_scan", "JPEG"),
        ("foto.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture_or_scan", "PNG"),
        ("foto.heic", b"\x00\x00\x00\x18ftypheic\x00\x00", "picture_or_scan", "HEIC/WEBP/MP4"),
        ("data.xls", b"<html><head></head><body><table><tr><td>NIK</td></tr></table>", "web_page", "HTML"),
        ("data.xls", b"\xef\xbb\xbf\n<TABLE border=1><tr><td>NIK", "web_page", "HTML"),
        ("data.xls", XML_2003, "web_page", "XML Spreadsheet 2003"),
        ("data.xls", b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "web_page", "MHTML"),
        ("surat.docx", zipped({"word/document.xml": "<w/>"}), "not_a_spreadsheet", "Word"),
        ("surat.doc", an_ole("WordDocument"), "not_a_spreadsheet", "Word"),
        ("paparan.pptx", zipped({"ppt/presentation.xml": "<p/>"}), "not_a_spreadsheet", "PowerPoint"),
        ("semua.zip", zipped({"desa/daftar.xlsx": "x"}), "archive_of_files", "ZIP"),
        ("semua.rar", b"Rar!\x1a\x07\x01\x00", "archive_of_files", "RAR"),
        ("surat.rtf", b"{\\rtf1\\ansi", "not_a_spreadsheet", "RTF"),
        ("apa.bin", bytes(range(256)) * 4, "not_a_spreadsheet", "?"),
        ("surat.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "not_a_spreadsheet", "text"),
    ],
)
def test_what_is_no_spreadsheet_is_named(name: str, data: bytes, code: str, what: str) -> None:
    finding = refused(name, data)
    assert (finding.kind.code, finding.detail) == (code, what)


@pytest.mark.parametrize("data", [b"", b"\n\n  \r\n", b"\x00" * 100, b"\xef\xbb\xbf"])
def test_nothing_in_it_is_an_empty_file(data: bytes) -> None:
    assert refused("daftar.xlsx", data).kind.code == "empty_file"


def test_encrypted_office_file_asks_for_the_password_to_be_removed() -> None:
    finding = refused("daftar.xlsx", an_ole("EncryptedPackage", "EncryptionInfo"))
    assert finding.kind.code == "encrypted"
    assert "kata sandi" in finding.remedy("id")


def test_encrypted_xls_is_recognised_by_its_record() -> None:
    data = an_xls([HEADER, *PEOPLE])
    globals_start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    code_page = data.index(b"\x42\x00\x02\x00", globals_start)
    locked = data[:code_page] + b"\x2f\x00\x02\x00" + data[code_page + 4 :]
    assert refused("daftar.xls", locked).kind.code == "encrypted"


def test_encrypted_ods_is_recognised_by_its_manifest() -> None:
    locked = a_raw_ods(ods_row("NIK"), manifest="<manifest:encryption-data/>")
    assert refused("daftar.ods", locked).kind.code == "encrypted"


@pytest.mark.parametrize("build", [an_xlsx, an_xls, an_ods, an_xlsb])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_refused_as_damaged(build: Callable[[Any], bytes], part: float) -> None:
    data = build([HEADER, *PEOPLE])
    assert refused("daftar", data[: int(len(data) * part)]).kind.code == "damaged_file"


@settings(deadline=None, max_examples=60)
@given(st.integers(8, 30_000))
def test_a_cut_xls_is_read_whole_or_not_at_all(at: int) -> None:
    rows = [HEADER, *PEOPLE * 100]
    answer = open_bytes("daftar.xls", an_xls(rows)[:at])
    assert isinstance(answer, Finding) or answer.grids[0].cells.rows() == [tuple(row) for row in rows]


def test_a_flipped_byte_in_the_cells_is_noticed() -> None:
    data = bytearray(a_raw_xlsx(f'<sheetData><row r="1">{text_cell("A1", "NIK" * 50)}</row></sheetData>'))
    at = data.index(b"sheet1.xml") + 30
    data[at] ^= 0xFF
    assert refused("daftar.xlsx", bytes(data)).kind.code == "damaged_file"


def test_a_workbook_without_sheets_and_one_with_blank_sheets_are_told_apart() -> None:
    assert refused("daftar.xlsx", a_raw_xlsx()).kind.code == "no_sheets"
    assert refused("daftar.xlsx", saved(openpyxl.Workbook())).kind.code == "blank_sheets"
    assert refused("daftar.csv", b";;;\n;;;\n").kind.code == "blank_sheets"


def test_a_file_of_200_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.xlsx"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200 * 1024 * 1024)
    path.chmod(0)
    answer = open_workbook(path)
    assert isinstance(answer, Finding)
    assert (answer.kind.code, answer.detail) == ("too_large", "200 MB > 100 MB")


def test_bytes_beyond_the_limit_are_refused_like_a_file() -> None:
    assert refused("daftar.csv", b"NIK;NAMA\n" * 20, Limits(file_bytes=100)).kind.code == "too_large"


def test_opening_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    open_bytes("../../daftar.xlsx", an_xlsx([HEADER, *PEOPLE]))
    refused("daftar.xlsx", an_xlsx([HEADER])[:200])
    refused("jahat.zip", zipped({"../../jahat.xlsx": "x", "/etc/jahat.xlsx": "y"}))
    assert list(tmp_path.iterdir()) == []
