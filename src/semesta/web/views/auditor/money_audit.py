"""The audit of the money: what the last replay of ledger, papers and covered months found, and when."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from semesta.audit.queries import trail_of
from semesta.funding.asking import ask_for_audit
from semesta.web.permission import open_to_roles
from semesta.web.readers import AUDITORS
from semesta.web.signed_in import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*AUDITORS)
def money_audit(request: HttpRequest) -> HttpResponse:
    """Show the last results, newest first; a form sent twice asks for one audit."""
    actor = signed_in(request)
    if not actor.is_responsible_for(settings.REGENCY):
        raise Http404
    if request.method == "POST":
        number = ask_for_audit(actor, settings.REGENCY, key=request.POST.get("key", "")[:40] or secrets.token_hex(8))
        return HttpResponseRedirect(reverse("job", args=[number]))
    results = [entry for entry in trail_of("books", settings.REGENCY) if entry["action"] == "audit_books"][::-1]
    context = {"last": results[0] if results else None, "earlier": results[1:10], "key": secrets.token_hex(8)}
    return render(request, "web/auditor/money_audit.html", context)
