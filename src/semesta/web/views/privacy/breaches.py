"""The register of failures to protect data: what happened, and whether people and authority were told in time."""

from __future__ import annotations

from typing import Final, Literal

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from semesta.accounts.actor import Role
from semesta.privacy.actions import NewBreach, PrivacyError, note_notice, report_breach
from semesta.privacy.privacy_data import duties
from semesta.privacy.queries import breaches as all_breaches
from semesta.web.due import hours_left
from semesta.web.language import say
from semesta.web.office_form import NOT_TAKEN
from semesta.web.privacy_form import BreachForm
from semesta.web.readers import AUDITORS
from semesta.web.refused import said_by
from semesta.web.regency_permission import open_in_regency
from semesta.web.signed_in import signed_in

_WHO: Final[dict[str, Literal["people", "authority"]]] = {"people": "people", "authority": "authority"}


@require_safe
@open_in_regency(*AUDITORS)
def breaches(request: HttpRequest) -> HttpResponse:
    """Show failures, newest first, with the hours left until people and authority must have been told."""
    now = timezone.now()
    lines = [line | {"left": hours_left(line["due_at"], now)} for line in all_breaches(settings.REGENCY, now=now)]
    context = {
        "lines": lines, "duty": duties()["breach"], "keeps": signed_in(request).role is Role.ADMINISTRATOR,
    }  # fmt: skip
    return render(request, "web/privacy/breaches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(Role.ADMINISTRATOR)
def new_breach(request: HttpRequest) -> HttpResponse:
    """Ask what happened, and keep it; the same failure sent twice is one."""
    form = BreachForm(request, now=timezone.localtime())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            report_breach(signed_in(request), settings.REGENCY, NewBreach(data=said.pop("which_data"), **said))
        except PrivacyError as problem:
            form.add_error(None, said_by(problem))
        else:
            messages.success(request, say("Kegagalan sudah dicatat.", "The failure is kept."))
            return HttpResponseRedirect(reverse("breaches"))
    status = NOT_TAKEN if form.errors else 200
    return render(request, "web/privacy/new_breach.html", {"form": form, "duty": duties()["breach"]}, status=status)


@require_POST
@open_in_regency(Role.ADMINISTRATOR)
def breach_told(request: HttpRequest, number: int) -> HttpResponse:
    """Keep that the people or the authority were told; the first time stands."""
    who = _WHO.get(request.POST.get("who", ""))
    if who is None:
        raise Http404
    try:
        note_notice(signed_in(request), settings.REGENCY, number, who, now=timezone.now())
    except PrivacyError as problem:
        raise Http404(number) from problem
    messages.success(request, say("Pemberitahuan sudah dicatat.", "The notice is kept."))
    return HttpResponseRedirect(reverse("breaches"))
