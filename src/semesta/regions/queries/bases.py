"""Read workforce bases. Several stand side by side; whoever shows a share says which base it is of."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from semesta.bulk import read_lines
from semesta.regions.stated_base import Scope

WHOLE_WORKFORCE: tuple[Scope, ...] = ("all",)


def bases_of(region_code: str, *, scopes: Collection[Scope] = WHOLE_WORKFORCE) -> list[dict[str, Any]]:
    """Return the newest figure of every workforce base of a region, in order of key; none is "the" base.

    Keys: key, title_id, title_en, scope, value (workers), kind (reported, derived), source, as_of, confidence, note_id,
    note_en, origin (shipped, recorded, apportioned). Only the members that a base's scope counts may be held against
    it: all members against "all", those of class PU or BPU against the others, which are left out unless asked for.
    """
    return bases_of_each([region_code], scopes=scopes)[region_code]


def bases_of_each(
    region_codes: Collection[str], *, scopes: Collection[Scope] = WHOLE_WORKFORCE
) -> dict[str, list[dict[str, Any]]]:
    """Return `bases_of` for many regions at once, by code; a region without any base has an empty list."""
    found: dict[str, list[dict[str, Any]]] = {code: [] for code in region_codes}
    for line in read_lines(
        "SELECT DISTINCT ON (region_id, key) region_id, key, title_id, title_en, scope, value, kind, source, as_of,"
        " confidence, note_id, note_en, origin FROM regions_workforcebase"
        " WHERE region_id = ANY(%s) AND scope = ANY(%s) ORDER BY region_id, key, as_of DESC",
        [list(region_codes), list(scopes)],
    ):
        found[line.pop("region_id")].append(line)
    return found


def all_bases_of(region_code: str) -> list[dict[str, Any]]:
    """Return every figure ever stated for a region, of all scopes and dates; the keys of `bases_of`, newest first."""
    return read_lines(
        "SELECT key, title_id, title_en, scope, value, kind, source, as_of, confidence, note_id, note_en, origin"
        " FROM regions_workforcebase WHERE region_id = %s ORDER BY key, as_of DESC",
        [region_code],
    )
