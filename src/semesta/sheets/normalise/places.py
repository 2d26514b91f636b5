"""Names and codes of villages and districts to today's dotted codes; hamlets and neighbourhoods as plain text.

No village or district name is guessed: a name is looked up with its aliases inside its district, then inside the
regency of the sender or of most people of the list, then everywhere; several answers are several answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.kernel.gazetteer import Gazetteer, region_key
from semesta.kernel.region_code import Level, is_region_code
from semesta.sheets.normalise.gaps import holds, or_else, without_blanks
from semesta.sheets.normalise.text import Meanings, by_value

_DUSUN: Final = re.compile(r"^(?:DUSUN|DSN|DUS|LINGKUNGAN|LINGK|KEKADUSAN|KADUS)(?:[\s._:]+|$)")
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
    prefixes: frozenset[int] = frozenset()
    prefix_numbers: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _seen: dict[tuple[str, str, str], VillageFound] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.prefixes = frozenset(int(prefix) for prefix in self.gazetteer.nik_prefixes())
        self.prefix_numbers = np.array(sorted(self.prefixes), dtype=np.int64)
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


@dataclass(frozen=True)
class Villages:
    """What the cells of a village column mean: code and official name (null when none or several), how it was found
    (name, alias, code, old code, several, unknown; null for an empty cell), the codes among several, the district's
    code.
    """

    code: pl.Series
    name: pl.Series
    how: pl.Series
    codes: pl.Series
    district: pl.Series
    has_districts: bool


def read_villages(village: pl.Series, district: pl.Series | None, places: Places, regency: str | None) -> Villages:
    """Read a column of villages, with the help of a column of districts where there is one."""
    districts = district.to_list() if district is not None else [None] * len(village)
    asked = list(zip(village.to_list(), districts, strict=True))
    answers = {pair: _village(*pair, places, regency) for pair in set(asked)}
    told = [answers[pair] for pair in asked] if len(answers) > 1 else list(answers.values())
    columns = [pl.Series(values, dtype=pl.String) for values in zip(*told, strict=True)] or [village.clear()] * 5
    if len(answers) == 1:
        columns = [column.new_from_index(0, len(village)) for column in columns]
    code, name, how, codes, of_district = columns
    return Villages(code, name, how, codes, of_district, district is not None)


def _village(
    name: str | None, district: str | None, places: Places, regency: str | None
) -> tuple[str | None, str | None, str | None, str | None, str | None]:
    within = places.district(district, regency) if district else None
    if name is None or name.strip() in _NOTHING:
        return None, None, None, None, within
    found = places.village(name.strip(), within, regency)
    how = found.how if found.code is not None else "several" if found.codes else "unknown"
    return found.code, places.name(found.code) or None, how, ", ".join(found.codes), within


def read_dusun(text: pl.Series) -> pl.Series:
    """Return hamlets in upper case without the word DUSUN and underscores."""
    return by_value(text, _dusuns, pl.String())


def _dusun(entry: str) -> str | None:
    plain = " ".join(entry.replace("_", " ").upper().split())
    name = _DUSUN.sub("", plain).strip(" .:-_")
    return None if name in _NOTHING else name


_dusuns: Final = Meanings[str | None](_dusun, None)


@dataclass(frozen=True)
class Neighbourhoods:
    """RT and RW as three digits, null where there is none, and the lines whose cell says something that is neither."""

    rt: pl.Series
    rw: pl.Series
    unknown: npt.NDArray[np.bool_]


def read_neighbourhoods(first: pl.Series | None, second: pl.Series | None) -> Neighbourhoods:
    """Read the column of RT (or RT and RW together) and the column of RW."""
    if first is None or second is None:
        only = first if first is not None else second
        assert only is not None
        is_rt = first is not None
        pairs = by_value(
            only,
            lambda cell: "/".join(p or "" for p in _neighbourhood(cell if is_rt else None, None if is_rt else cell)),
            pl.String(),
        )
        split = pairs.to_frame("p").select(pl.col("p").str.split_exact("/", 1)).unnest("p")
        unknown = holds(by_value(only, _is_unknown, pl.Boolean()))
        return Neighbourhoods(without_blanks(split["field_0"]), without_blanks(split["field_1"]), unknown)
    rt = by_value(first, lambda cell: _neighbourhood(cell, None)[0], pl.String())
    rw = by_value(second, lambda cell: _neighbourhood(None, cell)[1], pl.String())
    if rw.null_count():
        beside = by_value(first, lambda cell: _neighbourhood(cell, None)[1], pl.String())
        rw = or_else(rw, beside)
    unknown = holds(by_value(first, _is_unknown, pl.Boolean()))
    return Neighbourhoods(rt, rw, unknown)


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


_EMPTY_WORDS: Final = re.compile(r"\W*(RT|RW|RT\W*RW)?\W*|TIDAK ADA|TDK ADA", re.I)


def _is_unknown(cell: str) -> bool:
    """Say whether a cell says something, but nothing that is a number or a word for none."""
    return any(c.isalnum() for c in cell) and not any(c.isdigit() for c in cell) and not _EMPTY_WORDS.fullmatch(cell)
