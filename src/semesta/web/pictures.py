"""The charts of the pages, drawn from figures of queries and kept by their content: the same figures are drawn once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.core.cache import cache

from semesta.charts import Drawing, Point, Series, bar_chart, progress_chart, trend_chart
from semesta.charts.palette import Colour
from semesta.web.language import say
from semesta.web.measure import Measure
from semesta.web.shade import STEPS, step_of
from semesta.web.templatetags.page_text import count, month_name, percent, short_month, short_rupiah

KEPT_SECONDS: Final = 24 * 60 * 60
SHOWN_PURSES: Final = 5


def trend_picture(lines: Sequence[dict[str, Any]], base: Measure | None) -> Drawing:
    """Draw members / workers (of one base, fixed) and members / target (of the year) month by month (`trend_of`)."""

    def points(denominators: list[int | None]) -> tuple[Point, ...]:
        shares = [line["members"] / of if of else None for line, of in zip(lines, denominators, strict=True)]
        return tuple(Point(short_month(line["month"]), s, percent(s)) for line, s in zip(lines, shares, strict=True))

    targets = [line["target"]["value"] if line["target"] else None for line in lines]
    series = []
    if base is not None:
        series.append(Series(say("Peserta / pekerja", "Members / workers"), "first", points([base.base] * len(lines))))
    if any(targets):
        series.append(Series(say("Peserta / target", "Members / target"), "second", points(targets)))
    title = say("Tren cakupan menurut bulan", "Coverage by month")
    if lines:
        title += f", {month_name(lines[0]['month'])} – {month_name(lines[-1]['month'])}"
    return _kept(trend_chart, title, tuple(series), first_heading=say("Bulan", "Month"))


def money_picture(realised: dict[str, Any]) -> Drawing:
    """Draw what of every purse's ceiling is decreed, billed and paid (`realisation`), the largest purses first."""
    purses = sorted(realised["purses"], key=lambda purse: (-purse["revised_rp"], purse["id"]))
    shown, rest = purses[:SHOWN_PURSES], purses[SHOWN_PURSES:]
    kinds = ("revised_rp", "committed_rp", "billed_rp", "paid_rp")
    if rest:
        others = {kind: sum(purse[kind] for purse in rest) for kind in kinds}
        shown = [*shown, {"name": say(f"{len(rest)} sumber lain", f"{len(rest)} other purses"), **others}]
    names = (say("Pagu", "Ceiling"), say("Ditetapkan", "Decreed"), say("Ditagih", "Billed"), say("Dibayar", "Paid"))
    colours: tuple[Colour, ...] = ("track", "third", "second", "first")
    series = tuple(
        Series(name, colour, tuple(Point(purse["name"], purse[kind], short_rupiah(purse[kind])) for purse in shown))
        for name, colour, kind in zip(names, colours, kinds, strict=True)
    )
    title = say(f"Uang menurut sumber dana, {realised['fiscal_year']}", f"Money by purse, {realised['fiscal_year']}")
    return _kept(progress_chart, title, series, first_heading=say("Sumber dana", "Purse"), said=names[0])


def distribution_picture(villages: Sequence[dict[str, Any]]) -> Drawing:
    """Draw how many villages fall into each class of the share of known workers covered (the classes of the map)."""
    steps = [step_of(village["share"]) for village in villages]
    numbers = [steps.count(str(step)) for step in range(len(STEPS))]
    places = [f"{step} %" for step in STEPS]
    series = Series(
        say("Desa", "Villages"),
        "first",
        tuple(Point(place, number, count(number)) for place, number in zip(places, numbers, strict=True)),
    )
    title = say("Desa menurut bagian pekerja dikenal yang terlindungi", "Villages by share of known workers covered")
    return _kept(bar_chart, title, series, first_heading=say("Cakupan", "Coverage"))


def _kept(draw: Callable[..., Drawing], *given: object, **named: object) -> Drawing:
    """Return the drawing of these figures, from the cache when they were drawn before."""
    content = repr((draw.__name__, given, sorted(named.items())))
    key = f"picture:{hashlib.sha256(content.encode()).hexdigest()}"
    found: Drawing | None = cache.get(key)
    if found is None:
        found = draw(*given, **named)
        cache.set(key, found, KEPT_SECONDS)
    return found
