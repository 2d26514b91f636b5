"""Every kind of finding that reading a spreadsheet can produce: code, severity and its words in both languages.

The words stand in `kinds/*.yaml`, one file per theme, so that somebody who reads no code can mend them. A code that is
used but not in the catalogue is an error of the program, found by `kind()` at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, TypedDict

import yaml

from semesta.kernel.finding import SEVERITIES, FindingKind, Severity

THEMES: Final = ("file", "table", "nik", "person", "place", "membership", "outcome", "exchange")

ONCE_PER_COLUMN: Final = frozenset(
    {
        "text_tidied",
        "nik_apostrophe",
        "nik_separators",
        "nik_decimal",
        "name_title_split",
        "birth_heaped",
        "date_serial",
        "phone_completed",
        "phone_shared",
        "village_alias",
        "village_old_code",
        "occupation_unknown",
        "carried_down",
        "column_by_content",
        "column_repeated",
        "employee_number_column",
        "sex_pria_wanita",
        "no_nik_column",
        "no_name_column",
        "blocks_joined",
        "birth_column_from_nik",
        "sex_column_from_nik",
        "segment_from_title",
    }
)
"""Kinds reported once per column of a table (or once per distinct value), at the first cell concerned, with the number
of cells in `detail`: they change no meaning, and one line per cell would drown the findings that need a person."""


class _Words(TypedDict):
    title: str
    message: str
    remedy: str


class _Entry(TypedDict):
    severity: Severity
    id: _Words
    en: _Words


@cache
def kinds() -> Mapping[str, FindingKind]:
    """Return every kind by its code; ValueError when the shipped catalogue itself is wrong."""
    found: dict[str, FindingKind] = {}
    for theme in THEMES:
        text = files("semesta.sheets").joinpath("kinds", f"{theme}.yaml").read_text(encoding="utf-8")
        entries: dict[str, _Entry] = yaml.load(text, Loader=_loader())  # noqa: S506 - a safe loader either way
        for code, entry in entries.items():
            if code in found or entry["severity"] not in SEVERITIES:
                raise ValueError(f"catalogue entry '{code}' is there twice or has an unknown severity")
            found[code] = _kind(code, entry)
    return MappingProxyType(found)


def kind(code: str) -> FindingKind:
    """Return the kind with this code; KeyError when the catalogue has none."""
    return kinds()[code]


def severity_of(code: str) -> Severity:
    """Return how much a finding of this kind weighs."""
    return kinds()[code].severity


def _kind(code: str, entry: _Entry) -> FindingKind:
    indonesian, english = entry["id"], entry["en"]
    return FindingKind(
        code=code,
        severity=entry["severity"],
        title_id=indonesian["title"],
        title_en=english["title"],
        message_id=indonesian["message"],
        message_en=english["message"],
        remedy_id=indonesian["remedy"],
        remedy_en=english["remedy"],
    )


def _loader() -> type[yaml.SafeLoader] | type[yaml.CSafeLoader]:
    return yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
