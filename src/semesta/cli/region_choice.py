"""Which region somebody means: a code or a name; never a guess between several."""

from __future__ import annotations

from typing import Any

from semesta.cli.console import regency
from semesta.cli.show import Exit, stop
from semesta.cli.words import say

LEVELS_ID = {"province": "provinsi", "regency": "kabupaten/kota", "district": "kecamatan", "village": "desa/kelurahan"}
SURE = ("code", "old_code", "bps", "name")


def level_text(level: str) -> str:
    """Return a level in the reader's language."""
    return say(LEVELS_ID[level], level)


def the_region(text: str) -> dict[str, Any]:
    """Return the region meant by a code or name (the keys of `region_named`); stop with what it may be otherwise.

    A name is looked for in the regency this installation serves before everywhere else.
    """
    from semesta.regions.queries import find_region, region_named

    found = find_region(text, within=regency())
    if not any(match["matched_by"] in SURE for match in found):
        found = find_region(text) or found
    sure = [match for match in found if match["matched_by"] in SURE]
    if len(sure) != 1:
        stop(_which(text, found), Exit.USAGE)
    return region_named(sure[0]["code"])


def _which(text: str, found: list[dict[str, Any]]) -> str:
    if not found:
        return say(
            f"Tidak ada wilayah '{text}'. Bila belum dimuat: semesta regions load.",
            f"There is no region '{text}'. If it is not loaded yet: semesta regions load.",
        )
    listed = "\n".join(f"  {match['code']}  {match['path']}" for match in found)
    return say(f"'{text}' bisa berarti:\n{listed}", f"'{text}' may mean:\n{listed}")
