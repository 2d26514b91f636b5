"""From an Altair chart to a small SVG with a text alternative.

vl-convert (Vega-Lite in a JavaScript engine of its own) draws without a browser; it may fetch nothing. What it writes
for interactive use is taken out, which leaves about a third. Text keeps the family of the page it stands on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import altair as alt
import vl_convert

from semesta.charts.palette import PLAIN, Colour, for_page

NOTHING: Final = "–"
_CONFIG: Final[dict[str, Any]] = {
    "background": None,
    "padding": {"left": 2, "top": 5, "right": 14, "bottom": 4},
    "view": {"stroke": None},
    "axis": {
        "labelColor": PLAIN["soft"], "gridColor": PLAIN["rule"], "domainColor": PLAIN["rule"], "ticks": False,
        "labelFontSize": 12, "labelPadding": 6,
    },
    "text": {"fontSize": 12, "color": PLAIN["ink"]},
}  # fmt: skip
_NEEDLESS: Final = re.compile(
    r' (?:role|aria-[\w-]+|pointer-events|font-family|class|opacity|stroke-miterlimit|xmlns:xlink|version)="[^"]*"'
)
_UNSEEN: Final = re.compile(r'<text [^>]*opacity="0"[^>]*>[^<]*</text>')  # labels that would stand in one another
_EMPTY: Final = (
    re.compile(r'<path(?: aria-hidden="true")? d="(?:M0,0h0v0h0Z)?"[^>]*/>'),
    re.compile(r"<g(?: [^>]*)?></g>"),
    re.compile(r'<path d="M[^"]*"(?: (?:stroke|fill)="(?:transparent|none)")*/>(?=<g)'),
)
_LONG: Final = re.compile(r"-?\d+\.\d{2,}(?=[^<>]*>)")  # inside a tag: figures that people read stay as they are


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at a place of the chart: `at` names the place, `text` is the figure as people read it."""

    at: str
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind with one colour; every series of a chart has the same places in the same order."""

    name: str
    colour: Colour
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for a page: title, SVG, its series for a legend, and the table of the same figures (lines of text)."""

    title: str
    svg: str
    series: tuple[Series, ...]
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def draw(title: str, chart: alt.TopLevelMixin, series: Sequence[Series], *, first_heading: str) -> Drawing:
    """Return the drawing of a chart and the table of `series`.

    Errors: ValueError when the series do not have the same places.
    """
    places = [point.at for point in series[0].points]
    if any([point.at for point in one.points] != places for one in series):
        raise ValueError("the series of a chart have the same places in the same order")
    lines = tuple((place, *(one.points[number].text for one in series)) for number, place in enumerate(places))
    return Drawing(title, to_svg(chart, title), tuple(series), (first_heading, *(one.name for one in series)), lines)


def to_svg(chart: alt.TopLevelMixin, title: str) -> str:
    """Return the chart as an SVG image named `title`, its colours variables of the page it is set in."""
    drawn = vl_convert.vegalite_to_svg(chart.to_dict(), config=_CONFIG, allowed_base_urls=[])
    thin = _NEEDLESS.sub("", _UNSEEN.sub("", drawn))
    for _ in range(4):  # a group whose content was taken out is empty itself
        for needless in _EMPTY:
            thin = needless.sub("", thin)
    thin = _LONG.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), thin)
    named = thin.replace("<svg ", f'<svg class="chart" role="img" aria-label="{escape(title, quote=True)}" ', 1)
    return for_page(named)


def rows_of(series: Sequence[Series]) -> list[dict[str, Any]]:
    """Return the figures as data of a specification: at, order, name, value (null where there is none), text."""
    return [
        {"at": point.at, "order": order, "name": one.name, "value": point.value, "text": point.text}
        for one in series
        for order, point in enumerate(one.points)
    ]
