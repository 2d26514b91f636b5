"""Close a fiscal year: a page that says everything it will do, then work in the background."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from semesta.funding.queries.closing import what_closing_does
from semesta.funding.refusals import RefusedError
from semesta.jobs.actions import enqueue
from semesta.web.clock import today
from semesta.web.fiscal_year import asked_year, years_of
from semesta.web.office_form import NOT_TAKEN
from semesta.web.regency_permission import DECIDES, open_in_regency
from semesta.web.signed_in import signed_in
from semesta.web.views.planner.money_form import ClosingForm


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*DECIDES)
def close_year(request: HttpRequest) -> HttpResponse:
    """Say what closing ?tahun= will do, purse by purse, and have it closed; the same form twice is one closing."""
    year = asked_year(request)
    try:
        found = what_closing_does(settings.REGENCY, year)
    except RefusedError:
        found = None  # no purse of that year: the page says where to open one
    loses = bool(found and found["months"])
    form = ClosingForm(request, year=year, loses=loses, today=today(), initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        arguments = {
            "regency": settings.REGENCY, "year": year, "closed_on": said["closed_on"].isoformat(),
            "document": said["document"], "early_because": said["early_because"],
        }  # fmt: skip
        job = enqueue(signed_in(request), "close_year", arguments, about=str(year), key=said["key"])
        return HttpResponseRedirect(reverse("job", args=[job]))
    moved = [one for one in found["purses"] if one["months"] or one["open_bills"]] if found else []
    context = {
        "closing": found, "moved": moved, "year": year, "years": years_of(settings.REGENCY, year), "form": form,
        "is_running": today().year <= year, "year_text": str(year),
    }  # fmt: skip
    return render(request, "web/planner/close_year.html", context, status=NOT_TAKEN if form.errors else 200)
