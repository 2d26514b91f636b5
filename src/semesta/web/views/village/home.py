"""My village: how far it is, the next things to do, the lists handed in. And the villages of a district, to choose."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from semesta.accounts.actor import Role
from semesta.audit.queries import changes_of_persons
from semesta.coverage.queries import (
    MEMBER_DEFINITION_EN,
    MEMBER_DEFINITION_ID,
    coverage_of_region,
    month_to_show,
    months_counted,
    newest_counted_at,
    next_steps,
)
from semesta.intake.queries import submissions
from semesta.kernel.month import Month
from semesta.kernel.region_code import is_region_code, level_of
from semesta.regions.queries import path_to, regions_at
from semesta.web.behind import behind
from semesta.web.clock import today
from semesta.web.kept import lately
from semesta.web.language import say
from semesta.web.measure import class_measures, target_measures, worker_measures
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.views.village.handing_in import HAND_IN_ROLES

PEOPLE_ROLES = (Role.VILLAGE_OPERATOR, Role.DISTRICT, Role.VERIFIER, Role.ADMINISTRATOR)
STEPS_SHOWN = 3
LISTS_SHOWN = 12
OUTCOMES = ("accepted", "merged", "waiting", "refused", "superseded")
OF_OTHERS = timedelta(minutes=5)
"""So long what others' decisions and payments change in a village may follow; its own work shows at once."""


@require_safe
@open_to_roles(*PEOPLE_ROLES)
def villages(request: HttpRequest) -> HttpResponse:
    """Lead to the reader's own village, or show those of the territory by district."""
    territory = signed_in(request).territory
    if is_region_code(territory) and level_of(territory) == "village":
        return HttpResponseRedirect(reverse("village", args=[territory]))
    within = territory if is_region_code(territory) else settings.REGENCY
    districts = regions_at("district", within=within)
    found = regions_at("village", within=within)
    groups = [
        {"district": district, "villages": [one for one in found if one["parent"] == district["code"]]}
        for district in districts
    ]
    return render(request, "web/village/villages.html", {"groups": groups})


@require_safe
@open_to_roles(*PEOPLE_ROLES, within="code")
def village(request: HttpRequest, code: str) -> HttpResponse:
    """Show one village of the regency that this installation serves."""
    path = village_path(code)
    counted = months_counted(settings.REGENCY)
    month = newest_month(counted)
    lists = submissions(settings.REGENCY, sender=code, most=LISTS_SHOWN)
    counted_steps = lately(
        f"village:{code}:{month}", partial(next_steps, code, month), exact=_own_work(code, lists), after=OF_OTHERS
    )
    steps, standings = counted_steps.value
    context = {
        "region": path[-1],
        "above": path[-2],
        "month": month,
        "is_counted": bool(counted),
        "steps": steps[:STEPS_SHOWN],
        "standings": standings,
        "steps_as_of": counted_steps.as_of,
        "lists": lists,
        "may_hand_in": signed_in(request).role in HAND_IN_ROLES,
        "definition": say(MEMBER_DEFINITION_ID, MEMBER_DEFINITION_EN),
    }
    if counted:
        figure = coverage_of_region(path[-1], month)
        context |= {
            "figure": figure,
            "behind": behind(figure["counted_at"], lists[0]["handed_in_at"] if lists else None),
            "to_reach": figure["known_workers"] - figure["members"],
            "workers": worker_measures(figure),
            "of_class": class_measures(figure),
            "targets": target_measures(figure),
        }
    return render(request, "web/village/village.html", context)


def _own_work(code: str, lists: list[dict[str, Any]]) -> str:
    """Return a mark that changes with what the village did itself, and with each count: that must show at once."""
    rows = [[line[name] for name in ("id", *OUTCOMES)] for line in lists]
    return f"{rows} {changes_of_persons(code)} {newest_counted_at(settings.REGENCY)}"


def village_path(code: str) -> list[dict[str, str]]:
    """Return the village and the regions it lies in; 404 for what is no village of this regency."""
    if level_of(code) != "village" or not code.startswith(f"{settings.REGENCY}."):
        raise Http404(code)
    try:
        return path_to(code)
    except LookupError as problem:
        raise Http404(code) from problem


def newest_month(counted: list[str]) -> Month:
    """Return the newest month counted that has begun, this month before the first count."""
    return month_to_show(counted, Month.of(today())) or Month.of(today())
