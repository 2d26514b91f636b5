"""Small bars for gains and losses: from the middle to the right for more, to the left for less, one scale a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_HALF = 50.0


def with_bars(lines: Sequence[dict[str, Any]], *, of: str = "protected_more") -> list[dict[str, Any]]:
    """Return the lines, the largest loss first, with `bar`: class, start and length on a drawing 100 wide, as text."""
    widest = max((abs(line[of]) for line in lines), default=0) or 1
    return [line | {"bar": _bar(line[of], widest)} for line in sorted(lines, key=lambda one: (one[of], one["code"]))]


def _bar(change: int, widest: int) -> dict[str, str]:
    length = abs(change) / widest * _HALF
    start = _HALF if change >= 0 else _HALF - length
    return {"kind": "more" if change >= 0 else "less", "start": f"{start:.1f}", "length": f"{length:.1f}"}
