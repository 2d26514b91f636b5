"""Who handed a list in: a village by its name, an agency by its key in plain words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from semesta.kernel.region_code import is_region_code, level_of
from semesta.regions.queries import region_names

_AS_WRITTEN: Final = {
    "bpjs": "BPJS", "dpmd": "DPMD", "ketenagakerjaan": "Ketenagakerjaan", "pmd": "PMD", "pmi": "PMI", "tk": "TK",
    "umkm": "UMKM",
}  # fmt: skip
"""Names and abbreviations within an agency's key that are not written small."""


def sender_names() -> dict[str, str]:
    """Return code -> name of every region of the regency."""
    return region_names(settings.REGENCY)


def villages_by_district(names: dict[str, str], *, but: str | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (district, its villages as code and name) of `sender_names`, by name; without the village `but`."""
    villages: dict[str, list[tuple[str, str]]] = {}
    for code, name in names.items():
        if level_of(code) == "village" and code != but:
            villages.setdefault(code.rpartition(".")[0], []).append((code, name))
    return sorted(
        (names.get(district, district), sorted(found, key=lambda one: one[1])) for district, found in villages.items()
    )


def village_options(names: dict[str, str], *, but: str | None = None) -> SafeString:
    """Return the options of a choice of village, by district (`villages_by_district`); put together once."""
    return _options(tuple(names.items()), but)


@lru_cache(maxsize=512)
def _options(names: tuple[tuple[str, str], ...], but: str | None) -> SafeString:
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (district, format_html_join("", '<option value="{}">{}</option>', villages))
            for district, villages in villages_by_district(dict(names), but=but)
        ),
    )


def sender_in_words(sender: str, names: dict[str, str]) -> str:
    """Return the village's name, or the agency's key without its hyphens.

    >>> sender_in_words("dinas-pertanian", {})
    'Dinas pertanian'
    >>> sender_in_words("bpjs-ketenagakerjaan", {})
    'BPJS Ketenagakerjaan'
    """
    if is_region_code(sender):
        return names.get(sender, sender)
    words = sender.replace("-", " ").replace("_", " ").capitalize().split(" ")
    return " ".join(_AS_WRITTEN.get(word.lower(), word) for word in words)
