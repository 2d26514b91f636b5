"""How many of something fall into each class: one bar a class, its number above it."""

from __future__ import annotations

from typing import Final

import altair as alt

from semesta.charts.drawing import Drawing, Series, draw, rows_of
from semesta.charts.palette import PLAIN

WIDTH: Final = 320
HEIGHT: Final = 110


def bar_chart(title: str, series: Series, *, first_heading: str) -> Drawing:
    """Draw one series as standing bars in the order of its places; a class of none keeps its place."""
    across = alt.X("at:O", sort=None, title=None, axis=alt.Axis(labelAngle=0, grid=False))
    base = alt.Chart(alt.InlineData(values=rows_of([series]))).encode(
        x=across, y=alt.Y("value:Q", title=None, axis=None, scale=alt.Scale(domainMin=0))
    )
    bars = base.mark_bar(color=PLAIN[series.colour])
    label = base.mark_text(dy=-8).encode(text="text:N")
    return draw(title, alt.layer(bars, label, width=WIDTH, height=HEIGHT), [series],
                first_heading=first_heading)  # fmt: skip
