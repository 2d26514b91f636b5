"""What the bytes of a file are, whatever its name says.

The first bytes decide between archive, old Office container, text and everything that is no spreadsheet; the answer is
one of four ways to open it, or a refusal that says what the file is.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from semesta.sheets.refusals import RefusalError

Container = Literal["zip", "ole", "text"]

EXTENSIONS: Final[dict[str, frozenset[str]]] = {
    "xlsx": frozenset({"xlsx", "xltx"}),
    "xlsm": frozenset({"xlsm", "xltm"}),
    "xlsb": frozenset({"xlsb"}),
    "xls": frozenset({"xls", "xlt"}),
    "ods": frozenset({"ods", "ots"}),
    "csv": frozenset({"csv", "tsv", "tab", "txt"}),
}
"""File name endings that fit each format."""

_PICTURES: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_ARCHIVES: Final = ((b"Rar!", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7-Zip"), (b"\x1f\x8b", "GZIP"), (b"BZh", "BZIP2"))
_OTHERS: Final = ((b"{\\rtf", "RTF"), (b"SQLite format 3", "SQLite"), (b"PAR1", "Parquet"), (b"MZ", "EXE"))
_WEB: Final = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|style|script|div|center|br)\b", re.IGNORECASE)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def container_of(data: bytes) -> Container:
    """Return how the file is to be opened; RefusalError names what it is when it is no spreadsheet."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise RefusalError("empty_file")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    _refuse_known(data)
    _refuse_markup(data)
    if not _is_text(data):
        raise RefusalError("not_a_spreadsheet", "?")
    return "text"


def ending_of(name: str) -> str:
    """Return the ending of a file name in small letters, empty when it has none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def _refuse_known(data: bytes) -> None:
    head = data[:1024]
    if b"%PDF-" in head:
        raise RefusalError("picture_or_scan", "PDF")
    for magic, words in _PICTURES:
        if head.startswith(magic) and (words != "BMP" or b"\x00" in head[:30]):
            raise RefusalError("picture_or_scan", words)
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        raise RefusalError("picture_or_scan", "HEIC/WEBP/MP4")
    for magic, words in _ARCHIVES:
        if head.startswith(magic):
            raise RefusalError("archive_of_files", words)
    for magic, words in _OTHERS:
        if head.startswith(magic):
            raise RefusalError("not_a_spreadsheet", words)


def _refuse_markup(data: bytes) -> None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"")
    if head.startswith(b"MIME-Version:"):
        raise RefusalError("web_page", "MHTML")
    if not head.startswith(b"<"):
        return
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise RefusalError("web_page", "XML Spreadsheet 2003")
    if _WEB.search(head):
        raise RefusalError("web_page", "HTML")
    if head.startswith((b"<?xml", b"<!DOCTYPE", b"<office:")):
        raise RefusalError("web_page", "XML")


def _is_text(data: bytes) -> bool:
    sample = data[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if sample.count(b"\x00") > len(sample) // 4:  # UTF-16 without its mark: every other byte of plain letters is zero
        return sample[1::2].count(0) > len(sample) // 3 or sample[::2].count(0) > len(sample) // 3
    return b"\x00" not in data and _CONTROL.search(sample) is None
