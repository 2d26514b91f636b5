"""Names and codes of villages and districts to today's dotted codes; hamlets and neighbourhoods as plain text.

No village or district name is guessed: a name is looked up with its aliases inside its district, then inside the sender's
regency, then everywhere; several answers are several answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from semesta.kernel.gazetteer import Gazetteer, region_key
from semesta.kernel.region_code import Level, is_region_code
from semesta.sheets.normalise.text import bare, by_value, tidy

_DUSUN: Final = r"^(?:DUSUN|DSN|DUS|LINGKUNGAN|LINGK|KEKADUSAN|KADUS)(?:[\s._:]+|$)"
_BPS_OR_PLAIN: Final = re.compile(r"^\d{10}$")
_NOTHING: Final = frozenset({"", "-", "--", "0", ".", "_"})


@dataclass(frozen=True, slots=True)
class VillageFound:
    """What a name or code in a village column means: the code, or the codes among which it does not decide."""

    codes: tuple[str, ...]
    how: str = "name"  # name | alias | code | old code

    @property
    def code(self) -> str | None:
        """Return the one code meant, None when there is none or several."""
        return self.codes[0] if len(self.codes) == 1 else None


@dataclass
class Places:
    """Region names folded for look-up, with a memory of what was asked."""

    gazetteer: Gazetteer
    by_name: dict[tuple[Level, str], list[str]] = field(default_factory=dict)
    official: dict[str, str] = field(default_factory=dict)
    nik_prefixes: frozenset[str] = frozenset()
    _seen: dict[tuple[str, str, str], VillageFound] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nik_prefixes = self.gazetteer.nik_prefixes()
        for code, region in self.gazetteer.regions.items():
            key = region_key(region.name)
            self.official[code] = key
            self.by_name.setdefault((region.level, key), []).append(code)
        for alias, code in self.gazetteer.aliases:
            known = self.gazetteer.regions.get(code)
            if known is not None:
                codes = self.by_name.setdefault((known.level, region_key(alias)), [])
                if code not in codes:
                    codes.append(code)

    def district(self, name: str, regency: str | None) -> str | None:
        """Return the code of the district of that name or alias, inside the regency when one is given."""
        codes = self.by_name.get(("district", region_key(name)), [])
        near = [code for code in codes if regency is None or code.startswith(regency)]
        chosen = near or codes
        return chosen[0] if len(chosen) == 1 else None

    def village(self, written: str, district: str | None, regency: str | None) -> VillageFound:
        """Return what a cell of a village column means."""
        asked = (written, district or "", regency or "")
        if asked not in self._seen:
            if len(self._seen) > 100_000:
                self._seen.clear()
            self._seen[asked] = self._village(written, district, regency)
        return self._seen[asked]

    def _village(self, written: str, district: str | None, regency: str | None) -> VillageFound:
        by_code = self._by_code(written)
        if by_code is not None:
            return by_code
        key = region_key(written)
        codes = self.by_name.get(("village", key), [])
        for scope in (district, regency, ""):
            inside = [code for code in codes if scope is not None and code.startswith(scope)]
            if inside:
                exact = [code for code in inside if self.official[code] == key]
                chosen = exact if len(exact) == 1 else inside
                return VillageFound(tuple(sorted(chosen)), "name" if self.official[chosen[0]] == key else "alias")
        return VillageFound(())

    def _by_code(self, written: str) -> VillageFound | None:
        text = written.strip()
        if _BPS_OR_PLAIN.match(text):
            text = f"{text[:2]}.{text[2:4]}.{text[4:6]}.{text[6:]}"
        if not is_region_code(text):
            return None
        if text in self.gazetteer.regions:
            return VillageFound((text,), "code")
        new = self.gazetteer.old_codes.get(text)
        return VillageFound((new,) if new is not None else (), "old code")

    def name(self, code: str | None) -> str:
        """Return the official name of a code, empty for None."""
        region = self.gazetteer.regions.get(code) if code is not None else None
        return region.name if region is not None else ""


_PLACES: Final[dict[int, Places]] = {}


def places_of(gazetteer: Gazetteer) -> Places:
    """Return the look-up of a gazetteer, made at its first use; the last few gazetteers are remembered."""
    found = _PLACES.get(id(gazetteer))
    if found is None or found.gazetteer is not gazetteer:
        if len(_PLACES) > 8:
            _PLACES.clear()
        found = _PLACES[id(gazetteer)] = Places(gazetteer)
    return found


def read_villages(village: pl.Series, district: pl.Series | None, places: Places, regency: str | None) -> pl.DataFrame:
    """Return `village_code`, `village_how` and `village_codes` (several: "a, b"), `district_code` for each line."""
    names = bare(village)
    districts = bare(district) if district is not None else pl.Series([None] * len(names), dtype=pl.String)
    asked = pl.DataFrame({"v": names, "d": districts})
    different = asked.unique()
    rows: list[tuple[str | None, str | None, str | None, str | None]] = []
    for name, district_name in different.rows():
        district_code = places.district(district_name, regency) if district_name else None
        if name is None or name in _NOTHING:
            rows.append((None, None, None, district_code))
            continue
        found = places.village(name, district_code, regency)
        rows.append((found.code, found.how, ", ".join(found.codes), district_code))
    schema = {
        "village_code": pl.String(),
        "village_how": pl.String(),
        "village_codes": pl.String(),
        "district_code": pl.String(),
    }
    answers = pl.DataFrame(rows, schema=schema, orient="row")
    if different.height == 1:
        return answers[[0] * len(names)]
    return asked.join(
        pl.concat([different, answers], how="horizontal"),
        on=["v", "d"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    ).select(answers.columns)


def read_dusun(text: pl.Series) -> pl.Series:
    """Return hamlets in upper case without the word DUSUN and underscores."""

    def meaning(entry: str) -> str | None:
        plain = " ".join(entry.replace("_", " ").upper().split())
        name = re.sub(_DUSUN, "", plain).strip(" .:-_")
        return None if name in _NOTHING else name

    return by_value(bare(text), meaning, pl.String())


def read_neighbourhoods(rt: pl.Series | None, rw: pl.Series | None, both: pl.Series | None) -> pl.DataFrame:
    """Return `rt`, `rw` as three digits, and `rt_unknown` where a cell says something that is neither."""
    columns = [s for s in (rt, rw, both) if s is not None]
    length = len(columns[0])
    empty = pl.Series([None] * length, dtype=pl.String)
    first = rt if rt is not None else both if both is not None else empty
    cells = pl.DataFrame({"rt": bare(first), "rw": bare(rw) if rw is not None else empty})
    different = cells.unique()
    parts = [(*_neighbourhood(a, b), _is_unknown(a) or _is_unknown(b)) for a, b in different.rows()]
    answers = pl.DataFrame(
        parts, schema={"rt_": pl.String(), "rw_": pl.String(), "rt_unknown": pl.Boolean()}, orient="row"
    )
    joined = cells.join(
        pl.concat([different, answers], how="horizontal"),
        on=["rt", "rw"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return joined.select(pl.col("rt_").alias("rt"), pl.col("rw_").alias("rw"), "rt_unknown")


_WORDED: Final = re.compile(r"RT\W*0*(\d{1,3}|-)(?:.*?RW\W*0*(\d{1,3}|-))?", re.I)
_PAIR: Final = re.compile(r"^\D*0*(\d{1,3})\s*[/\-.,\s]\s*0*(\d{1,3}|-)?\W*$")
_LONE: Final = re.compile(r"^(?:RW)?\W*0*(\d{1,3})(?:\.0)?$", re.I)


def _neighbourhood(first: str | None, second: str | None) -> tuple[str | None, str | None]:
    rt = rw = None
    if first:
        match = _WORDED.search(first) or _PAIR.match(first) or _LONE.match(first)
        if match is not None:
            rt = match[1]
            rw = match[2] if match.re is not _LONE else None
    if second and (match := _LONE.match(second)) is not None:
        rw = match[1]
    return _three_digits(rt), _three_digits(rw)


def _three_digits(number: str | None) -> str | None:
    return number.zfill(3) if number and number != "-" and number.strip("0") else None


def _is_unknown(cell: str | None) -> bool:
    return (
        bool(cell)
        and any(c.isalnum() for c in cell or "")
        and not any(c.isdigit() for c in cell or "")
        and not re.fullmatch(r"(?i)\W*(RT|RW|RT\W*RW)?\W*|TIDAK ADA|TDK ADA", cell or "")
    )


def read_addresses(text: pl.Series) -> pl.Series:
    """Return addresses tidied."""
    return tidy(text)


def region_list(places: Places, codes: Sequence[str]) -> str:
    """Return codes with names for a message."""
    return ", ".join(f"{places.name(code)} ({code})" for code in codes)
