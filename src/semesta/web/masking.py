"""Personal numbers as pages show them: enough to recognise, not enough to use. Showing one in full is an action."""

from __future__ import annotations

import re

_OPEN_START, _OPEN_END = 4, 4
_LONG_RUN = re.compile(r"\d{9,}")


def masked_nik(nik: str | None) -> str:
    """Return a NIK or family-card number with its middle hidden; empty for none.

    >>> masked_nik("5203054107909001"), masked_nik("52030"), masked_nik(None)
    ('5203********9001', '*****', '')
    """
    return _masked(nik or "", start=_OPEN_START, end=_OPEN_END)


def masked_phone(phone: str | None) -> str:
    """Return a phone number with all but its last three digits hidden.

    >>> masked_phone("+6281907123456")
    '***********456'
    """
    return _masked(phone or "", start=0, end=3)


def _masked(text: str, *, start: int, end: int) -> str:
    if len(text) <= start + end:
        return "*" * len(text)
    return text[:start] + "*" * (len(text) - start - end) + text[len(text) - end :]


def masked_numbers(text: str | None) -> str:
    """Return a text as a list has it, with every long run of digits in it masked: cells hold NIK, phones, damaged ones.

    >>> masked_numbers("SITI 5203054107909001 / 0819-0712-3456"), masked_numbers("52O3 12-12-1985")
    ('SITI 5203********9001 / 0819-0712-3456', '52O3 12-12-1985')
    """
    return _LONG_RUN.sub(lambda found: masked_nik(found[0]), text or "")
