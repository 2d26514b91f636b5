"""A large xlsx worksheet made small while it is unpacked: rows that hold formatting only are left out.

Some programs format every row of a sheet (1,048,576 of them), which makes a list of 300 people unpack to hundreds of
megabytes. Rows carry their own number, so leaving an empty one out moves nothing; a sheet without row numbers is kept
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from semesta.sheets.limits import MIB, Limits
from semesta.sheets.refusals import RefusalError

_P: Final = rb"(?:\w+:)?"
_ROW_START: Final = re.compile(rb"<" + _P + rb"row[\s>/]")
_NUMBERED_ROW: Final = re.compile(rb"<" + _P + rb"""row\s[^>]*\br\s*=""")
_EMPTY_ROW: Final = re.compile(
    rb"<" + _P + rb"row\b[^>]*?(?:/>|>(?:\s*<" + _P + rb"c\b[^>]*?(?:/>|>\s*</" + _P + rb"c>))*\s*</" + _P + rb"row>)"
)
_CONTENT: Final = (b"v>", b"is>", b"<f", b":f", b"</sheetData", b":sheetData")
_FILLED_ENDS: Final = (b"</v></c></row>", b"</is></c></row>")
"""How rows end whose last cell holds something; where all rows do, none is left out."""
_LONGEST_ROW: Final = 16 * MIB


def thinned(chunks: Iterable[bytes], limits: Limits) -> tuple[bytes, int]:
    """Join the pieces of a worksheet without its empty rows; return it and how many rows were left out."""
    kept: list[bytes] = []
    size = dropped = 0
    rest = b""
    for piece in chunks:
        text = rest + piece
        cut = _last_row_start(text)
        if cut == 0 and len(text) > _LONGEST_ROW:
            cut = len(text)
        text, rest = text[:cut], text[cut:]
        lean, gone = _without_empty_rows(text)
        dropped += gone
        size += len(lean)
        kept.append(lean)
        if size > limits.part_bytes:
            raise RefusalError("too_large", f"> {limits.part_bytes // MIB} MB")
    lean, gone = _without_empty_rows(rest)
    return b"".join((*kept, lean)), dropped + gone


def _last_row_start(text: bytes) -> int:
    # the end of the text when there is none, so that a part without rows passes through as it is
    at = len(text)
    while (at := text.rfind(b"row", 0, at)) > 0:
        start = text.rfind(b"<", max(0, at - 16), at)
        if start >= 0 and _ROW_START.match(text, start):
            return start
    return len(text)


def _without_empty_rows(text: bytes) -> tuple[bytes, int]:
    first = _ROW_START.search(text)
    if first is None or _NUMBERED_ROW.match(text, first.start()) is None:
        return text, 0
    if not any(marker in text for marker in _CONTENT):
        return text[: first.start()], text.count(b"<row") + text.count(b":row ")
    rows = text.count(b"<row")
    if rows == text.count(b"</row>") == sum(text.count(end) for end in _FILLED_ENDS):
        return text, 0
    return _EMPTY_ROW.subn(b"", text)
