"""Bill a construction project or a migrant worker's package: a first sending only shows what would be billed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from semesta.funding.actions import bill_package, bill_project
from semesta.funding.queries.other_bills import package_preview, project_preview
from semesta.funding.refusals import RefusedError
from semesta.web.clock import today
from semesta.web.language import say
from semesta.web.office_form import NOT_TAKEN, OfficeForm
from semesta.web.regency_permission import DECIDES, open_in_regency
from semesta.web.sender import sender_names
from semesta.web.signed_in import signed_in
from semesta.web.views.planner.other_bill_form import PackageForm, ProjectForm


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*DECIDES)
def project_bill(request: HttpRequest) -> HttpResponse:
    """Offer the form of a project, work out what it pays, then bill it; the same project again is the same bill."""
    form = ProjectForm(request, today=today(), initial={"starts_on": "", "due_on": ""})
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        project, said = form.project(), form.cleaned_data
        try:
            if _is_meant(request):
                reference = bill_project(
                    signed_in(request), settings.REGENCY, project, issued_on=said["issued_on"], due_on=said["due_on"]
                )
                return _billed(request, reference)
            shown = project_preview(
                settings.REGENCY, contract_value_rp=project.contract_value_rp, village_code=project.village_code,
                starts_on=project.starts_on,
            )  # fmt: skip
        except RefusedError as refusal:
            form.refuse(refusal.findings)
    return _page(request, "web/planner/project_bill.html", form, shown)


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*DECIDES)
def package_bill(request: HttpRequest) -> HttpResponse:
    """Offer the form of a package, show person and price, then bill it; the same package again is the same bill."""
    form = PackageForm(request, today=today(), initial={"contract_months": 24})
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        terms = {name: said[name] for name in ("start", "contract_months", "placement")}
        try:
            shown = package_preview(settings.REGENCY, said["person"], **terms)
            if _is_meant(request):
                reference = bill_package(
                    signed_in(request), settings.REGENCY, shown["person_id"], issued_on=said["issued_on"],
                    document=said["document"], **terms,
                )  # fmt: skip
                return _billed(request, reference)
            shown["village"] = sender_names().get(shown["village_code"], "")
        except RefusedError as refusal:
            form.refuse(refusal.findings)
            shown = {}
    return _page(request, "web/planner/package_bill.html", form, shown)


def _is_meant(request: HttpRequest) -> bool:
    return request.POST.get("langkah") == "tagih"


def _billed(request: HttpRequest, reference: str) -> HttpResponse:
    messages.success(request, say("Tagihan sudah terbit.", "The bill is issued."))
    return HttpResponseRedirect(reverse("bill", args=[reference]))


def _page(request: HttpRequest, template: str, form: OfficeForm, shown: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"form": form, "shown": shown}, status=NOT_TAKEN if form.errors else 200)
