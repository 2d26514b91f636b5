"""How much of a file Semesta is ready to take. Everything beyond is refused before it is unpacked or read.

The figures leave room for the largest lists of a regency (a sheet of 1,048,576 rows with 12 columns) and stop files
made to exhaust memory. `docs/spreadsheets.md` states them for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest sizes taken: bytes of the file, bytes it unpacks to, how far a part of it may be compressed (times,
    applied to parts above `ratio_from_bytes`), bytes of one part held in memory, cells of the used ranges together,
    columns and sheets."""

    file_bytes: int = 100 * MIB
    unpacked_bytes: int = 1024 * MIB
    ratio: int = 250
    ratio_from_bytes: int = 16 * MIB
    part_bytes: int = 400 * MIB
    directory_bytes: int = 4 * MIB
    cells: int = 16_000_000
    columns: int = 1_000
    sheets: int = 300
    thin_from_bytes: int = 16 * MIB


DEFAULT_LIMITS: Final = Limits()
