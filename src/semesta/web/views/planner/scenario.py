"""Make a scenario and ask for its computation; compute it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from semesta.funding.actions import make_plan
from semesta.funding.actions.plans import PlanTerms
from semesta.funding.queries.plans import plans_of
from semesta.funding.queries.purse_law import purse_kinds
from semesta.funding.queries.purses import purses_of, realisation
from semesta.funding.refusals import RefusedError
from semesta.jobs.actions import enqueue
from semesta.kernel.month import Month
from semesta.web.clock import today
from semesta.web.fiscal_year import asked_year
from semesta.web.language import reader_language
from semesta.web.office_form import NOT_TAKEN
from semesta.web.regency_permission import DECIDES, open_in_regency
from semesta.web.signed_in import signed_in
from semesta.web.views.planner.scenario_form import ScenarioForm
from semesta.web.wish import fresh_wish, is_wish

COMPUTE = "compute_plan"


@dataclass(frozen=True, slots=True)
class Named:
    """A plan as a job is about it."""

    id: int
    name: str


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*DECIDES)
def new_plan(request: HttpRequest) -> HttpResponse:
    """Show the form of a scenario, or keep it and have it computed."""
    year = asked_year(request)
    purses = [one for one in purses_of(settings.REGENCY, fiscal_year=year) if one["closed_on"] is None]
    first = min(12, today().month + 1) if today().year == year else 1
    form = ScenarioForm(
        request, purses, purse_kinds(settings.REGENCY, language=reader_language()), initial={"first_month": first}
    )
    if request.method == "POST" and form.is_valid():
        try:
            number = make_plan(signed_in(request), settings.REGENCY, _terms(form, year))
        except RefusedError as refusal:
            form.refuse(refusal.findings)
        else:
            _ask(request, Named(number, form.cleaned_data["name"]))
            return HttpResponseRedirect(reverse("plan", args=[number]))
    context = {"form": form, "year": year, "purses": purses}
    return render(request, "web/planner/new_plan.html", context, status=NOT_TAKEN if form.errors else 200)


@require_POST
@open_in_regency(*DECIDES)
def compute(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a plan to be computed (again) from register and purses as they are now."""
    found = next((one for one in plans_of(settings.REGENCY) if one["id"] == number), None)
    if found is None:
        raise Http404(number)
    _ask(request, Named(number, found["name"]))
    return HttpResponseRedirect(reverse("plan", args=[number]))


def _ask(request: HttpRequest, plan: Named) -> None:
    arguments = {"regency": settings.REGENCY, "plan": plan.id}
    sent = request.POST.get("key", "")
    key = sent if is_wish(sent) else fresh_wish()
    enqueue(signed_in(request), COMPUTE, arguments, about=plan.name, key=key)


def _terms(form: ScenarioForm, year: int) -> PlanTerms:
    said = form.cleaned_data
    now = {line["id"]: line["revised_rp"] for line in realisation(settings.REGENCY, year, on=today())["purses"]}
    return PlanTerms(
        said["name"], year, today(), Month(year, said["first_month"]), Month(year, said["last_month"]).plus(1),
        policy_text=(said["policy_file"] or said["policy_text"]).replace("\r\n", "\n"), ceilings=form.ceilings(now),
        relief=said["relief"], take_up_percent=said["take_up_percent"], seed=said["seed"],
        past_months=said["past_months"],
    )  # fmt: skip
