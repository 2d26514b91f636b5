"""The month a page is about: ?month=2026-01, else the newest of those counted that has begun."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from semesta.coverage.queries import month_to_show, months_counted
from semesta.kernel.month import Month
from semesta.web.clock import today


class MonthNotCountedError(LookupError):
    """The address asks for a month without a count (or for no month at all)."""


def month_of(request: HttpRequest, counted: list[str]) -> Month | None:
    """Return the month asked for, else `month_to_show`; None when nothing was counted yet and none is asked for."""
    asked = request.GET.get("month")
    if not asked:
        return month_to_show(counted, Month.of(today()))
    if asked not in counted:
        raise MonthNotCountedError(asked)
    return Month.parse(asked)


def not_counted(request: HttpRequest) -> HttpResponse:
    """Say that the month has no count, how to count it, and which months have one."""
    try:
        month = Month.parse(request.GET.get("month", ""))
    except ValueError:
        month = None
    months = months_counted(settings.REGENCY)
    return render(request, "web/not_counted.html", {"month": month, "months": months}, status=404)
