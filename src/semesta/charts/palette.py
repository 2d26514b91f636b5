"""The colours of charts by what they mean. On a page they are CSS variables, so that light, dark and print follow.

Each has a plain colour too, which specifications carry and paper shows. The plain colours differ from one another in
lightness, so that a chart can be read in grey.
"""

from __future__ import annotations

from typing import Final, Literal

Colour = Literal["ink", "soft", "rule", "track", "first", "second", "third"]

PLAIN: Final[dict[Colour, str]] = {
    "ink": "#1b2733",
    "soft": "#526070",
    "rule": "#dfe5ea",
    "track": "#e4eaef",
    "first": "#0b5a8f",
    "second": "#b45f06",
    "third": "#7ab0da",
}
VARIABLE: Final[dict[Colour, str]] = {
    "ink": "--ink",
    "soft": "--ink-soft",
    "rule": "--rule",
    "track": "--track",
    "first": "--chart-first",
    "second": "--chart-second",
    "third": "--chart-third",
}
"""The variable of a page's stylesheet that stands for a colour."""


def for_page(svg: str) -> str:
    """Return the SVG with every plain colour of the palette replaced by its variable, the plain one as a fallback."""
    for name, colour in PLAIN.items():
        svg = svg.replace(f'"{colour}"', f'"var({VARIABLE[name]}, {colour})"')
    return svg
