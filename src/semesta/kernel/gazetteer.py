"""The regions a reader of lists knows: codes, names, other spellings, old codes. A plain value, built elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from semesta.kernel.region_code import Level, level_of

_PREFIX = re.compile(r"^(PROVINSI|PROV|KABUPATEN|KAB|KECAMATAN|KEC|KELURAHAN|KEL|DESA|DS)\b\.?\s*")
_NOT_LETTER = re.compile(r"[^A-Z0-9]")


def region_key(name: str) -> str:
    """Fold a region's name for look-up: no title, case, space or punctuation.

    >>> region_key("Desa Kota Raja"), region_key("Kotaraja"), region_key("KEC. LABUHAN HAJI")
    ('KOTARAJA', 'KOTARAJA', 'LABUHANHAJI')
    """
    upper = " ".join(name.upper().split())
    stripped = _PREFIX.sub("", upper) or upper
    return _NOT_LETTER.sub("", stripped)


def _keys(name: str) -> frozenset[str]:
    """Return the name's key with and without a leading KOTA: Kota Raja is a village, Kota Mataram the town Mataram."""
    key = region_key(name)
    return frozenset({key, key.removeprefix("KOTA") or key})


@dataclass(frozen=True, slots=True)
class Region:
    """One region: its code, official name and the level that follows from the code."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        """Return province, regency, district or village."""
        return level_of(self.code)


@dataclass(frozen=True)
class Gazetteer:
    """Regions by code, with aliases (other spelling -> code) and old codes (old -> new code)."""

    regions: Mapping[str, Region]
    aliases: tuple[tuple[str, str], ...] = ()
    old_codes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        regions: Iterable[Region],
        *,
        aliases: Iterable[tuple[str, str]] = (),
        old_codes: Mapping[str, str] | None = None,
    ) -> Gazetteer:
        """Build from regions, (alias, code) pairs and old-to-new codes."""
        return cls({r.code: r for r in regions}, tuple(aliases), dict(old_codes or {}))

    def at(self, level: Level, *, within: str = "") -> list[Region]:
        """Return the regions of a level inside the code `within` (all when empty), in order of code."""
        return [
            r
            for code, r in sorted(self.regions.items())
            if r.level == level and (not within or code == within or code.startswith(within + "."))
        ]

    def codes_named(self, name: str, *, level: Level, within: str = "") -> list[str]:
        """Return the codes of the regions of that level, inside `within`, that bear this name or alias."""
        keys = _keys(name)
        found = {r.code for r in self.at(level, within=within) if keys & _keys(r.name)}
        for alias, code in self.aliases:
            inside = not within or code == within or code.startswith(within + ".")
            if inside and code in self.regions and self.regions[code].level == level and keys & _keys(alias):
                found.add(code)
        return sorted(found)

    def nik_prefixes(self) -> frozenset[str]:
        """Return every six-digit district prefix known, of today's and old codes."""
        districts = {code[:8] for code in (*self.regions, *self.old_codes) if len(code) >= 8}
        return frozenset(code.replace(".", "") for code in districts)
