"""Region codes of the Ministry of Home Affairs, dotted: 52 / 52.03 / 52.03.05 / 52.03.05.2001."""

from __future__ import annotations

import re
from typing import Literal

Level = Literal["province", "regency", "district", "village"]
VillageKind = Literal["kelurahan", "desa", "desa adat"]

_SHAPE = re.compile(r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")
_LEVELS: tuple[Level, ...] = ("province", "regency", "district", "village")
_VILLAGE_KINDS: dict[str, VillageKind] = {"1": "kelurahan", "2": "desa", "3": "desa adat"}


def is_region_code(text: str) -> bool:
    """Say whether `text` has the shape of a dotted region code.

    >>> is_region_code("52.03.05.2001"), is_region_code("5203")
    (True, False)
    """
    return _SHAPE.match(text) is not None


def level_of(code: str) -> Level:
    """Return the level of a dotted code; ValueError when it is none.

    >>> level_of("52.03"), level_of("52.03.05.2001")
    ('regency', 'village')
    """
    if not is_region_code(code):
        raise ValueError(f"'{code}' is not a region code; write it with dots, for example 52.03.05.2001")
    return _LEVELS[code.count(".")]


def parent_of(code: str) -> str | None:
    """Return the code one level up, None for a province.

    >>> parent_of("52.03.05.2001"), parent_of("52")
    ('52.03.05', None)
    """
    level_of(code)
    return code.rpartition(".")[0] or None


def regency_of(code: str) -> str:
    """Return the regency a code lies in; ValueError for a province."""
    if level_of(code) == "province":
        raise ValueError(f"'{code}' is a province and lies in no regency")
    return code[:5]


def village_kind(code: str) -> VillageKind:
    """Read desa or kelurahan off a village code: the first digit of the last group (1, 2, 3).

    >>> village_kind("52.03.07.1001"), village_kind("52.03.05.2001")
    ('kelurahan', 'desa')
    """
    if level_of(code) != "village":
        raise ValueError(f"'{code}' is not a village code")
    return _VILLAGE_KINDS[code[9]]


def nik_region(code: str) -> str:
    """Return the six digits that a NIK registered in this district (or village) starts with.

    >>> nik_region("52.03.21.2001")
    '520321'
    """
    if level_of(code) not in ("district", "village"):
        raise ValueError(f"'{code}' is above the districts and starts no NIK")
    return code[:8].replace(".", "")
