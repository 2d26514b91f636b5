"""Amounts within one another, a bar per place: the widest first (a ceiling), the innermost last (what is paid)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt

from semesta.charts.drawing import Drawing, Series, draw, rows_of
from semesta.charts.palette import PLAIN

WIDTH: Final = 320
LINE: Final = 44
BAR: Final = 16


def progress_chart(title: str, series: Sequence[Series], *, first_heading: str, said: str) -> Drawing:
    """Draw for every place nested bars of the series, each thinner than the one before, under the place's name.

    `said` names the series whose text stands at the right, above the bar.
    """
    rows = rows_of(series)
    top = max((row["value"] or 0 for row in rows), default=0) or 1
    across = alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top], nice=False))
    down = alt.Y("at:N", sort=None, title=None, axis=None)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=across, y=down)
    bars = [
        base.transform_filter(alt.datum.name == one.name).mark_bar(
            size=max(3, BAR - 4 * place), color=PLAIN[one.colour], yOffset=8
        )
        for place, one in enumerate(series)
    ]
    words = alt.Chart(alt.InlineData(values=[row for row in rows if row["name"] == said])).encode(y=down)
    names = words.mark_text(align="left", dy=-8, limit=200).encode(x=alt.value(0), text="at:N")
    texts = words.mark_text(align="right", dy=-8, fontWeight=600).encode(x=alt.value(WIDTH), text="text:N")
    height = max(1, len(series[0].points)) * LINE
    return draw(title, alt.layer(*bars, names, texts, width=WIDTH, height=height), series,
                first_heading=first_heading)  # fmt: skip
