"""All rows of a list that wait for one thing and have one answer: seen first, then mended together by a job."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from semesta.intake.queries import NoSubmissionError
from semesta.intake.receiving import receive_alike
from semesta.intake.sender_queries import submission_seen_by
from semesta.intake.suggestion import MENDED_ALIKE, among, suggestions
from semesta.intake.waiting_queries import cause_in_words
from semesta.web.alike import SAMPLE, changes
from semesta.web.clock import today
from semesta.web.language import reader_language
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.views.village.handing_in import HAND_IN_ROLES, NOT_TAKEN
from semesta.web.wish import fresh_wish, is_wish, stale_wish
from semesta.web.words import word


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*HAND_IN_ROLES)
def mend_alike(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Show what would be changed in a list, or ask for it and lead to the job."""
    actor = signed_in(request)
    try:
        sent = submission_seen_by(actor, settings.REGENCY, number, language=reader_language())
    except NoSubmissionError as problem:
        raise Http404(number) from problem
    if code not in MENDED_ALIKE:
        raise Http404(code)
    key = request.POST.get("key", "")
    if request.method == "POST" and is_wish(key):
        job = receive_alike(
            actor, code, regency_code=settings.REGENCY, today=today(), key=f"alike:{key}", submission_id=number
        )
        return HttpResponseRedirect(reverse("job", args=[job]))
    context = {"sent": sent, "number": str(number)} | rows_alike(
        suggestions(among(actor, settings.REGENCY, number), code), code, is_stale=request.method == "POST"
    )
    status = NOT_TAKEN if request.method == "POST" else 200
    return render(request, "web/village/alike.html", context, status=status)


def rows_alike(found: list[dict[str, Any]], code: str, *, is_stale: bool) -> dict[str, Any]:
    """Return what a page says of rows that a rule can mend together: title, rule, how many, examples, a fresh key."""
    return {
        "title": cause_in_words(code, reader_language()),
        "rule": word("alike_rule", code),
        "total": len(found),
        "changes": changes(found[:SAMPLE]),
        "key": fresh_wish(),
        "mistake": stale_wish() if is_stale else "",
    }
