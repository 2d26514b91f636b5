"""A copy of everything held about one person, to be handed to that person: as PDF to read, as JSON for programs."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from semesta.accounts.actor import Role
from semesta.privacy.actions import PrivacyError, export_person
from semesta.privacy.readable import as_json, as_pdf
from semesta.regions.queries import region_named
from semesta.web.clock import today
from semesta.web.download import json_response, pdf_response
from semesta.web.held_in_words import held_in_words
from semesta.web.language import reader_language
from semesta.web.office_form import NOT_TAKEN
from semesta.web.person_page import masked_person
from semesta.web.privacy_form import CopyForm
from semesta.web.refused import said_by
from semesta.web.regency_permission import open_in_regency
from semesta.web.sender import sender_names
from semesta.web.signed_in import signed_in
from semesta.web.views.village.person import seen_person

FORMATS = ("pdf", "json")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(Role.ADMINISTRATOR)
def person_data(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the reason, or give the copy: administrators alone, for only they see every table a person stands in."""
    person = seen_person(request, number)
    form = CopyForm(request)
    if request.method == "POST" and form.is_valid():
        wanted = request.POST.get("format", "")
        if wanted not in FORMATS:
            raise Http404(wanted)
        try:
            return _copy(request, number, wanted, form.cleaned_data["reason"])
        except PrivacyError as problem:
            form.add_error(None, said_by(problem))
    status = NOT_TAKEN if form.errors else 200
    context = {"person": masked_person(person), "form": form}
    return render(request, "web/privacy/person_data.html", context, status=status)


def _copy(request: HttpRequest, number: int, wanted: str, reason: str) -> HttpResponse:
    actor = signed_in(request)
    held = export_person(actor, settings.REGENCY, number, reason=reason)
    if wanted == "json":
        return json_response(as_json(held), f"data-pribadi-{number}.json")
    regency = region_named(settings.REGENCY)["name"]
    names = sender_names()
    pdf = as_pdf(
        held, person_id=number, regency=regency, by=actor.name, on=today(), language=reader_language(),
        in_words=lambda table, column, value: held_in_words(table, column, value, names),
    )  # fmt: skip
    return pdf_response(pdf, f"data-pribadi-{number}.pdf")
