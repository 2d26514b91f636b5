"""A NIK with a digit too few or too many, or with an impossible date: the one number it can have been, when everything
else on the line says so.

Only suggested, never used: the line waits until a person has written the number again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

from semesta.kernel.nik import nik_problem

_LENGTH: Final = 16


def near_number(digits: str, *, date_part: str, prefixes: Container[int]) -> str | None:
    """Return the only NIK that differs from `digits` by one slip, starts with a known district and has the six digits
    `date_part` that the line's birth date and sex make; None when there is none or more than one.

    A slip is a digit more or less; of 16 digits one digit of the date, or any two neighbours that changed places.

    >>> near_number("52030201107909001", date_part="010790", prefixes={520302})
    '5203020107909001'
    >>> near_number("5203020137909001", date_part="010790", prefixes={520302})
    '5203020107909001'
    >>> near_number("5203069802849001", date_part="680284", prefixes={520306, 520309}) is None
    True
    >>> near_number("520302010790901", date_part="010790", prefixes={520302}) is None
    True
    """
    fitting = {
        number
        for number in _one_digit_away(digits, date_part)
        if number[6:12] == date_part and int(number[:6]) in prefixes and nik_problem(number) is None
    }
    return fitting.pop() if len(fitting) == 1 else None


def _one_digit_away(digits: str, date_part: str) -> Iterator[str]:
    """Yield the numbers of 16 digits that can hold `date_part`; a digit lost from the serial cannot be known."""
    if len(digits) == _LENGTH:
        if sum(one != other for one, other in zip(digits[6:12], date_part, strict=True)) == 1:
            yield digits[:6] + date_part + digits[12:]
        yield from (digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(_LENGTH - 1))
    if len(digits) == _LENGTH + 1:
        yield from (digits[:i] + digits[i + 1 :] for i in range(len(digits)))
    elif len(digits) == _LENGTH - 1 and digits[6:12] != date_part:
        if digits[5:11] == date_part:
            yield from (digits[:i] + digit + digits[i:] for i in range(6) for digit in "0123456789")
        if digits[6:11] in {date_part[:i] + date_part[i + 1 :] for i in range(6)}:
            yield digits[:6] + date_part + digits[11:]
