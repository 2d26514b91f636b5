"""Charts: named figures in, an SVG and the table of the same figures out. No Django, no clock, no network."""

from semesta.charts.bars import bar_chart
from semesta.charts.drawing import Drawing, Point, Series
from semesta.charts.progress import progress_chart
from semesta.charts.trend import trend_chart

__all__ = ["Drawing", "Point", "Series", "bar_chart", "progress_chart", "trend_chart"]
