"""The tags of an XML part as arrays: where each begins and ends, found by whole-array looks instead of a parser.

This is for the plain way in which spreadsheet programs write: no comments, no CDATA, every `<` and `>` a tag. `tags_of`
returns None for anything else, and the caller goes the careful way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_LESS, _GREATER, _SLASH, _BANG = b"<>/!"
_UTF8: Final = re.compile(rb"""encoding=["']utf-8["']""", re.I)
_ENTITY: Final = r"&(?:amp|lt|gt|quot|apos);"
_FEW: Final = 64
_PIECE: Final = 512 * 1024
_BEYOND: Final = b" " * 32
"""Put behind a part, so that a look some bytes ahead of the last tag stays inside."""


@dataclass(frozen=True)
class Tags:
    """Tags in order. `start` is the place of `<`, `end` that of `>`; the text between two tags is what is left."""

    data: npt.NDArray[np.uint8]
    start: Places
    end: Places
    escaped: bool
    """Whether a text may hold an entity, a carriage return or a character written as `_x000D_`."""

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def _heads(self) -> npt.NDArray[np.uint32]:
        """The four bytes after each `<`, as one number."""
        numbers = np.ndarray(len(self.data) - 3, dtype="<u4", buffer=self.data, strides=(1,))
        heads: npt.NDArray[np.uint32] = numbers[self.start + 1]
        return heads

    def begin_with(self, word: bytes, which: Places | None = None) -> Flags:
        """Return which tags begin with these bytes (`<` and up to four), a tag beyond the last counts as the last."""
        heads = self._heads if which is None else self._heads[np.minimum(which, len(self) - 1)]
        mask = (1 << 8 * (len(word) - 1)) - 1
        found: Flags = (heads & np.uint32(mask)) == int.from_bytes(word[1:], "little")
        return found

    def begin_with_at(self, offset: int, word: bytes, *, among: Flags) -> Flags:
        """Return which tags `among` those marked have these bytes so far behind their `<`."""
        found = among.copy()
        found[found] = self.stands(self.start[found] + offset, word)
        return found

    def stands(self, places: Places, word: bytes) -> Flags:
        """Return the places where these bytes stand; compared by eights, the last ones perhaps twice."""
        found: Flags = np.ones(len(places), dtype=np.bool_)
        size = 8 if len(word) >= 8 else 1
        words = np.ndarray(len(self.data) - size + 1, dtype=f"<u{size}", buffer=self.data, strides=(1,))
        for offset in {*range(0, len(word) - size + 1, size), max(len(word) - size, 0)} if word else ():
            wanted = int.from_bytes(word[offset : offset + size], "little")
            np.logical_and(found, words[places + offset] == wanted, out=found)
        return found

    def are(self, which: Places, word: bytes) -> bool:
        """Say whether all these tags begin with these bytes."""
        return bool(self.begin_with(word, which).all())

    def follows(self, places: Places, word: bytes) -> bool:
        """Say whether these bytes stand at every one of the places."""
        return bool(self.stands(places, word).all())

    def is_closed(self) -> Flags:
        """Return the tags that end in `/>`: elements without content."""
        closed: Flags = self.data[self.end - 1] == _SLASH
        return closed

    def alike(self, start: Places, end: Places) -> tuple[npt.NDArray[np.intp], list[bytes]] | None:
        """Return for each span which of few texts it is, and those texts; None when they are many."""
        which = np.zeros(len(start), dtype=np.intp)
        texts: list[bytes] = []
        length = end - start
        rest = np.arange(len(start))
        while rest.size:
            if len(texts) == _FEW:
                return None
            text = self.data[start[rest[0]] : end[rest[0]]].tobytes()
            same = length[rest] == len(text)
            same[same] = self.stands(start[rest[same]], text)
            which[rest[same]] = len(texts)
            texts.append(text)
            rest = rest[~same]
        return which, texts

    def cut(self, start: Places, end: Places) -> pl.Series:
        """Return the texts between these places, as they are written."""
        length = end - start
        offsets = np.concatenate(([0], np.cumsum(length)))
        places = np.repeat(start - offsets[:-1], length) + np.arange(offsets[-1])
        texts = pa.LargeStringArray.from_buffers(len(length), pa.py_buffer(offsets), pa.py_buffer(self.data[places]))
        return pl.Series("", texts)

    def spoken(self, texts: pl.Series) -> pl.Series | None:
        """Return texts of this part with the five entities of XML resolved; None where a parser must resolve more."""
        return _resolved(texts) if self.escaped else texts

    def whole_numbers(self, start: Places) -> tuple[Places, Places]:
        """Return the whole numbers of at most nine digits written at these places, and where each ends."""
        value = np.zeros(len(start), dtype=np.int64)
        end = start.copy()
        going = np.ones(len(start), dtype=bool)
        for offset in range(9):
            digit = self.data[start + offset] - np.uint8(48)  # below "0" it wraps around
            going &= digit < 10
            if not going.any():
                break
            value = np.where(going, value * 10 + digit, value)
            end += going
        return value, end


def tags_of(xml: bytes) -> Tags | None:
    """Return the tags of well-formed plain XML (valid UTF-8, as the caller has seen to), None when it is not plain."""
    data = np.frombuffer(xml + _BEYOND, dtype=np.uint8)
    start, end = np.flatnonzero(data == _LESS), np.flatnonzero(data == _GREATER)
    if len(start) != len(end) or not len(start):
        return None
    if (start > end).any() or (end[:-1] > start[1:]).any() or (data[start + 1] == _BANG).any():
        return None
    # a look for one byte is far quicker than one for two, and most parts hold no underscore
    escaped = b"&" in xml or b"\r" in xml or (b"_" in xml and b"_x" in xml)
    return Tags(data, start, end, escaped)


def row_pieces(xml: bytes, begin: int, end: int, row_start: bytes) -> Iterator[bytes]:
    """Yield what lies between two places some rows at a time, so that the arrays stay in the processor's cache."""
    while begin < end:
        cut = xml.find(row_start, begin + _PIECE, end)
        yield xml[begin : cut if cut >= 0 else end]
        begin = cut if cut >= 0 else end


def _resolved(texts: pl.Series) -> pl.Series | None:
    if texts.str.contains(r"&|_x[0-9A-Fa-f]{4}_|\r").any():
        rest = texts.str.replace_all(_ENTITY, "")
        if rest.str.contains(r"&|_x[0-9A-Fa-f]{4}_|\r").any():
            return None
        escaped = texts.str.contains("&", literal=True).fill_null(False).arg_true()
        texts = texts.scatter(escaped, [unescape(text) for text in texts[escaped].to_list()])
    return texts


def is_utf8(xml: bytes) -> bool:
    """Say whether a part is UTF-8 and does not claim to be anything else."""
    if not xml.isascii():
        try:
            xml.decode()
        except UnicodeDecodeError:
            return False
    return b"<?xml" not in xml[:8] or b"encoding=" not in xml[:80] or _UTF8.search(xml[:80]) is not None
