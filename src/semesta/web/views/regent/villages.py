"""Villages side by side as a table and as CSV: by rate, by growth, by distance to what is possible."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.web.comparison import ORDERS, Order, in_order
from semesta.web.download import csv_response
from semesta.web.order_heading import heading, same_query
from semesta.web.permission import open_to_roles
from semesta.web.readers import PERSONS, SUMMARY
from semesta.web.signed_in import signed_in
from semesta.web.views.month import MonthNotCountedError, not_counted
from semesta.web.views.regent.compared import Compared, compared

CSV_COLUMNS = (
    "code", "name", "district", "district_name", "month", "since", "known", "members", "share", "low", "high",
    "standing", "fair_share", "members_then", "growth", "fair_growth", "in_grace", "enrollable", "lacking", "distance",
    "fair_distance",
)  # fmt: skip
"""The columns of the file; docs/coverage.md is their dictionary."""


@require_safe
@open_to_roles(*SUMMARY, within="code")
def villages(request: HttpRequest, code: str) -> HttpResponse:
    """Show the villages of a regency or district in order; ?order= and ?reversed=1 as the headings offer."""
    try:
        found = compared(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    order, is_reversed = _order(request)
    context: dict[str, Any] = found.page() | {
        "order": order,
        "lines": in_order(found.villages, order, is_reversed=is_reversed),
        "headings": {name: heading(request, name, order, is_reversed=is_reversed) for name in ORDERS},
        "csv_query": same_query(request, order=order, reversed="1" if is_reversed else ""),
        "may_open": signed_in(request).role in PERSONS,
    }
    return render(request, "web/regent/villages.html", context)


@require_safe
@open_to_roles(*SUMMARY, within="code")
def villages_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Return the same villages in the same order as a CSV file."""
    try:
        found = compared(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    order, is_reversed = _order(request)
    lines = in_order(found.villages, order, is_reversed=is_reversed)
    cells = (_cells(line, found) for line in lines)
    return csv_response(CSV_COLUMNS, cells, f"desa-{code}-{found.month}.csv", delimiter=",")


def _cells(line: dict[str, Any], found: Compared) -> list[object]:
    told = line | {"month": str(found.month), "since": str(found.since or "")}
    cells = [told[column] for column in CSV_COLUMNS]
    return [round(cell, 6) if isinstance(cell, float) else cell for cell in cells]


def _order(request: HttpRequest) -> tuple[Order, bool]:
    asked = request.GET.get("order", "rate")
    return asked if asked in ORDERS else "rate", request.GET.get("reversed") == "1"
