"""Find regions by whatever people write: a code of any list, a name or spelling, a part of one, a near miss."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from semesta.kernel.gazetteer import Gazetteer, region_key
from semesta.kernel.region_code import Level, is_region_code
from semesta.regions.queries.regions import code_from_external, gazetteer

LEVELS: tuple[Level, ...] = ("province", "regency", "district", "village")


def find_region(text: str, *, level: Level | None = None, within: str = "", most: int = 20) -> list[dict[str, Any]]:
    """Return the regions that `text` may mean, the surest first; the first way that finds any decides.

    Ways: code (dotted or bare digits), old_code, bps, name (or alias), part (of a name or alias), similar.
    Keys: code, name, level, path (names from the village up), matched_by.
    """
    known = gazetteer(within=within)
    wanted = text.strip()
    levels = (level,) if level else LEVELS
    for matched_by, codes in (
        ("code", _by_code(known, wanted)),
        ("old_code", _by_old_code(known, wanted)),
        ("bps", _by_bps_code(wanted)),
        ("name", [code for one in levels for code in known.codes_named(wanted, level=one, within=within)]),
        ("part", _by_part(known, wanted)),
        ("similar", _by_similarity(known, wanted)),
    ):
        found = [code for code in codes if _is_asked_for(known, code, level, within)]
        if found:
            return [_answer(known, code, matched_by) for code in found[:most]]
    return []


def _by_code(known: Gazetteer, text: str) -> list[str]:
    dotted = _dotted(text)
    return [dotted] if dotted in known.regions else []


def _by_old_code(known: Gazetteer, text: str) -> list[str]:
    new = known.old_codes.get(_dotted(text))
    return [new] if new else []


def _by_bps_code(text: str) -> list[str]:
    code = code_from_external(text) if text.isascii() and text.isdigit() else None
    return [code] if code else []


def _by_part(known: Gazetteer, text: str) -> list[str]:
    key = region_key(text)
    if len(key) < 3:
        return []
    named = {code for code, region in known.regions.items() if key in region_key(region.name)}
    named.update(code for alias, code in known.aliases if key in region_key(alias))
    return sorted(named, key=_highest_first)


def _by_similarity(known: Gazetteer, text: str) -> list[str]:
    codes: dict[str, set[str]] = {}
    for name, code in (*((r.name, r.code) for r in known.regions.values()), *known.aliases):
        codes.setdefault(region_key(name), set()).add(code)
    near = get_close_matches(region_key(text), list(codes), n=10, cutoff=0.75)
    return list(dict.fromkeys(code for key in near for code in sorted(codes[key], key=_highest_first)))


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
