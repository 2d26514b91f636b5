"""A district or village: its figures with their bases, its parts, and who the members are, without telling of few."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from semesta.coverage.queries import (
    MEMBER_DEFINITION_EN,
    MEMBER_DEFINITION_ID,
    coverage_by,
    coverage_of,
    coverage_of_parts,
    months_counted,
    village_table,
)
from semesta.kernel.month import Month
from semesta.kernel.region_code import regency_of
from semesta.regions.queries import path_to
from semesta.web.breakdown import known_by, members_by
from semesta.web.language import say
from semesta.web.measure import class_measures, parts_table, target_measures, worker_measures
from semesta.web.permission import open_to_all
from semesta.web.shade import STEPS
from semesta.web.tile import tile_groups
from semesta.web.views.month import MonthNotCountedError, month_of, not_counted


@require_safe
@open_to_all(reason="counts of a district or village; a count of fewer than five people of one kind is not told")
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show one region inside the regency that this installation serves; any other is not found."""
    if code == settings.REGENCY:
        return HttpResponseRedirect(reverse("home"))
    if regency_of(code) != settings.REGENCY:
        raise Http404(code)
    try:
        path = path_to(code)
    except LookupError as problem:
        raise Http404(code) from problem
    counted = months_counted(settings.REGENCY)
    try:
        month = month_of(request, counted)
    except MonthNotCountedError:
        return not_counted(request, counted)
    if month is None:
        return not_counted(request, counted)
    return render(request, "web/region.html", {"months": counted, **_figures(path, month)})


def _figures(path: list[dict[str, Any]], month: Month) -> dict[str, Any]:
    shown = path[-1]
    code = shown["code"]
    figure = coverage_of(code, month)
    is_district = shown["level"] == "district"
    villages = [line for line in village_table(settings.REGENCY, month) if line["district"] == code]
    return {
        "region": shown,
        "above": [step for step in path[:-1] if step["level"] == "district"],
        "month": month,
        "figure": figure,
        "definition": say(MEMBER_DEFINITION_ID, MEMBER_DEFINITION_EN),
        "to_reach": figure["known_workers"] - figure["members"],
        "workers": worker_measures(figure),
        "of_class": class_measures(figure),
        "targets": target_measures(figure),
        "parts": parts_table(coverage_of_parts(code, month)) if is_district else None,
        "tiles": tile_groups(villages, [shown], month=month) if is_district else [],
        "steps": STEPS,
        "segments": known_by("segment", coverage_by(code, month, "segment"), overlap=True),
        "sexes": known_by("sex", coverage_by(code, month, "sex"), overlap=False),
        "classes": members_by("class", coverage_by(code, month, "class")),
        "payers": members_by("payer", coverage_by(code, month, "payer")),
    }
