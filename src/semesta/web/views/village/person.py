"""A person: covered months, what would be paid today, who told of them, and what can be told from here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from semesta.accounts.actor import may_decide
from semesta.coverage.queries import (
    NoPersonError,
    months_counted,
    paid_months,
    protection_on,
    story_of,
    strip_of,
)
from semesta.coverage.queries import person as person_numbered
from semesta.intake.words import reason_in_words
from semesta.people.revealing import may_reveal
from semesta.web.clock import today
from semesta.web.language import reader_language
from semesta.web.permission import open_to_roles
from semesta.web.person_page import masked_person, runs_of, strip_by_year
from semesta.web.sender import sender_in_words, sender_names, village_options
from semesta.web.signed_in import signed_in
from semesta.web.views.village.handing_in import HAND_IN_ROLES
from semesta.web.views.village.home import PEOPLE_ROLES, newest_month
from semesta.web.words import word
from semesta.web.work_choices import work_choices

PROBLEMS = frozenset({"day_missing", "day_impossible", "work_unknown", "village_unknown", "nothing_waits"})


@require_safe
@open_to_roles(*PEOPLE_ROLES)
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show one person of the reader's territory; a merged record leads to its person."""
    found = seen_person(request, number)
    if found["merged_into"]:
        return HttpResponseRedirect(reverse("person", args=[found["merged_into"]]))
    story = story_of(settings.REGENCY, number, today=today())
    strip = strip_of(story["months"], newest_month(months_counted(settings.REGENCY)))
    reader = signed_in(request)
    rights = {
        "may_tell": reader.role in HAND_IN_ROLES and not found["died_on"],
        "may_reveal": reader.role in HAND_IN_ROLES and may_reveal(reader, found["village_code"], settings.REGENCY),
        "may_decide": may_decide(reader, settings.REGENCY),
        "problem": word("notice_problem", request.GET["salah"]) if request.GET.get("salah") in PROBLEMS else "",
    }
    return render(request, "web/village/person.html", _context(found, story, strip) | rights)


def seen_person(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return a person of the reader's territory; 404 for anybody else, for even that they exist is not told."""
    try:
        found = person_numbered(settings.REGENCY, number)
    except NoPersonError as problem:
        raise Http404(number) from problem
    if not signed_in(request).is_responsible_for(found["village_code"] or settings.REGENCY):
        raise Http404(number)
    return found


def _context(found: dict[str, Any], story: dict[str, Any], strip: list[dict[str, Any]]) -> dict[str, Any]:
    language = reader_language()
    months = paid_months(story["months"])
    classes = [line["membership_class"] for line in story["months"]]
    names, village = sender_names(), found["village_code"]
    return {
        "person": masked_person(found),
        "number": str(found["id"]),
        "village": {"code": village, "name": names.get(village, village)} if village else None,
        "years": strip_by_year(strip),
        "runs": runs_of(strip),
        "until": months[-1] if months else None,
        "protection": None
        if found["died_on"]
        else protection_on(
            settings.REGENCY, months, membership_class=classes[-1] if classes else "BPU", on=today(), language=language
        ),
        "work": story["work"],
        "decile": story["decile"] and story["decile"] | {"from": sender_in_words(story["decile"]["source"], names)},
        "lists": [
            line
            | {
                "from": sender_in_words(line["sender"], names),
                "words": reason_in_words(line["outcome"], line["reason"], language),
            }
            for line in story["lists"]
        ],
        "decisions": story["decisions"],
        "trail": story["trail"],
        "notices": [
            line | {"day": line["told_on"].isoformat(), "to": names.get(line["village_code"], "")}
            for line in story["notices"]
        ],
        "village_options": village_options(names, but=village),
        "segments": work_choices(),
        "latest_day": today().isoformat(),
    }
