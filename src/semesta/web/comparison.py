"""Villages put in order the fair way (`coverage.rules`): by rate, by growth, by distance to what is possible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

Order = Literal["rate", "growth", "distance", "name"]
ORDERS: Final[tuple[Order, ...]] = ("rate", "growth", "distance", "name")
_BY: Final[dict[Order, str]] = {"rate": "fair_share", "growth": "fair_growth", "distance": "fair_distance"}
_FIRST_IS_LEAST: Final = ("rate", "growth")
"""Who looks for where to help begins with the lowest rate, the lowest growth, the largest distance."""


def in_order(villages: Sequence[dict[str, Any]], order: Order, *, is_reversed: bool = False) -> list[dict[str, Any]]:
    """Return lines of `villages_compared` in order; villages without the figure stand last either way.

    Equal figures stand in order of code, so that the same question has the same answer.
    """
    if order == "name":
        return sorted(villages, key=lambda line: (line["name"], line["code"]), reverse=is_reversed)
    key = _BY[order]
    ascending = (order in _FIRST_IS_LEAST) != is_reversed
    with_figure = [line for line in villages if line[key] is not None]
    without = [line for line in villages if line[key] is None]
    placed = sorted(with_figure, key=lambda line: (line[key] if ascending else -line[key], line["code"]))
    return placed + without
