"""Rows of the whole regency that wait for one thing: those with one answer are mended together, the others led to."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from semesta.accounts.actor import may_decide
from semesta.intake.receiving import receive_alike, receive_refresh
from semesta.intake.suggestion import CAUSES, MENDED_ALIKE, among, suggestions
from semesta.intake.waiting_queries import cause_in_words, lists_that_wait
from semesta.web.clock import today
from semesta.web.language import reader_language
from semesta.web.permission import open_to_roles
from semesta.web.sender import sender_in_words, sender_names
from semesta.web.signed_in import signed_in
from semesta.web.views.verifier.queue import OTHER_CAUSES, VERIFIERS
from semesta.web.views.village.alike import rows_alike
from semesta.web.views.village.handing_in import NOT_TAKEN
from semesta.web.wish import fresh_wish, is_wish


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*VERIFIERS)
def waiting(request: HttpRequest, code: str) -> HttpResponse:
    """Show the rows that wait for a cause, or ask for those with one answer to be mended and lead to the job."""
    actor = signed_in(request)
    if code not in (*CAUSES, *OTHER_CAUSES) or not may_decide(actor, settings.REGENCY):
        raise Http404(code)
    has_rule = code in MENDED_ALIKE
    key = request.POST.get("key", "")
    if request.method == "POST" and has_rule and is_wish(key):
        job = receive_alike(actor, code, regency_code=settings.REGENCY, today=today(), key=f"alike:{key}")
        return HttpResponseRedirect(reverse("job", args=[job]))
    found = suggestions(among(actor, settings.REGENCY), code) if has_rule else []
    names = sender_names()
    context = {
        "has_rule": has_rule,
        "title": cause_in_words(code, reader_language()),
        "lists": [
            line | {"from": sender_in_words(line["sender"], names)} for line in lists_that_wait(settings.REGENCY, code)
        ],
    }
    if has_rule:
        context |= rows_alike(found, code, is_stale=request.method == "POST")
    status = NOT_TAKEN if request.method == "POST" else 200
    return render(request, "web/verifier/waiting.html", context, status=status)


@require_POST
@open_to_roles(*VERIFIERS)
def refresh(request: HttpRequest) -> HttpResponse:
    """Ask that matching and figures be brought up to date now, and lead to the job."""
    job = receive_refresh(
        signed_in(request), regency_code=settings.REGENCY, today=today(), key=request.POST.get("key", fresh_wish())
    )
    return HttpResponseRedirect(reverse("job", args=[job]))
