"""The people of a plan: searched by name or NIK, village, chosen or not; the sentence of anybody and who pays when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.funding.queries.plans import people_of_plan, person_of_plan
from semesta.funding.refusals import RefusedError
from semesta.kernel.region_code import is_region_code
from semesta.web.language import reader_language
from semesta.web.regency_permission import LOOKS, open_in_regency
from semesta.web.sender import sender_names, villages_by_district
from semesta.web.views.planner.plan import plan_or_404

LISTED = 50
_CHOICES = {"ya": True, "tidak": False}


@require_safe
@open_in_regency(*LOOKS)
def planned_people(request: HttpRequest, number: int) -> HttpResponse:
    """Show people of a plan, 50 at a time: ?cari= name or NIK, ?wilayah=, ?pilih=ya or tidak, ?alasan=, ?dana=."""
    found = plan_or_404(number)
    asked = {
        name: request.GET.get(name, "").strip()[:60]
        for name in ("cari", "wilayah", "pilih", "alasan", "dana", "segmen")
    }
    if asked["wilayah"] and not is_region_code(asked["wilayah"]):
        raise Http404(asked["wilayah"])
    people = people_of_plan(
        settings.REGENCY, number, language=reader_language(), village=asked["wilayah"], reason=asked["alasan"],
        segment=asked["segmen"], is_chosen=_CHOICES.get(asked["pilih"]), purse_id=_whole(asked["dana"]),
        sought=asked["cari"], after=_whole(request.GET.get("sesudah", "")) or 0, most=LISTED + 1,
    )  # fmt: skip
    following = request.GET.copy()
    if len(people) > LISTED:
        following["sesudah"] = str(people[LISTED - 1]["person_id"])
    context: dict[str, Any] = {
        "plan": found, "people": people[:LISTED], "asked": asked, "districts": villages_by_district(sender_names()),
        "next_query": following.urlencode() if len(people) > LISTED else "", "choices": _CHOICES,
    }  # fmt: skip
    return render(request, "web/planner/planned_people.html", context)


@require_safe
@open_in_regency(*LOOKS)
def planned_person(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """Show why one person is chosen or not, and who pays from month to month."""
    found = plan_or_404(number)
    try:
        told = person_of_plan(settings.REGENCY, number, person, language=reader_language())
    except RefusedError as refusal:
        raise Http404(person) from refusal
    return render(request, "web/planner/planned_person.html", {"plan": found, "person": told})


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
