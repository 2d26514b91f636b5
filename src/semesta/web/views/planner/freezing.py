"""Freeze a plan into a numbered decree: a page that states totals and consequences, then work in the background."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from semesta.jobs.actions import enqueue
from semesta.kernel.month import Month
from semesta.web.clock import today
from semesta.web.language import say
from semesta.web.office_form import NOT_TAKEN
from semesta.web.regency_permission import DECIDES, open_in_regency
from semesta.web.signed_in import signed_in
from semesta.web.templatetags.page_text import month_before, rupiah
from semesta.web.views.planner.decree_form import FreezeForm
from semesta.web.views.planner.plan import plan_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*DECIDES)
def freeze(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more, with everything the decree will do; then have it issued. The same form twice is one decree."""
    found = plan_or_404(number)
    if found["state"] != "computed" or found["relief"] != "as_law":
        raise Http404(number)
    title = say(f"Penerima iuran jaminan sosial ketenagakerjaan {found['fiscal_year']}",
                f"Recipients of employment social security contributions {found['fiscal_year']}")  # fmt: skip
    form = FreezeForm(request, today=today(), initial={"title": title, "key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        arguments = {
            "regency": settings.REGENCY, "plan": number, "number": said["number"].strip(), "title": said["title"],
            "dated_on": said["dated_on"].isoformat(), "past_months": said["past_months"],
        }  # fmt: skip
        job = enqueue(signed_in(request), "freeze_plan", arguments, about=found["name"], key=said["key"])
        return HttpResponseRedirect(reverse("job", args=[job]))
    purses = [one for one in found["purses"] if one["purse_id"] and one["planned_rp"]]
    context = {
        "plan": found, "form": form, "purses": purses, "over": [one for one in purses if _is_over(one)],
        "protected": found["totals"]["protected"], "public_text": rupiah(found["totals"]["public_rp"]),
        "start_name": month_before(Month.of(found["start_month"]).plus(1).first_day()),
        "last_name": month_before(found["end_month"]), "year_text": str(found["fiscal_year"]),
    }  # fmt: skip
    return render(request, "web/planner/freeze.html", context, status=NOT_TAKEN if form.errors else 200)


def _is_over(purse: dict[str, object]) -> bool:
    """Say whether the plan tried another ceiling than the purse has: then the decree may be refused."""
    return bool(purse["is_tried"])
