"""Find regions by whatever people write: a code of any list, a name or spelling, a part of one, a near miss."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from semesta.kernel.gazetteer import Gazetteer, region_key
from semesta.kernel.region_code import Level, is_region_code
from semesta.regions.queries.regions import code_from_external, gazetteer

LEVELS: tuple[Level, ...] = ("province", "regency", "district", "village")
_LEVEL_WORDS: tuple[tuple[re.Pattern[str], Level], ...] = (
    (re.compile(r"prov(insi)?\b", re.IGNORECASE), "province"),
    (re.compile(r"(kab(upaten)?|kota)\b", re.IGNORECASE), "regency"),
    (re.compile(r"kec(amatan)?\b", re.IGNORECASE), "district"),
    (re.compile(r"(desa|ds|kel(urahan)?)\b", re.IGNORECASE), "village"),
)


def find_region(text: str, *, level: Level | None = None, within: str = "", most: int = 20) -> list[dict[str, Any]]:
    """Return the regions that `text` may mean, the surest first; the first of these ways that finds any decides.

    A word for a level before the name (kec., desa, kab.) counts where it leads to a region of that level.

    Ways: a code (dotted or bare digits) of today's list, an earlier list or that of BPS, all three, because bare digits
    may mean one village here and another there; a name or alias; a part of one; a near miss.
    Keys: code, name, level, path (names from the village up), matched_by (code, old_code, bps, name, part, similar).
    """
    known = gazetteer(within=within)
    wanted = text.strip()
    for matches in (
        _by_name_of_level(known, wanted),
        _by_code(known, wanted),
        _by_name(known, wanted),
        _by_part(known, wanted),
        _by_likeness(known, wanted),
    ):
        found = [match for match in matches if _is_asked_for(known, match[0], level, within)]
        if found:
            return [_answer(known, code, matched_by) for code, matched_by in found[:most]]
    return []


def _by_code(known: Gazetteer, text: str) -> list[tuple[str, str]]:
    dotted = _dotted(text)
    bps = code_from_external(text) if text.isascii() and text.isdigit() else None
    ways = [(dotted, "code"), (known.old_codes.get(dotted), "old_code"), (bps, "bps")]
    return [(code, way) for code, way in ways if code]


def _by_name(known: Gazetteer, text: str) -> list[tuple[str, str]]:
    return [(code, "name") for level in LEVELS for code in known.codes_named(text, level=level)]


def _by_name_of_level(known: Gazetteer, text: str) -> list[tuple[str, str]]:
    levels = [level for word, level in _LEVEL_WORDS if word.match(text)]
    return [(code, "name") for level in levels for code in known.codes_named(text, level=level)]


def _by_part(known: Gazetteer, text: str) -> list[tuple[str, str]]:
    key = region_key(text)
    if len(key) < 3:
        return []
    named = {code for code, region in known.regions.items() if key in region_key(region.name)}
    named.update(code for alias, code in known.aliases if key in region_key(alias))
    return [(code, "part") for code in sorted(named, key=_highest_first)]


def _by_likeness(known: Gazetteer, text: str) -> list[tuple[str, str]]:
    codes: dict[str, set[str]] = {}
    for name, code in (*((r.name, r.code) for r in known.regions.values()), *known.aliases):
        codes.setdefault(region_key(name), set()).add(code)
    near = get_close_matches(region_key(text), list(codes), n=10, cutoff=0.75)
    found = dict.fromkeys(code for key in near for code in sorted(codes[key], key=_highest_first))
    return [(code, "similar") for code in found]


def _dotted(text: str) -> str:
    if not (text.isascii() and text.isdigit()):
        return text
    groups = [text[:2], text[2:4], text[4:6], text[6:]]
    dotted = ".".join(group for group in groups if group)
    return dotted if is_region_code(dotted) else text


def _highest_first(code: str) -> tuple[int, str]:
    return len(code), code


def _is_asked_for(known: Gazetteer, code: str, level: Level | None, within: str) -> bool:
    region = known.regions.get(code)
    is_inside = not within or code == within or code.startswith(within + ".")
    return region is not None and is_inside and (level is None or region.level == level)


def _answer(known: Gazetteer, code: str, matched_by: str) -> dict[str, Any]:
    region = known.regions[code]
    groups = code.split(".")
    above = [".".join(groups[:end]) for end in range(len(groups), 0, -1)]
    path = ", ".join(known.regions[one].name for one in above if one in known.regions)
    return {"code": code, "name": region.name, "level": region.level, "path": path, "matched_by": matched_by}
