"""Which region somebody means: a code or a name; never a guess between several."""

from __future__ import annotations

import re
from typing import Any

from semesta.cli.console import regency
from semesta.cli.show import Exit, err, stop
from semesta.cli.words import say
from semesta.kernel.gazetteer import Gazetteer

LEVELS_ID = {"province": "provinsi", "regency": "kabupaten/kota", "district": "kecamatan", "village": "desa/kelurahan"}
_LIKE_A_CODE = re.compile(r"[\d.\s]+")
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


def the_village(text: str, known: Gazetteer, *, must_be_one: bool) -> str | None:
    """Return the code of the village of this regency that a sender means by code, old code or name.

    None for the key of an agency. What looks like a code, or `must_be_one`, and means no village or several, stops
    with what it may be: a list is never taken for a village that does not exist.
    """
    from semesta.regions.queries import find_region

    if known.regions.get(text) and known.regions[text].level == "village" and text.startswith(regency() + "."):
        return text
    found = find_region(text, level="village", within=regency())
    sure = [match for match in found if match["matched_by"] in SURE]
    if len(sure) == 1:
        meant = f"{sure[0]['path']}, {sure[0]['code']}"
        err.print(say(f"Pengirim: {meant}", f"Sender: {meant}"), highlight=False)
        return str(sure[0]["code"])
    if sure:
        stop(_which(text, sure), Exit.USAGE)
    if must_be_one or _LIKE_A_CODE.fullmatch(text):
        stop(
            say(
                f"Tidak ada desa '{text}' di {regency()}. Cari kodenya: semesta regions find NAMA_DESA",
                f"There is no village '{text}' in {regency()}. Look its code up: semesta regions find NAME",
            ),
            Exit.USAGE,
        )
    return None


def _which(text: str, found: list[dict[str, Any]]) -> str:
    if not found:
        return say(
            f"Tidak ada wilayah '{text}'. Cari kodenya: semesta regions find NAMA; semua kode: semesta regions list."
            " Wilayah di luar provinsi ini dimuat dahulu: semesta regions load --regency KODE.",
            f"There is no region '{text}'. Look it up: semesta regions find NAME; all codes: semesta regions list."
            " One outside this province is loaded first: semesta regions load --regency CODE.",
        )
    listed = "\n".join(f"  {match['code']}  {match['path']}" for match in found)
    return say(f"'{text}' bisa berarti:\n{listed}", f"'{text}' may mean:\n{listed}")
