"""Shares month by month: a line per measure, named at its last point, so that no legend need be looked up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt

from semesta.charts.drawing import Drawing, Series, draw, rows_of
from semesta.charts.palette import PLAIN

WIDTH: Final = 280
HEIGHT: Final = 130


def trend_chart(title: str, series: Sequence[Series], *, first_heading: str) -> Drawing:
    """Draw shares (0 to 1) over places in order, usually months; a place without a figure breaks the line.

    The axis begins at nought and ends at the next round share, so that a small change looks small.
    """
    top = max((point.value or 0.0 for one in series for point in one.points), default=0.0)
    ceiling = next(
        (step for step in (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0) if top <= step * 0.97), max(1.0, top * 1.1)
    )
    scale = alt.Scale(domain=[one.name for one in series], range=[PLAIN[one.colour] for one in series])
    colour = alt.Color("name:N", scale=scale, legend=None)
    across = alt.X(
        "at:O",
        sort=None,
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=14, grid=False),
    )
    up = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[0, ceiling], nice=False),
        axis=alt.Axis(format="~p", tickCount=3, domain=False),
    )
    base = alt.Chart(alt.InlineData(values=rows_of(series))).encode(x=across, y=up, color=colour)
    line = base.mark_line(strokeWidth=2.5)
    last = base.transform_filter("isValid(datum.value)").transform_window(
        place="row_number()", groupby=["name"], sort=[alt.SortField("order", order="descending")]
    ).transform_filter("datum.place == 1")  # fmt: skip
    end = last.mark_point(filled=True, size=50, opacity=1)
    label = last.mark_text(align="left", dx=7, fontWeight=600).encode(text="text:N")
    return draw(title, alt.layer(line, end, label, width=WIDTH, height=HEIGHT), series,
                first_heading=first_heading)  # fmt: skip
