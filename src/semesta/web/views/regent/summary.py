"""A region on one page for who leads it: the regency for regent and council, a district for its head."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from semesta.coverage.queries import (
    MEMBER_DEFINITION_EN,
    MEMBER_DEFINITION_ID,
    agenda,
    counted_at_of,
    coverage_of,
    month_to_show,
    reasons_of_villages,
    trend_of,
    villages_compared,
)
from semesta.funding.queries.plans import plan_choices
from semesta.funding.queries.purses import realisation
from semesta.kernel.month import Month
from semesta.web.agenda_page import agenda_for
from semesta.web.change import changes
from semesta.web.clock import today
from semesta.web.comparison import in_order
from semesta.web.kept import lately
from semesta.web.lagging import reasons_in_words
from semesta.web.language import reader_language, say
from semesta.web.measure import class_measures, target_measures, worker_measures
from semesta.web.permission import open_to_roles
from semesta.web.pictures import distribution_picture, money_picture, trend_picture
from semesta.web.plan_choice import choices_of, chosen_of
from semesta.web.readers import PERSONS, SEES_MONEY, SUMMARY
from semesta.web.regency_permission import LOOKS
from semesta.web.signed_in import signed_in
from semesta.web.views.asked import asked
from semesta.web.views.month import MonthNotCountedError, not_counted

TO_REACH: Final = 5


@require_safe
@open_to_roles(*SUMMARY)
def own_summary(request: HttpRequest) -> HttpResponse:
    """Lead to the summary of the reader's own region: a district for its head, the regency for everybody else."""
    territory = signed_in(request).territory
    own = territory if territory.startswith(f"{settings.REGENCY}.") else settings.REGENCY
    return HttpResponseRedirect(reverse("summary", args=[own]))


@require_safe
@open_to_roles(*SUMMARY, within="code")
def summary(request: HttpRequest, code: str) -> HttpResponse:
    """Show the regency this installation serves, or one of its districts; a village has its own page."""
    try:
        found = asked(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    region, month, counted = found.region, found.month, found.counted
    if region["level"] == "village":
        return HttpResponseRedirect(reverse("region", args=[code]))
    role = signed_in(request).role
    shown = _shown(region, month, counted) | {
        "months": counted, "may_open": role in PERSONS, "sees_money": role in SEES_MONEY,
    }  # fmt: skip
    if region["level"] == "district":
        return render(request, "web/regent/district.html", shown | _district(shown, month))
    shown |= _regency(request, shown, month) | _choices(request, month)
    return render(request, "web/regent/summary.html", shown)


def _shown(region: dict[str, Any], month: Month, counted: list[str]) -> dict[str, Any]:
    """Return what regency and district have in common, counted once after each count of the month.

    A base, a target or a list handed in meanwhile is in it `LATELY`.
    """
    counted_at = counted_at_of(settings.REGENCY, month)
    return lately(
        f"summary:{region['code']}:{month}:{reader_language()}",
        partial(_compared, region, month, counted),
        exact=f"{counted_at.isoformat()} {counted[0]}",
    ).value


def _compared(region: dict[str, Any], month: Month, counted: list[str]) -> dict[str, Any]:
    """Return both measures, their change, the trend, the villages."""
    code = region["code"]
    figure = coverage_of(code, month)
    workers = worker_measures(figure)
    lines = trend_of(code, month)
    since = month.plus(-1)
    villages = villages_compared(settings.REGENCY, month, since=since if str(since) in counted else None)
    inside = [line for line in villages if code in (settings.REGENCY, line["district"])]
    return {
        "region": region,
        "month": month,
        "figure": figure,
        "definition": say(MEMBER_DEFINITION_ID, MEMBER_DEFINITION_EN),
        "measures": [*workers, *target_measures(figure), *class_measures(figure)],
        "to_reach": figure["known_workers"] - figure["members"],
        "enrollable": sum(line["enrollable"] for line in inside),
        "lacking": sum(line["lacking"] for line in inside),
        "trend_base": workers[0] if workers else None,
        "trend": trend_picture(lines, workers[0] if workers else None),
        "changes": changes(lines, month, workers[0] if workers else None),
        "villages": inside,
        "lagging": [line for line in inside if line["standing"] == "below"],
    }


def _regency(request: HttpRequest, shown: dict[str, Any], month: Month) -> dict[str, Any]:
    newest = month_to_show(shown["months"], Month.of(today()))
    on = month.last_day() if newest is not None and month < newest else today()
    realised = realisation(settings.REGENCY, on.year, on=on)
    waiting = lately(f"agenda:{on}", partial(agenda, settings.REGENCY, on=on))
    return {
        "on": on,
        "money": realised,
        "money_chart": money_picture(realised) if realised["purses"] else None,
        "distribution": distribution_picture(shown["villages"]),
        "to_reach_first": in_order(shown["villages"], "distance")[:TO_REACH],
        "agenda": agenda_for(signed_in(request).role, waiting.value),
        "agenda_as_of": waiting.as_of,
    }


def _choices(request: HttpRequest, month: Month) -> dict[str, Any]:
    """Return the plans of the month's year as choices, and the one ?rencana= asks about; nothing for who sees none."""
    choices = choices_of(plan_choices(settings.REGENCY, month.year))
    return {
        "choices": choices, "chosen": chosen_of(choices, request.GET.get("rencana", "")),
        "choice_year": str(month.year), "may_plan": signed_in(request).role in LOOKS,
    }  # fmt: skip


def _district(shown: dict[str, Any], month: Month) -> dict[str, Any]:
    code = shown["region"]["code"]
    why = lately(f"reasons:{code}:{month}", partial(reasons_of_villages, code, month))
    ordered = in_order(shown["villages"], "rate")
    return {
        "ordered": [line | {"reasons": reasons_in_words(line, why.value[line["code"]])} for line in ordered],
        "reasons_as_of": why.as_of,
    }
