"""Charts: what is drawn is what the table says, named, small, and coloured by the page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from semesta.charts import Drawing, Point, Series, bar_chart, progress_chart, trend_chart
from semesta.charts.palette import Colour


def a_series(name: str, *values: float | None, colour: Colour = "first") -> Series:
    points = (Point(f"T{place}", value, "–" if value is None else f"~{value}") for place, value in enumerate(values))
    return Series(name, colour, tuple(points))


def texts(drawing: Drawing) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(drawing.svg).iter() if element.tag[-4:] == "text"]


def widths(drawing: Drawing, colour: str) -> list[float]:
    return [float(width) for width in re.findall(rf'd="M0,\d+h([\d.]+)[^"]*" fill="var\(--{colour},', drawing.svg)]


def test_the_table_tells_the_same_figures() -> None:
    one, other = a_series("A", 0.1, None), a_series("B", 0.3, 0.4, colour="second")
    drawing = trend_chart("Tren", [one, other], first_heading="Bulan")
    assert drawing.headings == ("Bulan", "A", "B")
    assert drawing.lines == (("T0", "~0.1", "~0.3"), ("T1", "–", "~0.4"))


def test_a_chart_is_an_image_with_a_name_that_cannot_break_out() -> None:
    drawing = bar_chart('"><script>', a_series("A <b>", 1.0), first_heading="x")
    root = ElementTree.fromstring(drawing.svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", '"><script>')
    assert "<script>" not in drawing.svg


def test_words_of_people_stay_words() -> None:
    hostile = Series("A", "first", (Point("</text><script>x</script>", 1.0, "<b>1</b>"),))
    drawing = progress_chart("T", [hostile], first_heading="x", said="A")
    assert "<script>" not in drawing.svg
    assert "</text><script>x</script>" in texts(drawing)


def test_every_line_is_named_at_its_last_figure() -> None:
    drawing = trend_chart("T", [a_series("A", 0.1, 0.2, None), a_series("B", 0.3, 0.1, 0.4)], first_heading="x")
    assert {"~0.2", "~0.4"} <= set(texts(drawing))
    assert not {"~0.1", "~0.3"} & set(texts(drawing))


def test_a_trend_begins_at_nought_so_that_little_looks_little() -> None:
    drawing = trend_chart("T", [a_series("A", 0.50, 0.51)], first_heading="x")
    (path,) = re.findall(r'd="(M[\d.,L]+)" stroke="var\(--chart-first', drawing.svg)
    heights = [float(point.split(",")[1]) for point in path[1:].split("L")]
    assert 0 < heights[0] - heights[1] < 4


def test_bars_lie_within_one_another_to_scale() -> None:
    ceiling, paid = a_series("Pagu", 200.0, 100.0, colour="track"), a_series("Dibayar", 50.0, 0.0)
    drawing = progress_chart("Uang", [ceiling, paid], first_heading="Sumber", said="Pagu")
    assert widths(drawing, "track") == [320, 160]
    assert widths(drawing, "chart-first") == [80, 0]
    assert "~200.0" in texts(drawing)
    assert "~50.0" not in texts(drawing)


def test_colours_follow_the_page() -> None:
    drawing = trend_chart("T", [a_series("A", 0.1, 0.2)], first_heading="x")
    assert 'stroke="var(--chart-first, #0b5a8f)"' in drawing.svg
    assert not re.search(r'(fill|stroke)="#', drawing.svg)


def test_a_chart_of_a_year_is_small_and_plain() -> None:
    year = [a_series(name, *(n / 20 for n in range(12)), colour=c) for name, c in (("A", "first"), ("B", "second"))]
    svg = trend_chart("T", year, first_heading="x").svg
    assert len(svg) < 5_000
    assert not re.search(r"style=|<script|href=|font-family|NaN|undefined", svg)


def test_thousands_in_a_label_are_not_taken_for_decimals() -> None:
    points = (Point("Desa 1.250", 400_000.0, "Rp400.000"), Point("ADD", 1.0, "1.848.123"))
    drawing = progress_chart("Uang", [Series("Pagu", "track", points)], first_heading="Sumber", said="Pagu")
    assert {"Desa 1.250", "Rp400.000", "1.848.123"} <= set(texts(drawing))


def test_charts_of_nothing_are_drawn() -> None:
    assert trend_chart("T", [a_series("A", None, None)], first_heading="x").lines[0] == ("T0", "–")
    assert progress_chart("T", [a_series("A")], first_heading="x", said="A").lines == ()


def test_series_with_other_places_are_refused() -> None:
    with pytest.raises(ValueError, match="same places"):
        trend_chart("T", [a_series("A", 0.1), a_series("B", 0.1, 0.2)], first_heading="x")
