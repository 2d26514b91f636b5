"""A month of contribution, and half-open periods of months: the last month is not part of the period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTH_TEXT = re.compile(r"^(\d{4})-(\d{2})$")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month. Months are ordered and can be counted in.

    >>> Month(2025, 12).plus(1)
    Month(year=2026, number=1)
    >>> Month.parse("2026-02").last_day()
    datetime.date(2026, 2, 28)
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 9998):
            raise ValueError(f"no such month: {self.year}-{self.number}")

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that `day` falls in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`; anything else raises ValueError with what was expected."""
        found = _MONTH_TEXT.match(text.strip())
        if found is None:
            raise ValueError(f"'{text}' is not a month; write YYYY-MM, for example 2026-01")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def plus(self, months: int) -> Month:
        """Return the month `months` later (earlier when negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def months_until(self, other: Month) -> int:
        """Count the months from this one to `other`: 0 for the same month, negative when it is earlier."""
        return (other.year - self.year) * 12 + other.number - self.number

    def first_day(self) -> date:
        """Return the first day of the month."""
        return date(self.year, self.number, 1)

    def last_day(self) -> date:
        """Return the last day of the month."""
        return date.fromordinal(self.plus(1).first_day().toordinal() - 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Months from `start` up to, not including, `end`; `end=None` is still running.

    >>> list(map(str, Period(Month(2025, 11), Month(2026, 1))))
    ['2025-11', '2025-12']
    >>> Month(2026, 1) in Period(Month(2025, 11), Month(2026, 1))
    False
    """

    start: Month
    end: Month | None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"period ends ({self.end}) before it starts ({self.start})")

    def __contains__(self, month: Month) -> bool:
        return self.start <= month and (self.end is None or month < self.end)

    def __iter__(self) -> Iterator[Month]:
        if self.end is None:
            raise ValueError("a period that is still running cannot be counted out")
        month = self.start
        while month < self.end:
            yield month
            month = month.plus(1)

    def __len__(self) -> int:
        if self.end is None:
            raise ValueError("a period that is still running has no length")
        return self.start.months_until(self.end)

    def overlaps(self, other: Period) -> bool:
        """Say whether the two periods share a month."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)
