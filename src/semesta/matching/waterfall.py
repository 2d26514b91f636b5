"""The waterfall chart of a pair: how each comparison moves it from the prior to its weight. Plain SVG, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from semesta.matching.evidence import Part

_LINE = 22
_LEFT = 330
_WIDTH = 300


def waterfall_svg(
    parts: Iterable[Part], *, prior: float, before: str = "before comparing", after: str = "in all"
) -> str:
    """Draw the parts as a waterfall from the prior to the weight of the pair: an SVG without script or outside font."""
    steps = [(before, "", prior), *((part.title, part.level, part.total) for part in parts)]
    sums = [0.0]
    for _, _, weight in steps:
        sums.append(sums[-1] + weight)
    low, high = min(sums), max(sums)
    scale = _WIDTH / max(high - low, 1.0)
    height = _LINE * (len(steps) + 1) + 10

    def at(weight: float) -> float:
        return _LEFT + (weight - low) * scale

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" font-family="sans-serif" font-size="11">',
        f'<line x1="{at(0):.1f}" x2="{at(0):.1f}" y1="0" y2="{height}" stroke="#999"/>',
    ]
    for row, (title, level, weight) in enumerate([*steps, (after, "", sums[-1])]):
        start = sums[row] if row < len(steps) else 0.0
        left, right = sorted((at(start), at(start + weight)))
        colour = "#555" if row == len(steps) else "#2a7f62" if weight >= 0 else "#b3402a"
        y = _LINE * row + 6
        text = f"{title}: {level}" if level else title
        lines.append(f'<text x="4" y="{y + 12}">{escape(text[:58])}</text>')
        lines.append(f'<rect x="{left:.1f}" y="{y}" width="{max(right - left, 0.8):.1f}" height="16" fill="{colour}"/>')
        lines.append(f'<text x="{right + 4:.1f}" y="{y + 12}">{weight:+.1f}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
