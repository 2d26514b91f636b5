"""A zip file whose parts may be read safely: sizes are checked before anything is unpacked, nothing touches the disk.

The directory at the end of the file is held against the limits first; every part is then unpacked through a reader that
stops at its declared size and checks its CRC. Parts are known by the names in the directory and are never written out,
so a name with `../` in it means nothing.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from semesta.sheets.limits import MIB, Limits
from semesta.sheets.refusals import RefusalError

_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_CHUNK: Final = 4 * MIB
_PROLOG: Final = 64 * 1024
_ROOT: Final = re.compile(rb"<[A-Za-z_]")
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


class Archive:
    """The parts of a zip file, by name. RefusalError when it is damaged, encrypted, or unpacks beyond the limits."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        _check_directory(data, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _UNREADABLE as problem:
            raise RefusalError("damaged_file", "ZIP") from problem
        self._parts = {_plain(info.filename): info for info in self._zip.infolist()}
        self._check_sizes()

    def _check_sizes(self) -> None:
        total = 0
        for info in self._zip.infolist():
            total += info.file_size
            times = info.file_size // max(info.compress_size, 1)
            if info.file_size >= self._limits.ratio_from_bytes and times > self._limits.ratio:
                raise RefusalError("zip_bomb", f"{info.file_size // MIB} MB, {times} : 1")
        if total > self._limits.unpacked_bytes:
            raise RefusalError("zip_bomb", f"{total // MIB} MB")
        if any(info.flag_bits & 1 for info in self._zip.infolist()):
            raise RefusalError("encrypted")

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    @property
    def names(self) -> list[str]:
        """Return the names of the parts as the directory writes them."""
        return [info.filename for info in self._parts.values()]

    def size(self, name: str) -> int:
        """Return how many bytes a part unpacks to."""
        return self._parts[_plain(name)].file_size

    def read(self, name: str) -> bytes:
        """Return the bytes of a part that may be held in memory as a whole."""
        if name not in self:
            raise RefusalError("damaged_file", name)
        info = self._parts[_plain(name)]
        if info.file_size > self._limits.part_bytes:
            raise RefusalError("too_large", f"{info.file_size // MIB} MB: {name}")
        try:
            return self._zip.read(info)
        except _UNREADABLE as problem:
            raise RefusalError("damaged_file", name) from problem

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part piece by piece, for parts too large to be held whole."""
        if name not in self:
            raise RefusalError("damaged_file", name)
        try:
            with self._zip.open(self._parts[_plain(name)]) as part:
                while piece := part.read(_CHUNK):
                    yield piece
        except _UNREADABLE as problem:
            raise RefusalError("damaged_file", name) from problem


def refuse_entities(xml: bytes, name: str) -> None:
    """Refuse XML that declares a document type: no spreadsheet program writes one, entity bombs need it.

    A declaration can only stand before the root element, so nothing behind that is looked at.
    """
    head = xml[:_PROLOG]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:4]:
        head = head.replace(b"\x00", b"")
    root = _ROOT.search(head)
    if root is None:
        raise RefusalError("damaged_file", name)
    if b"<!DOCTYPE" in head[: root.start()] or b"<!ENTITY" in head[: root.start()]:
        raise RefusalError("unsafe_content", "DOCTYPE, ENTITY")


def packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return a zip in memory that holds just these parts, uncompressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    target.seek(0)
    return target


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _check_directory(data: bytes, limits: Limits) -> None:
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - 65535))
    if at < 0 or at + _END_SIZE > len(data):
        raise RefusalError("damaged_file", "ZIP")
    (size,) = struct.unpack_from("<I", data, at + 12)
    if size == 0xFFFFFFFF or size > limits.directory_bytes:
        raise RefusalError("zip_bomb", "ZIP64" if size == 0xFFFFFFFF else f"{size // MIB} MB")
