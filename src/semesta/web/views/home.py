"""The regency on one page: what became of every row, then what that says about cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from semesta.coverage.queries import (
    MEMBER_DEFINITION_EN,
    MEMBER_DEFINITION_ID,
    counted_at_of,
    coverage_of,
    coverage_of_parts,
    months_counted,
    village_table,
)
from semesta.intake.queries import balance, balance_by_kind, top_findings, waiting_reasons
from semesta.intake.words import reason_in_words
from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.regions.queries import boundaries_of, region_named
from semesta.web.balance import balance_bar
from semesta.web.kept import lately
from semesta.web.language import reader_language, say
from semesta.web.measure import class_measures, parts_table, target_measures, worker_measures
from semesta.web.outline import outline_of
from semesta.web.permission import open_to_all
from semesta.web.public_counts import PublicCounts, counts_of, shaded_publicly, told_parts
from semesta.web.shade import STEPS, Shade
from semesta.web.tile import tile_groups
from semesta.web.views.month import MonthNotCountedError, month_of, not_counted


@require_safe
@open_to_all(reason="counts of the whole regency, of districts and of villages; no person can be told from them")
def home(request: HttpRequest) -> HttpResponse:
    """Show the regency; an installation without regions is told what to do first."""
    try:
        region = region_named(settings.REGENCY)
    except LookupError:
        return render(request, "web/empty.html", {"code": settings.REGENCY})
    counted = months_counted(settings.REGENCY)
    try:
        month = month_of(request, counted)
    except MonthNotCountedError:
        return not_counted(request)
    language = reader_language()
    rows = balance(settings.REGENCY)
    counted_rows = lately(f"rows:{language}", partial(_counts_of_rows, language))
    findings, waiting = counted_rows.value
    context: dict[str, Any] = {
        "region": region,
        "month": month,
        "months": counted,
        "rows": rows,
        "rows_bar": balance_bar(rows),
        "kinds": balance_by_kind(settings.REGENCY),
        "findings": findings,
        "waiting": waiting,
        "counted_at": counted_rows.as_of,
        "is_new": not rows["files"] and month is None,
        "cover": mark_safe(_cover(month)) if month else "",  # noqa: S308 - rendered by our own template
    }
    return render(request, "web/home.html", context)


def _counts_of_rows(language: Language) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the commonest findings and why rows wait; counting them reads every row of the regency."""
    waiting = [
        line | {"words": reason_in_words("waiting", line["reason"], language)}
        for line in waiting_reasons(settings.REGENCY)
    ]
    return top_findings(settings.REGENCY, language=language), waiting


def _cover(month: Month) -> str:
    """Return what the page says of cover, the same for everybody: drawn once after each count of the month.

    A base, a target or a boundary that is stated meanwhile is in it `LATELY`.
    """
    counted_at = counted_at_of(settings.REGENCY, month)
    return lately(
        f"cover:{month}:{reader_language()}", partial(_drawn_cover, month), exact=counted_at.isoformat()
    ).value


def _drawn_cover(month: Month) -> str:
    figure = coverage_of(settings.REGENCY, month)
    districts = coverage_of_parts(settings.REGENCY, month)
    counts = counts_of(month, counted_at=figure["counted_at"])
    table = parts_table(districts)
    context = {
        "month": month,
        "figure": figure,
        "definition": say(MEMBER_DEFINITION_ID, MEMBER_DEFINITION_EN),
        "workers": worker_measures(figure),
        "of_class": class_measures(figure),
        "targets": target_measures(figure),
        "to_reach": figure["known_workers"] - figure["members"],
        "districts": replace(table, lines=told_parts(table.lines, counts)),
        "steps": STEPS,
        "village_map": _village_map(month, [line["region"] for line in districts], counts),
    }
    return render_to_string("web/part/regency_cover.html", context)


def _village_map(month: Month, districts: list[dict[str, Any]], counts: Mapping[str, PublicCounts]) -> dict[str, Any]:
    """Draw the villages."""

    def shade(village: dict[str, Any]) -> Shade:
        return shaded_publicly(village, counts)

    villages = village_table(settings.REGENCY, month)
    boundaries = boundaries_of(settings.REGENCY, level="village")
    return {
        "tiles": tile_groups(villages, districts, month=month, shade=shade),
        "outline": outline_of(boundaries, villages, month=month, shade=shade),
    }
