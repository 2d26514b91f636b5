"""What a person's month stands on: every paper with its document and place, and the trail of who did what."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.coverage.queries import NobodyError, person_month
from semesta.kernel.month import Month
from semesta.web.permission import open_to_roles
from semesta.web.readers import AUDITORS
from semesta.web.sender import sender_in_words, sender_names
from semesta.web.signed_in import signed_in
from semesta.web.trail_in_words import entry_in_words


@require_safe
@open_to_roles(*AUDITORS)
def month_of_person(request: HttpRequest, person: int, month: str) -> HttpResponse:
    """Show the papers behind one month of one person of the regency."""
    if not signed_in(request).is_responsible_for(settings.REGENCY):
        raise Http404(person)
    try:
        asked = Month.parse(month)
        found = person_month(settings.REGENCY, person, asked)
    except (ValueError, NobodyError) as problem:
        raise Http404(month) from problem
    names = sender_names()
    for part in ("extracts", "listed"):
        found[part] = [line | {"from": sender_in_words(line["sender"], names)} for line in found[part]]
    found["trail"] = [entry_in_words(entry, names) for entry in found["trail"]]
    context = found | {"month": asked, "before": asked.plus(-1), "after": asked.plus(1)}
    return render(request, "web/auditor/person_month.html", context)
