"""Which letters the typefaces of this room have: people type what no typeface holds, and no paper may fail for it.

Source: the `cmap` table of a TrueType file (OpenType specification), its formats 4 (to U+FFFF) and 12 (beyond).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from struct import unpack_from
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
LACKING: Final = "?"
_LAST_OF_TABLE: Final = 0xFFFF
_CONTROLS_THAT_PASS: Final = frozenset(map(ord, "\t\n"))
_NOT_TEXT: Final = frozenset({0xFEFF})  # a mark of byte order, which the standard of archives refuses


def legible(text: str) -> str:
    """Return the text with `?` for every letter that a typeface of this room lacks.

    >>> legible("SITI \N{SLIGHTLY SMILING FACE} À")
    'SITI ? À'
    """
    there = _letters()
    return "".join(letter if ord(letter) in there else LACKING for letter in text)


@cache
def _letters() -> frozenset[int]:
    """Return the code points that all files have."""
    sets = [_letters_of(file.read_bytes()) for file in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*sets) - _NOT_TEXT | _CONTROLS_THAT_PASS


def _letters_of(font: bytes) -> frozenset[int]:
    (tables,) = unpack_from(">H", font, 4)
    places = {}
    for number in range(tables):
        tag, _, offset, _ = unpack_from(">4sIII", font, 12 + 16 * number)
        places[tag] = offset
    start = places[b"cmap"]
    (parts,) = unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(parts):
        (offset,) = unpack_from(">I", font, start + 4 + 8 * number + 4)
        found |= _letters_of_part(font, start + offset)
    return frozenset(found)


def _letters_of_part(font: bytes, at: int) -> set[int]:
    (format_,) = unpack_from(">H", font, at)
    if format_ == 12:
        (groups,) = unpack_from(">I", font, at + 12)
        lines = [unpack_from(">III", font, at + 16 + 12 * number) for number in range(groups)]
        return {code for first, last, _ in lines for code in range(first, last + 1)}
    if format_ != 4:
        return set()
    (twice,) = unpack_from(">H", font, at + 6)
    lasts = [unpack_from(">H", font, at + 14 + place)[0] for place in range(0, twice, 2)]
    firsts = [unpack_from(">H", font, at + 16 + twice + place)[0] for place in range(0, twice, 2)]
    ranges = zip(firsts, lasts, strict=True)
    return {code for first, last in ranges for code in range(first, last + 1) if code != _LAST_OF_TABLE}
