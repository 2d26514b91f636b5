"""Heading words to fields: which column of a list holds what, as far as its heading tells.

The words stand in `vocabulary/headings.csv`, one spelling a line, so that a regency can add its own
(`Synonyms.extended`). A heading is folded to letters and digits before it is looked up, so that "NO. KK", "no_kk" and
"No KK" are one spelling. `under` makes a word mean something only below a wider heading ("P" under "JENIS KELAMIN").
A heading that is not in the table is known by the longest spelling it contains as whole words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

KNOWN = "known"
"""A column that is understood but not used (religion, bank account, the mother's NIK ...)."""

How = Literal["exact", "phrase"]

_NOT_WORD = re.compile(r"[^A-Z0-9#]+")
_NUMBERING = "0123456789.) "
_MOST = 50_000
"""So many different headings are remembered at most."""
_BRACKETS = re.compile(r"\([^)]*\)")
_SOMEBODY_ELSE = frozenset(
    [
        "AYAH",
        "IBU",
        "SUAMI",
        "ISTRI",
        "PASANGAN",
        "WARIS",
        "BANK",
        "PERUSAHAAN",
        "SAKSI",
        "PETUGAS",
        "KEPALA",
        "REKENING",
        "PELAPOR",
        "PENDAMPING",
        "KETUA",
        "ANAK",
        "USAHA",
        "KELOMPOK",
        "MASJID",
        "KAPAL",
        "PENGISI",
        "PENANGGUNG",
        "DESA",
        "DUSUN",
        "KECAMATAN",
    ]
)
"""Words that make "NAMA ..." or "NIK ..." the name or number of someone or something else than the person of the row.
"""

_LONE_WORDS = frozenset(
    [
        "NIK",
        "NAMA",
        "ALAMAT",
        "DUSUN",
        "DESA",
        "KELURAHAN",
        "KECAMATAN",
        "PEKERJAAN",
        "PROFESI",
        "UMUR",
        "USIA",
        "PENDIDIKAN",
        "KETERANGAN",
        "PENGHASILAN",
        "UPAH",
        "SHDK",
        "DESIL",
        "KPJ",
        "TELEPON",
        "LINGKUNGAN",
        "KELAMIN",
    ]
)
"""Single words that name a field even inside a longer heading."""


def heading_words(text: str) -> str:
    """Fold a heading to upper-case words with single spaces.

    >>> heading_words("Tempat / Tgl. Lahir "), heading_words("pekerjaan_id")
    ('TEMPAT TGL LAHIR', 'PEKERJAAN ID')
    """
    return _NOT_WORD.sub(" ", text.upper()).strip()


def heading_key(text: str) -> str:
    """Fold a heading for look-up: letters, digits and # only.

    >>> heading_key("N I K"), heading_key("No. KK")
    ('NIK', 'NOKK')
    """
    return _NOT_WORD.sub("", text.upper())


@dataclass(frozen=True)
class Synonyms:
    """Spellings of headings: by folded key, by (wider field, key), and as phrases of words, longest first."""

    exact: Mapping[str, str]
    under: Mapping[tuple[str, str], str]
    phrases: tuple[tuple[str, str], ...]
    _seen: dict[str, tuple[str, How] | None] = field(default_factory=dict, repr=False, compare=False)
    _seen_exactly: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str, str]]) -> Synonyms:
        """Build from (field, heading, wider field or empty) entries; the first entry of a spelling wins."""
        exact: dict[str, str] = {}
        under: dict[tuple[str, str], str] = {}
        phrases: dict[str, str] = {}
        for name, heading, wider in entries:
            key, words = heading_key(heading), heading_words(heading)
            if wider:
                under.setdefault((wider, key), name)
                continue
            exact.setdefault(key, name)
            if " " in words or words in _LONE_WORDS:
                phrases.setdefault(words, name)
        ordered = sorted(phrases.items(), key=lambda item: -len(item[0]))
        return cls(exact, under, tuple(ordered))

    def extended(self, entries: Iterable[tuple[str, str, str]]) -> Synonyms:
        """Return these spellings with a regency's own, which win over the shipped ones."""
        own = Synonyms.of(entries)
        phrases = dict(self.phrases) | dict(own.phrases)
        ordered = sorted(phrases.items(), key=lambda item: -len(item[0]))
        return Synonyms({**self.exact, **own.exact}, {**self.under, **own.under}, tuple(ordered))

    def exact_field(self, heading: str) -> str | None:
        """Return the field whose spelling the heading is; a question number ("402 Nama") or brackets are left aside."""
        if heading not in self._seen_exactly:
            if len(self._seen_exactly) > _MOST:
                self._seen_exactly.clear()
            self._seen_exactly[heading] = self._look_up_exactly(heading)
        return self._seen_exactly[heading]

    def field_of(self, heading: str) -> tuple[str, How] | None:
        """Return the field a heading names and how it was known, or None."""
        if heading not in self._seen:
            if len(self._seen) > _MOST:
                self._seen.clear()
            self._seen[heading] = self._look_up(heading)
        return self._seen[heading]

    def _look_up_exactly(self, heading: str) -> str | None:
        found = self.exact.get(heading_key(heading))
        if found is None and (heading[:1].isdigit() or "(" in heading):
            found = self.exact.get(heading_key(_BRACKETS.sub(" ", heading).lstrip(_NUMBERING)))
        return found

    def _look_up(self, heading: str) -> tuple[str, How] | None:
        for text in (heading, _BRACKETS.sub(" ", heading), heading.lstrip(_NUMBERING)):
            found = self.exact.get(heading_key(text))
            if found is not None:
                return found, "exact"
        words = f" {heading_words(heading)} "
        for phrase, name in self.phrases:
            if f" {phrase} " in words:
                rest = words.replace(f" {phrase} ", " ").split()
                return (KNOWN if _SOMEBODY_ELSE.intersection(rest) else name), "phrase"
        return None


@cache
def shipped_synonyms() -> Synonyms:
    """Return the shipped spellings of `vocabulary/headings.csv`."""
    return Synonyms.of((line["field"], line["heading"], line["under"] or "") for line in _shipped_lines())


def field_label(field_name: str) -> str:
    """Return the heading by which people know a field: the first one of the shipped table.

    >>> field_label("kk"), field_label("birth_on")
    ('NO KK', 'TANGGAL LAHIR')
    """
    return _labels().get(field_name, field_name)


@cache
def _labels() -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for line in _shipped_lines():
        labels.setdefault(line["field"], line["heading"])
    return labels


@cache
def _shipped_lines() -> tuple[dict[str, str], ...]:
    text = files("semesta.sheets").joinpath("vocabulary", "headings.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
