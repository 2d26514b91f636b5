"""Owners of micro-enterprises of a region: covered, by whom, until when; by village; what paying oneself costs."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from semesta.coverage.queries import (
    MEMBER_DEFINITION_EN,
    MEMBER_DEFINITION_ID,
    enterprise_counts,
    enterprise_villages,
    newest_counted_at,
    self_payment,
)
from semesta.kernel.month import Month
from semesta.law import UnanswerableError
from semesta.regions.queries import regions_at
from semesta.web.clock import today
from semesta.web.comparison import Order, in_order
from semesta.web.download import csv_response
from semesta.web.kept import kept
from semesta.web.language import reader_language, say
from semesta.web.order_heading import heading, same_query
from semesta.web.owner_sums import sums_of
from semesta.web.permission import open_to_roles
from semesta.web.readers import ENTERPRISES
from semesta.web.signed_in import signed_in
from semesta.web.views.asked import Asked, asked
from semesta.web.views.month import MonthNotCountedError, not_counted

ORDERS: Final[tuple[Order, ...]] = ("rate", "name")
LONGEST: Final = 20
USUAL_INCOME_RP: Final = "1000000"
"""What stands in the form before somebody writes, an example as in the citizen's calculator; the law answers for it."""
CSV_COLUMNS: Final = (
    "code", "name", "district", "month", "known", "members", "share", "low", "high", "standing", "fair_share", "self",
    "purse", "employer", "other", "ends_soon", "late", "uncovered",
)  # fmt: skip
"""The columns of the file; docs/enterprise.md is their dictionary."""


@require_safe
@open_to_roles(*ENTERPRISES)
def own_owners(request: HttpRequest) -> HttpResponse:
    """Lead to the owners of the reader's own territory: of a part of the regency, or of all of it."""
    territory = signed_in(request).territory
    own = territory if territory.startswith(f"{settings.REGENCY}.") else settings.REGENCY
    return HttpResponseRedirect(reverse("owners", args=[own]))


@require_safe
@open_to_roles(*ENTERPRISES, within="code")
def owners(request: HttpRequest, code: str) -> HttpResponse:
    """Show the owners of a region; ?month=, ?order= and ?reversed=1, and ?penghasilan= of who would pay himself."""
    try:
        found = asked(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    counted = _counted(request, found)
    order, is_reversed = _order(request)
    sums = sums_of(counted["lines"])
    context: dict[str, Any] = {
        "region": found.region,
        "month": found.month,
        "months": found.counted,
        "counted_at": counted["at"],
        "definition": say(MEMBER_DEFINITION_ID, MEMBER_DEFINITION_EN),
        "sums": sums,
        "lines": _villages(found, counted["lines"], order, is_reversed=is_reversed),
        "headings": {name: heading(request, name, order, is_reversed=is_reversed) for name in ORDERS},
        "csv_query": same_query(request, order=order, reversed="1" if is_reversed else "", penghasilan=""),
        "order": order,
    }
    cost, status = _cost(request, sums.uncovered)
    return render(request, "web/enterprise/owners.html", context | cost, status=status)


@require_safe
@open_to_roles(*ENTERPRISES, within="code")
def owners_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Return the same villages in the same order as a CSV file."""
    try:
        found = asked(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    order, is_reversed = _order(request)
    lines = _villages(found, _counted(request, found)["lines"], order, is_reversed=is_reversed)
    told = ([_cell((line | {"month": str(found.month)})[column]) for column in CSV_COLUMNS] for line in lines)
    return csv_response(CSV_COLUMNS, told, f"usaha-mikro-{code}-{found.month}.csv", delimiter=",")


def _counted(request: HttpRequest, found: Asked) -> dict[str, Any]:
    """Return when the owners were counted, and their lines; once after each count of coverage, by what is seen."""
    sight = signed_in(request).territory
    key = f"owners:{sight}:{found.region['code']}:{found.month}:{newest_counted_at(settings.REGENCY)}"
    return kept(
        key.replace(" ", "T"),
        lambda: {"at": timezone.now(), "lines": enterprise_counts(found.region["code"], found.month)},
    )


def _villages(found: Asked, counts: list[dict[str, Any]], order: Order, *, is_reversed: bool) -> list[dict[str, Any]]:
    districts = {one["code"]: one["name"] for one in regions_at("district", within=found.region["code"][:8])}
    lines = in_order(enterprise_villages(found.region["code"], counts), order, is_reversed=is_reversed)
    return [line | {"district_name": districts.get(line["district"], "")} for line in lines]


def _cost(request: HttpRequest, uncovered: int) -> tuple[dict[str, Any], int]:
    """Return what paying oneself costs at the declared income, from this month on, and the status of the answer."""
    income = request.GET.get("penghasilan", USUAL_INCOME_RP).strip()[:LONGEST]
    try:
        prices = self_payment(settings.REGENCY, Month.of(today()), income_rp=income, language=reader_language())
    except UnanswerableError as problem:
        return {"income": income, "mistake": problem.said(reader_language())}, 422
    return {
        "income": income,
        "prices": [(price, price.monthly_rp * uncovered) for price in prices],
        "found": prices[0].page,
    }, 200


def _order(request: HttpRequest) -> tuple[Order, bool]:
    wanted = request.GET.get("order", "rate")
    return wanted if wanted in ORDERS else "rate", request.GET.get("reversed") == "1"


def _cell(value: object) -> object:
    return round(value, 6) if isinstance(value, float) else value
