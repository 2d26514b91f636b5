"""What the table and the map of villages ask for: region, month, since when growth is told, the villages inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

from semesta.coverage.queries import villages_compared
from semesta.kernel.month import Month
from semesta.regions.queries import children_of
from semesta.web.views.asked import asked
from semesta.web.views.month import MonthNotCountedError


@dataclass(frozen=True, slots=True)
class Compared:
    """Villages of a region in a month; `chosen` is the code of the district they are narrowed to, empty for all."""

    region: dict[str, Any]
    month: Month
    since: Month | None
    counted: list[str]
    districts: list[dict[str, Any]]
    chosen: str
    villages: list[dict[str, Any]]

    def page(self) -> dict[str, Any]:
        """Return what every page of compared villages shows."""
        return {
            "region": self.region,
            "month": self.month,
            "since": self.since,
            "months": self.counted,
            "earlier": [text for text in self.counted if text < str(self.month)],
            "districts": self.districts,
            "chosen": self.chosen,
            "lagging": sum(line["standing"] == "below" for line in self.villages),
        }


def compared(request: HttpRequest, code: str) -> Compared:
    """Return the villages of a regency or district; ?since= and ?district= narrow.

    Errors: Http404 for another regency, a village, a district or month that is none; MonthNotCountedError.
    """
    found = asked(request, code)
    region, month, counted = found.region, found.month, found.counted
    districts = {"regency": lambda: children_of(code), "district": lambda: [region]}.get(region["level"])
    if districts is None:
        raise Http404(code)
    inside = districts()
    chosen = request.GET.get("district", "")
    if chosen and chosen not in {district["code"] for district in inside}:
        raise Http404(chosen)
    since = _since(request, counted, month)
    shown = {chosen} if chosen else {district["code"] for district in inside}
    villages = [line for line in villages_compared(settings.REGENCY, month, since=since) if line["district"] in shown]
    return Compared(region, month, since, counted, inside, chosen, villages)


def _since(request: HttpRequest, counted: list[str], month: Month) -> Month | None:
    """Return the month growth is told from: as asked, else a year before, else the month before, as far as counted."""
    wanted = request.GET.get("since", "")
    if wanted:
        if wanted not in counted or wanted >= str(month):
            raise MonthNotCountedError(wanted)
        return Month.parse(wanted)
    return next((back for back in (month.plus(-12), month.plus(-1)) if str(back) in counted), None)
