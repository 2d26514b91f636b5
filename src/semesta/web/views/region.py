"""A district or village: its figures with their bases, its parts, and who the members are, without telling of few."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from semesta.accounts.actor import Actor
from semesta.coverage.queries import (
    MEMBER_DEFINITION_EN,
    MEMBER_DEFINITION_ID,
    coverage_by,
    coverage_of,
    coverage_of_parts,
    village_table,
)
from semesta.kernel.month import Month
from semesta.regions.queries import path_to
from semesta.web.breakdown import known_by, members_by
from semesta.web.language import say
from semesta.web.measure import class_measures, parts_table, target_measures, worker_measures
from semesta.web.permission import open_to_all
from semesta.web.public_counts import PublicCounts, counts_of, plain_counts, shaded_publicly, told_figure, told_parts
from semesta.web.readers import PERSONS, SUMMARY
from semesta.web.shade import STEPS
from semesta.web.signed_in import actor_in
from semesta.web.tile import tile_groups
from semesta.web.views.asked import asked
from semesta.web.views.month import MonthNotCountedError, not_counted


@require_safe
@open_to_all(reason="counts of a district or village; a count of fewer than five people of one kind is not told")
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show one region inside the regency that this installation serves; any other is not found."""
    if code == settings.REGENCY:
        return HttpResponseRedirect(reverse("home"))
    try:
        found = asked(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    is_own = _works_for(actor_in(request), code)
    return render(
        request, "web/region.html", {"months": found.counted, **_figures(path_to(code), found.month, is_own=is_own)}
    )


def _works_for(actor: Actor | None, code: str) -> bool:
    """Say whether the reader works for the region, and so may know its counts as they are."""
    return actor is not None and actor.role in (*SUMMARY, *PERSONS) and actor.is_responsible_for(code)


def _figures(path: list[dict[str, Any]], month: Month, *, is_own: bool) -> dict[str, Any]:
    shown = path[-1]
    code = shown["code"]
    figure = coverage_of(code, month)
    counts = None if is_own else counts_of(month, counted_at=figure["counted_at"])
    own = counts[code] if counts is not None else plain_counts(figure)
    is_district = shown["level"] == "district"
    # villages by segment, sex, class and payer would add up with their district's, table by table
    people = _people(code, month) if is_own or (is_district and own.is_whole) else {}
    return {
        "region": shown,
        "above": [step for step in path[:-1] if step["level"] == "district"],
        "month": month,
        "figure": told_figure(figure, own),
        "definition": say(MEMBER_DEFINITION_ID, MEMBER_DEFINITION_EN),
        "to_reach": own.to_reach,
        "workers": own.allowed(worker_measures(figure)),
        "of_class": class_measures(_with_told_classes(figure, people["told_classes"])) if people else [],
        "targets": own.allowed(target_measures(figure)),
        "is_hidden": not own.is_whole,
        "hides_shares": not isinstance(own.members, int),
        "steps": STEPS,
        **(_villages_inside(shown, counts, month) if is_district else {}),
        **people,
    }


def _with_told_classes(figure: dict[str, Any], classes: frozenset[str]) -> dict[str, Any]:
    return figure | {"workers": [base for base in figure["workers"] if base["scope"] in classes]}


def _villages_inside(district: dict[str, Any], counts: dict[str, PublicCounts] | None, month: Month) -> dict[str, Any]:
    inside = [line for line in village_table(settings.REGENCY, month) if line["district"] == district["code"]]
    table = parts_table(coverage_of_parts(district["code"], month))
    if counts is None:
        return {"parts": table, "tiles": tile_groups(inside, [district], month=month)}
    return {
        "parts": replace(table, lines=told_parts(table.lines, counts)),
        "tiles": tile_groups(inside, [district], month=month, shade=lambda line: shaded_publicly(line, counts)),
    }


def _people(code: str, month: Month) -> dict[str, Any]:
    of_class = coverage_by(code, month, "class")
    classes = members_by("class", of_class)
    codes = [line["value"] for line in of_class if line["value"]]
    return {
        "has_parts": True,
        "segments": known_by("segment", coverage_by(code, month, "segment"), overlap=True),
        "sexes": known_by("sex", coverage_by(code, month, "sex"), overlap=False),
        "classes": classes,
        "payers": members_by("payer", coverage_by(code, month, "payer")),
        "told_classes": frozenset(
            code for code, line in zip(codes, classes, strict=False) if isinstance(line.members, int)
        ),
    }
