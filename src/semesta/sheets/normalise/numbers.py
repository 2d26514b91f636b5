"""NIK and family-card numbers: from any way of writing them to digits, and what is wrong with those digits.

Structure: 16 digits = 6 region + DDMMYY + 4 serial; in a NIK the day of a woman's birth carries 40 more. The usual 16
digits are read as whole columns of integers; only what is written otherwise is looked at cell by cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.normalise.gaps import holds
from semesta.sheets.normalise.text import BLANKS
from semesta.sheets.workbook import CellKind

PROBLEMS: Final = (
    "",
    "missing",
    "placeholder",
    "scientific",
    "not_a_number",
    "length",
    "impossible_date",
    "rounded",
    "maybe_rounded",
    "card",
    "shifted",
)
"""What can be wrong with a number, by code (0: nothing). The last two are found by holding it against other columns."""
MISSING, PLACEHOLDER, SCIENTIFIC, NOT_A_NUMBER, LENGTH, IMPOSSIBLE, ROUNDED, MAYBE_ROUNDED, CARD, SHIFTED = range(1, 11)
TIDIED: Final = ("", "nik_apostrophe", "nik_decimal", "nik_separators")

_NO_NUMBER = re.compile(
    r"^(?:[-–—_.?/\\*X ]+|0[0., ]*|N/?A|#N/A|NULL|NIHIL|KOSONG|TDK|TIDAK|BELUM|BLM|TANPA.*|TAK ADA|"
    r"(?:TIDAK|TDK|BELUM|BLM|BLUM|TAK)\W+(?:ADA|PUNYA|TERDATA|TERCATAT|JELAS|DIKETAHUI|PEREKAMAN|REKAM|KETAHUAN|LENGKAP|"
    r"TERBIT|JADI).*|(?:DLM|DALAM|SEDANG|MASIH|LAGI)\W+(?:PROSES|PENGURUSAN|DIPROSES|DIURUS|URUS).*|PROSES.*|DIPROSES.*|"
    r"DIURUS.*|MENYUSUL|HILANG.*|LUPA|SEMENTARA)$"
)
_SCIENTIFIC = re.compile(r"^(\d)(?:[.,](\d+))?E\+?\d+$")
_DECIMAL = re.compile(r"^(\d{12,})[.,]0+$")
_LABEL = re.compile(r"^(?:NIK|NO\.? ?KTP|KTP|NO\.? ?KK|KK)[ .:]*")
_MARKS: Final = " \t\u00a0\u200b\u200c\u200d\u200e\u200f\u202f\u2060\ufeff.,-–—/_:;'`’‘´\"*()[]+"
_QUOTES: Final = "'`’‘´"
_WITHOUT_MARKS = str.maketrans("", "", _MARKS)
_LETTERS = str.maketrans("OQDIL|!SBZ", "0001111582")
_ALIKE = re.compile(r"^[0-9OQDIL|!SBZ]{14,18}$")
_REPUNIT: Final = 1_111_111_111_111_111
_COUNTED: Final = (1234567890123456, 1234567812345678)
_BULK: Final = 0.3
_LAST_DAY: Final = np.full(100, 31)
"""The last day of a month by the two digits written for it, whatever they are; of February in a common year."""
_LAST_DAY[[2, 4, 6, 9, 11]] = 28, 30, 30, 30, 30


@dataclass
class Numbers:
    """A column of numbers. Arrays have one entry per line; date parts mean something only where `value` is not -1.

    digits: text as found after cleaning, null when there is none; value: the 16 digits as an integer, else -1;
    problem: code of `PROBLEMS`; tidied: code of `TIDIED`; lettered: letters were read as digits; day is without a
    woman's 40.
    """

    digits: pl.Series
    value: npt.NDArray[np.int64]
    problem: npt.NDArray[np.int8]
    tidied: npt.NDArray[np.int8]
    lettered: npt.NDArray[np.bool_]
    kind: npt.NDArray[np.uint8]
    day: npt.NDArray[np.int64]
    month: npt.NDArray[np.int64]
    year: npt.NDArray[np.int64]
    woman: npt.NDArray[np.bool_]

    @property
    def sound(self) -> npt.NDArray[np.bool_]:
        """Return the lines whose number breaks no rule of structure."""
        result: npt.NDArray[np.bool_] = (self.problem == 0) | (self.problem == MAYBE_ROUNDED)
        return result


def read_numbers(text: pl.Series | None, kind: npt.NDArray[np.uint8]) -> Numbers:
    """Read a column of NIK or family-card numbers; None reads as a column of empty cells."""
    height = len(kind)
    problem = np.zeros(height, dtype=np.int8)
    tidied = np.zeros(height, dtype=np.int8)
    lettered = np.zeros(height, dtype=bool)
    if text is None:
        problem[:] = MISSING
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, height)
        return _structured(nothing, np.full(height, -1), problem, tidied, lettered, kind)
    digits, value = _sixteen(text.str.strip_chars(BLANKS))
    odd = np.flatnonzero(value < 0)
    if odd.size > _BULK * height:
        digits, value = _in_bulk(digits, value, tidied)
        odd = np.flatnonzero(value < 0)
    if odd.size:
        read = [read_odd(cell) for cell in digits[odd].to_list()]
        digits = digits.scatter(odd, [r[0] for r in read])
        value[odd] = [int(r[0]) if r[0] is not None and len(r[0]) == 16 and not r[1] else -1 for r in read]
        problem[odd] = [r[1] for r in read]
        tidied[odd] = [r[2] for r in read]
        lettered[odd] = [r[3] for r in read]
    return _structured(digits, value, problem, tidied, lettered, kind)


def _sixteen(stripped: pl.Series) -> tuple[pl.Series, npt.NDArray[np.int64]]:
    """Read cells of exactly 16 digits as integers, -1 for every other cell and for digits that nobody has."""
    read = stripped.to_frame("v").select(
        value=pl.when(pl.col("v").str.len_bytes() == 16).then(pl.col("v").cast(pl.Int64, strict=False)).fill_null(-1)
    )
    value: npt.NDArray[np.int64] = read["value"].to_numpy().copy()
    nobody = (value < 10**15) | (value % _REPUNIT == 0) | (value == _COUNTED[0]) | (value == _COUNTED[1])
    value[nobody] = -1
    return stripped, value


def _in_bulk(
    digits: pl.Series, value: npt.NDArray[np.int64], tidied: npt.NDArray[np.int8]
) -> tuple[pl.Series, npt.NDArray[np.int64]]:
    """Drop quotes and separators of a whole column that is written that way."""
    quoted = digits.str.strip_chars_start(_QUOTES)
    plain = quoted.str.replace_many(list(_MARKS), [""] * len(_MARKS))
    _, read = _sixteen(plain)
    new = (read >= 0) & (value < 0)
    if not new.any():
        return digits, value
    was_quoted = holds(quoted != digits)
    tidied[new] = np.where(was_quoted[new], TIDIED.index("nik_apostrophe"), TIDIED.index("nik_separators"))
    at = np.flatnonzero(new)
    return digits.scatter(at, plain[at]), np.where(new, read, value)


def read_odd(cell: str | None) -> tuple[str | None, int, int, bool]:
    """Read one cell that is not simply 16 digits: digits, problem, tidied, lettered.

    >>> read_odd("'5203054107909001"), read_odd("52O3054107909001"), read_odd("5.20305E+15")
    (('5203054107909001', 0, 1, False), ('5203054107909001', 0, 0, True), ('520305', 3, 0, False))
    """
    if not cell:
        return None, MISSING, 0, False
    upper = _LABEL.sub("", cell.upper())
    core = upper.translate(_WITHOUT_MARKS)
    if not core or (len(set(core)) == 1 and len(core) in (1, 16)) or _NO_NUMBER.match(upper):
        return None, PLACEHOLDER, 0, False
    scientific = _SCIENTIFIC.match(upper)
    if scientific is not None:
        return scientific[1] + (scientific[2] or ""), SCIENTIFIC, 0, False
    decimal = _DECIMAL.match(upper)
    if decimal is not None:
        core = decimal[1]
    if core.isdigit() and core.isascii():
        if len(core) == 16 and int(core) in _COUNTED:
            return None, PLACEHOLDER, 0, False
        tidied = 0 if core == cell else 1 if cell[0] in _QUOTES else 2 if decimal is not None else 3
        return core, 0, tidied, False
    if _ALIKE.match(core) and sum(c.isdigit() for c in core) >= 9:
        return core.translate(_LETTERS), 0, 0, True
    return None, NOT_A_NUMBER, 0, False


def _structured(
    digits: pl.Series,
    value: npt.NDArray[np.int64],
    problem: npt.NDArray[np.int8],
    tidied: npt.NDArray[np.int8],
    lettered: npt.NDArray[np.bool_],
    kind: npt.NDArray[np.uint8],
) -> Numbers:
    """Check the numbers against the rules of structure and take their date apart."""
    there = value >= 0
    written_day = value // 10**8 % 100
    woman = there & (written_day > 40)
    day = np.where(woman, written_day - 40, written_day)
    month, year, serial = value // 10**6 % 100, value // 10**4 % 100, value % 10**4
    last = _LAST_DAY[month] + ((month == 2) & (year % 4 == 0))
    possible = (month >= 1) & (month <= 12) & (day >= 1) & (day <= last)
    open_ = problem == 0
    problem[open_ & ~there] = LENGTH
    problem[open_ & there & ~possible] = IMPOSSIBLE
    problem[open_ & there & (serial == 0)] = ROUNDED
    typed = kind == CellKind.NUMBER
    problem[(problem == 0) & typed & (value % 10 == 0)] = MAYBE_ROUNDED
    return Numbers(digits, value, problem, tidied, lettered, kind, day, month, year, woman)
