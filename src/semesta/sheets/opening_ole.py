"""The OLE container of old Office files: which document it holds, and a clean one around the stream of its cells.

The parser trusts the tables of a container so far that a damaged one can make it ask for more memory than there is,
which ends the program. So the stream is taken out here, and the parser gets it in a container written here
([MS-CFB], version 4: sectors of 4,096 bytes).
"""

from __future__ import annotations

import io
import struct
from typing import Final

import olefile

from semesta.sheets.refusals import RefusalError

_SECTOR: Final = 4096
_PER_SECTOR: Final = _SECTOR // 4
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_OTHER_STREAMS: Final = (
    ("WordDocument", "Word"),
    ("PowerPoint Document", "PowerPoint"),
    ("VisioDocument", "Visio"),
    ("__properties_version1.0", "Outlook"),
)


def book_stream(data: bytes) -> tuple[bytes, bool]:
    """Return the records of an xls file and whether it carries macros; RefusalError for any other document."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            if container.exists("EncryptedPackage") or container.exists("EncryptionInfo"):
                raise RefusalError("encrypted")
            for name, what in _OTHER_STREAMS:
                if container.exists(name):
                    raise RefusalError("not_a_spreadsheet", what)
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    macros = container.exists("_VBA_PROJECT_CUR") or container.exists("VBA")
                    return container.openstream(name).read(), macros
    except RefusalError:
        raise
    except Exception as problem:
        raise RefusalError("damaged_file", "OLE") from problem
    raise RefusalError("damaged_file", "OLE")


def contained(stream: bytes) -> bytes:
    """Return an OLE container that holds just this stream, named Workbook."""
    size = max(len(stream), _SECTOR)  # a shorter stream would have to be laid out in mini sectors
    sectors = -(-size // _SECTOR)
    tables = -(-(sectors + 2) // (_PER_SECTOR - 1))
    mini = tables + 1  # an empty mini stream: the parser takes a root without one for a damaged file
    first = tables + 2
    chain = [_FAT] * tables + [_END, _END] + [*range(first + 1, first + sectors), _END]
    fat = struct.pack(f"<{len(chain)}I", *chain) + b"\xff" * (4 * (tables * _PER_SECTOR - len(chain)))
    directory = _entry("Root Entry", 5, child=1, start=mini, size=_SECTOR)
    directory += _entry("Workbook", 2, start=first, size=size) + 2 * _entry("", 0, start=0, size=0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 4, 0xFFFE, 12, 6) + bytes(6)
    head += struct.pack("<9I", 1, tables, tables, 0, _SECTOR, _END, 0, _END, 0)
    head += struct.pack(f"<{tables}I", *range(tables)) + b"\xff" * (4 * (109 - tables))
    blocks = (head, 1), (fat, tables), (directory, 1), (b"", 1), (stream, sectors)
    return b"".join(content.ljust(count * _SECTOR, b"\x00") for content, count in blocks)


def _entry(name: str, kind: int, *, child: int = _FREE, start: int, size: int) -> bytes:
    written = (name + "\x00").encode("utf-16-le") if name else b""
    head = written.ljust(64, b"\x00") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
