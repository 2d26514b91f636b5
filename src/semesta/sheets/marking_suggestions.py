"""What may be written into the cell of a finding instead of what stands there.

A finding's `after` is nearly always that value. For a few kinds it is the other side of a contradiction (the birth date
by the NIK, the village of the sender) and says nothing about what the cell should hold; those suggest nothing.
"""

from __future__ import annotations

import re
from typing import Final

from semesta.kernel.finding import Finding

_OTHER_SIDE: Final = frozenset(
    {
        "nik_birth_mismatch",
        "village_wrong",
        "district_mismatch",
        "column_by_content",
        "segment_from_title",
        "two_payers",
    }
)
_ISO_DATE: Final = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_PLACE: Final = re.compile(r"^[^\d]*[A-Za-z]")


def corrected_value(finding: Finding) -> str:
    """Return the value to write into the finding's cell, dates as day-month-year; empty when none is suggested.

    In a column that holds birthplace and date together the place is kept.
    """
    value = finding.after.strip()
    if not value or value == finding.before.strip() or finding.kind.code in _OTHER_SIDE:
        return ""
    if day := _ISO_DATE.match(value):
        value = f"{day[3]}-{day[2]}-{day[1]}"
        place = _PLACE.match(finding.before)
        if finding.field == "birth" and place is not None:
            value = f"{place[0].strip(' ,/-')}, {value}"
    return value
