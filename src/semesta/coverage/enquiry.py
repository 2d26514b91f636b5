"""What a citizen may learn of a NIK, and how often anybody may ask.

The answer is the same whether the NIK is unknown, the birth date does not fit, or no cover stands: who asks for others
learns nothing of them. A NIK holds its birth date, so the date is no secret; what keeps lists from being worked through
are the limits, counted over keyed fingerprints that are worthless without the installation's key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.crypto import salted_hmac

from semesta.kernel.month import Month

WINDOW: Final = timedelta(hours=1)
KEPT: Final = timedelta(days=1)
MOST_OF_AN_ASKER: Final = 20
"""Askings of one address within `WINDOW`: a family, or a village office behind one connection."""
MOST_OF_A_NIK: Final = 6
"""Askings about one NIK within `KEPT`, from wherever."""
MOST_OF_ALL: Final = 600
"""Askings of everybody within `WINDOW`: beyond it the page rests, for then it is being worked through."""


@dataclass(frozen=True, slots=True)
class CitizenAnswer:
    """Cover that stands now: the last of its unbroken months, who pays them and the class; `until` None: none found.

    `refused_for`: a limit is reached and holds that long at most; nothing was looked up.
    """

    until: Month | None
    payer: str = ""
    membership_class: str = ""
    refused_for: timedelta | None = None


def mark_of(kind: str, text: str) -> str:
    """Return a fingerprint under the installation's key: 64 hexadecimal digits, another for every `kind`."""
    return salted_hmac(f"semesta.enquiry.{kind}", text, algorithm="sha256").hexdigest()


def unbroken(months: list[tuple[Month, str, str]], *, since: Month) -> CitizenAnswer:
    """Return the cover from `since` on without a gap, of months (month, payer, class) in order.

    >>> june = Month(2026, 6)
    >>> unbroken([(june, "ADD", "BPU"), (june.plus(1), "ADD", "BPU"), (june.plus(3), "ADD", "BPU")], since=june).until
    Month(year=2026, number=7)
    >>> unbroken([(june.plus(1), "ADD", "BPU")], since=june).until is None
    True
    """
    answer = CitizenAnswer(None)
    expected = since
    for month, payer, membership_class in months:
        if month != expected:
            break
        answer = CitizenAnswer(month, payer, membership_class)
        expected = month.plus(1)
    return answer
