"""A value as a spreadsheet's cell: what begins like a formula is made a text, however the sheet is saved."""

from __future__ import annotations

from datetime import date
from typing import Final

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|")


def harmless(cell: object) -> object:
    """Write a cell so that a spreadsheet shows it as text and never runs it; numbers stay numbers, days are ISO.

    >>> harmless(" =1+1"), harmless("AMAQ SALEH"), harmless(None), harmless(-5), harmless(date(2026, 1, 5))
    ("' =1+1", 'AMAQ SALEH', '', -5, '2026-01-05')
    """
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text
