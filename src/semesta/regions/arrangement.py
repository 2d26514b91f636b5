"""Where districts stand on a map without boundaries: on a coarse grid, north above and west at the left.

The grid that ships (data/district_grid.csv) was laid by hand after the map, so that neighbours stay near; it says
nothing of size or border. Another regency is laid by points inside its districts where boundaries are loaded, else by
code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from semesta.regions.shipped import shipped_lines

COLUMNS: Final = 3

Grid = list[list[str | None]]


def arranged(codes: Sequence[str], points: Mapping[str, tuple[float, float]] | None = None) -> Grid:
    """Return rows of COLUMNS places, each a code of `codes` or None for an empty place; every code stands once.

    `points` are (longitude, latitude) by code; they are used when they know every code.
    """
    shipped = _shipped()
    if set(codes) <= set(shipped):
        rows = max((shipped[code][0] for code in codes), default=0)
        grid: Grid = [[None] * COLUMNS for _ in range(rows)]
        for code in codes:
            row, column = shipped[code]
            grid[row - 1][column - 1] = code
        return [line for line in grid if any(line)]
    placed = sorted(codes)
    if points is not None and set(codes) <= set(points):
        placed = sorted(codes, key=lambda code: (-points[code][1], code))
        lines = [placed[start : start + COLUMNS] for start in range(0, len(placed), COLUMNS)]
        placed = [code for line in lines for code in sorted(line, key=lambda code: (points[code][0], code))]
    filled: list[str | None] = [*placed, *[None] * (-len(placed) % COLUMNS)]
    return [filled[start : start + COLUMNS] for start in range(0, len(filled), COLUMNS)]


@cache
def _shipped() -> dict[str, tuple[int, int]]:
    return {line["code"]: (int(line["row"]), int(line["column"])) for line in shipped_lines("district_grid.csv")}
