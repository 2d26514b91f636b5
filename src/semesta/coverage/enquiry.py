"""What a citizen may learn of a NIK, and how often anybody may ask.

The answer is the same whether the NIK is unknown, the birth date does not fit, or no cover stands, and so is the work
done for it (`cover_of_citizen` in the database looks somebody up in any case): who asks for others learns nothing, not
from the time it takes either. A NIK holds its birth date, so the date is no secret; what keeps lists from being worked
through are the limits, counted over keyed fingerprints that are worthless without the installation's key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Final

from django.utils.crypto import salted_hmac

from semesta.kernel.month import Month

WINDOW: Final = timedelta(hours=1)
KEPT: Final = timedelta(days=1)
MOST_OF_AN_ASKER: Final = 20
"""Askings of one connection within `WINDOW`: a family, or a village office behind it."""
MOST_OF_A_NIK: Final = 6
"""Askings about one NIK within `KEPT`, from wherever."""
_OF_ONE_HOUSEHOLD: Final = 64
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


def network_of(address: str) -> str:
    """Return whose connection an address is: of IPv6 the first 64 bits, for one household has all that follow them.

    >>> network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::9"), network_of("203.0.113.7")
    (True, '203.0.113.7')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, _OF_ONE_HOUSEHOLD), strict=False))


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
