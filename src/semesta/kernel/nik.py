"""NIK and family-card number: 16 digits = 6 region of first registration + DDMMYY + 4 serial.

In a NIK the day of a woman's birth carries 40 more; in a KK number the date is that of the card. The region is
that of first registration and never changes, so it may be an old code or another regency. The century is not
encoded. Source: UU 23/2006 art. 13 with its implementing rules (structure from memory, see docs/glossary.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Sex = Literal["L", "P"]
WOMAN_DAY_OFFSET = 40
MADE_UP_SERIALS = range(9001, 10000)


@dataclass(frozen=True, slots=True)
class Nik:
    """A NIK whose 16 digits have a possible date and serial. It may still belong to nobody.

    >>> nik = Nik.parse("5203054107909001")
    >>> nik.region, nik.sex, nik.born_on(century_of=date(2026, 1, 1)), nik.serial
    ('520305', 'P', datetime.date(1990, 7, 1), 9001)
    """

    digits: str

    @classmethod
    def parse(cls, text: str) -> Nik:
        """Read exactly 16 digits; ValueError says which rule fails."""
        problem = nik_problem(text)
        if problem is not None:
            raise ValueError(f"'{text}' is not a NIK: {problem}")
        return cls(text)

    @property
    def region(self) -> str:
        """Return the six digits of the district of first registration."""
        return self.digits[:6]

    @property
    def sex(self) -> Sex:
        """Return the sex that the day of birth encodes."""
        return "P" if int(self.digits[6:8]) > WOMAN_DAY_OFFSET else "L"

    @property
    def serial(self) -> int:
        """Return the running number, 1 to 9999."""
        return int(self.digits[12:])

    def born_on(self, *, century_of: date) -> date:
        """Return the birth date, with the century that makes the person youngest yet born by `century_of`."""
        day, month, year = _encoded(self.digits)
        full = century_of.year // 100 * 100 + year
        born = date(full, month, day) if _exists(full, month, day) else date(full - 100, month, day)
        if born > century_of:
            born = date(born.year - 100, month, day)
        return born

    def masked(self) -> str:
        """Return the NIK with the digits that single a person out hidden."""
        return self.digits[:6] + "******" + "**" + self.digits[14:]


NikProblem = Literal["not_16_digits", "impossible_date", "serial_zero"]


def nik_problem(text: str) -> NikProblem | None:
    """Name the first structural rule that `text` breaks, or None.

    >>> nik_problem("5203053299909001"), nik_problem("5203054107900000"), nik_problem("520305")
    ('impossible_date', 'serial_zero', 'not_16_digits')
    """
    if len(text) != 16 or not (text.isascii() and text.isdigit()):
        return "not_16_digits"
    day, month, year = _encoded(text)
    if not (_exists(1900 + year, month, day) or _exists(2000 + year, month, day)):
        return "impossible_date"
    if text[12:] == "0000":
        return "serial_zero"
    return None


def make_nik(*, region: str, born_on: date, sex: Sex, serial: int) -> str:
    """Compose the 16 digits of a NIK; used for made-up people only, whose serials are 9001 to 9999."""
    if len(region) != 6 or not region.isdigit():
        raise ValueError(f"region must be six digits, got '{region}'")
    if not 1 <= serial <= 9999:
        raise ValueError(f"serial must be 1 to 9999, got {serial}")
    day = born_on.day + (WOMAN_DAY_OFFSET if sex == "P" else 0)
    return f"{region}{day:02d}{born_on.month:02d}{born_on.year % 100:02d}{serial:04d}"


def make_kk(*, region: str, issued_on: date, serial: int) -> str:
    """Compose the 16 digits of a family-card number from its region, date of issue and serial."""
    return make_nik(region=region, born_on=issued_on, sex="L", serial=serial)


def _encoded(digits: str) -> tuple[int, int, int]:
    day = int(digits[6:8])
    return (day - WOMAN_DAY_OFFSET if day > WOMAN_DAY_OFFSET else day), int(digits[8:10]), int(digits[10:12])


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
