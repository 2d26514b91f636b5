"""What a page of figures asks for: a region of the regency that is served, and a month that was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

from semesta.coverage.queries import months_counted
from semesta.kernel.month import Month
from semesta.kernel.region_code import regency_of
from semesta.regions.queries import region_named
from semesta.web.views.month import MonthNotCountedError, month_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A region, the month it is looked at in, and all months that were counted."""

    region: dict[str, Any]
    month: Month
    counted: list[str]


def asked(request: HttpRequest, code: str) -> Asked:
    """Return what is asked for. Errors: Http404 for a region that is none of ours; MonthNotCountedError."""
    if regency_of(code) != settings.REGENCY:
        raise Http404(code)
    try:
        region = region_named(code)
    except LookupError as problem:
        raise Http404(code) from problem
    counted = months_counted(settings.REGENCY)
    month = month_of(request, counted)
    if month is None:
        raise MonthNotCountedError(code)
    return Asked(region, month, counted)
