"""What a column holds, told by its values: used where the heading says nothing, or says something that may mislead.

Traps met in real lists: STATUS is marital status in one layout and alive/dead in another; NIK heads employee numbers in
company files; a column of 16-digit numbers without a heading is NIK or family card.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

SAMPLE: Final = 60

_SIXTEEN = re.compile(r"^['`’]?\d{15,16}(\.0)?$")
_DATE = re.compile(r"^\d{1,4}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}$")
_PHONE = re.compile(r"^\+?(62|0)?8\d{8,11}$")
_SEX = frozenset({"L", "P", "LK", "PR", "LAKI-LAKI", "PEREMPUAN", "PRIA", "WANITA", "LAKI - LAKI", "LAKILAKI"})
_MARITAL = re.compile(r"KAWIN|CERAI|NIKAH|JANDA|DUDA|LAJANG|^(BK|K|CH|CM|TK)$", re.I)
_RESIDENT = re.compile(r"HIDUP|MATI|MENINGGAL|PINDAH|HILANG|TIDAK VALID|PERGI|AKTIF", re.I)
_CLASS = re.compile(r"^(PU|BPU|JK|JAKON|PMI|PENERIMA UPAH|BUKAN PENERIMA UPAH|JASA KONSTRUKSI|PEKERJA MIGRAN.*)$", re.I)
_RELATION = re.compile(r"KEPALA KELUARGA|^(SUAMI|ISTRI|ANAK|MENANTU|CUCU|MERTUA|FAMILI LAIN)$", re.I)
_DUSUN = re.compile(r"^(DUSUN|DSN|LINGKUNGAN|LINGK)\b", re.I)
_SOME_DIGITS = re.compile(r"\d.*\d.*\d")
_NOT_ALIKE = re.compile(r"[^0-9OQDILSBZ]+")  # letters that are typed for digits count as such
_EXPONENT = re.compile(r"[eE]\+")
_NAME = re.compile(r"^[A-Za-z][A-Za-z.,' `’]+$")


def share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    """Return the share of the values in which the pattern is found; 0 for none."""
    return sum(1 for value in values if pattern.search(value.strip())) / len(values) if values else 0.0


def field_by_content(values: Sequence[str], *, taken: frozenset[str]) -> str | None:
    """Return the field that a column's values look like, among those no other column has; None when they tell
    nothing.
    """
    if len(values) < 3:
        return None
    found = _guess(values)
    return found if found is not None and found not in taken else None


def _guess(values: Sequence[str]) -> str | None:
    if share(values, _SIXTEEN) > 0.6:
        return _number_field(values)
    if share(values, _DATE) > 0.8:
        return "birth_on" if _are_birth_years(values) else None
    if sum(1 for value in values if value.strip().upper() in _SEX) / len(values) > 0.9:
        return "sex"
    for pattern, field in ((_PHONE, "phone"), (_RELATION, "relation"), (_MARITAL, "marital"), (_DUSUN, "dusun")):
        if share(values, pattern) > 0.8:
            return field
    return None


def _number_field(values: Sequence[str]) -> str:
    """Tell NIK from family card: cards repeat within a family, and only women's NIK have a day above 40."""
    digits = ["".join(c for c in value if c.isdigit())[:16] for value in values]
    women = sum(1 for d in digits if d[6:8] > "40") / len(digits)
    repeated = 1 - len(set(digits)) / len(digits)
    return "nik" if women > 0.1 and repeated < 0.5 else "kk"


def _are_birth_years(values: Sequence[str]) -> bool:
    years = [int(y) for value in values for y in re.findall(r"(?:19|20)\d\d", value)]
    return bool(years) and sum(1 for year in years if year < 2010) > 0.7 * len(years)


def looks_like_names(values: Sequence[str]) -> bool:
    """Say whether nearly all values are words in letters, most of them different: names of people."""
    return share(values, _NAME) > 0.8 and len({v.upper() for v in values}) > 0.6 * len(values)


def is_identity_column(values: Sequence[str]) -> bool:
    """Say whether a column headed NIK or KTP holds numbers of the length of a NIK, or none at all yet."""
    numbers = [v for v in values[:SAMPLE] if _SOME_DIGITS.search(v)]
    long = [v for v in numbers if len(_NOT_ALIKE.sub("", v.upper())) >= 13 or _EXPONENT.search(v)]
    return not numbers or len(long) >= 0.3 * len(numbers)


def status_field(values: Sequence[str]) -> str | None:
    """Return which field a column headed STATUS holds: marital, resident status, family relation, or none known."""
    shares = {
        "marital": share(values, _MARITAL),
        "resident_status": share(values, _RESIDENT),
        "relation": share(values, _RELATION),
    }
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > 0.5 else None


def is_membership_class(values: Sequence[str]) -> bool:
    """Say whether a column headed SEGMEN holds the insurer's classes (PU, BPU ...) rather than kinds of work."""
    return share(values, _CLASS) > 0.7


def is_running_number(values: Sequence[str]) -> bool:
    """Say whether a column only counts the rows: 1, 2, 3 ..."""
    numbers = [int(value) for value in values if value.strip().isdigit() and len(value.strip()) < 7]
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    return len(numbers) == len(values) >= 3 and sum(1 for step in steps if step == 1) >= 0.9 * len(steps)
