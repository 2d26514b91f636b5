"""What people ask about their own data: kept with its due time, answered once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from semesta.accounts.actor import Role
from semesta.privacy.actions import PrivacyError, answer_request, receive_request
from semesta.privacy.privacy_data import duties
from semesta.privacy.queries import request_numbered, requests
from semesta.web.due import hours_left
from semesta.web.language import say
from semesta.web.office_form import NOT_TAKEN
from semesta.web.privacy_form import AnswerForm, RequestForm
from semesta.web.readers import AUDITORS
from semesta.web.refused import said_by
from semesta.web.regency_permission import open_in_regency
from semesta.web.signed_in import signed_in


@require_safe
@open_in_regency(*AUDITORS)
def privacy_requests(request: HttpRequest) -> HttpResponse:
    """Show all requests: the open ones by their due time, then what was answered, newest first."""
    now = timezone.now()
    lines = [line | {"left": hours_left(line["due_at"], now)} for line in requests(settings.REGENCY, now=now)]
    context = {
        "open": [line for line in lines if line["state"] == "open"],
        "answered": [line for line in lines if line["state"] != "open"][::-1],
        "keeps": _keeps(request),
    }
    return render(request, "web/privacy/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(Role.ADMINISTRATOR)
def new_privacy_request(request: HttpRequest) -> HttpResponse:
    """Ask what is asked, and keep it; the same wish sent twice is one request."""
    form = RequestForm(request, initial={"person": _number(request.GET.get("orang", ""))})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            number = receive_request(
                signed_in(request), settings.REGENCY, said["kind"], wish=said["wish"], person_id=said["person"],
                now=timezone.now(),
            )  # fmt: skip
        except PrivacyError as problem:
            form.add_error(None, said_by(problem))
        else:
            messages.success(request, say("Permintaan sudah dicatat.", "The request is kept."))
            return HttpResponseRedirect(reverse("privacy-request", args=[number]))
    context = {"form": form, "hours": duties()["access"]["hours"]}
    return render(request, "web/privacy/new_request.html", context, status=_status(form))


@require_safe
@open_in_regency(*AUDITORS)
def privacy_request(request: HttpRequest, number: int) -> HttpResponse:
    """Show one request, and the form that answers it while it is open."""
    return render(request, "web/privacy/request.html", _shown(request, number) | {"form": AnswerForm(request)})


@require_POST
@open_in_regency(Role.ADMINISTRATOR)
def answer_privacy_request(request: HttpRequest, number: int) -> HttpResponse:
    """Close a request with an answer; one that is answered stays as it is."""
    shown = _shown(request, number)
    form = AnswerForm(request)
    if form.is_valid():
        said = form.cleaned_data
        try:
            answer_request(
                signed_in(request), settings.REGENCY, number, said["verdict"], answer=said["answer"], now=timezone.now()
            )
        except PrivacyError as problem:
            form.add_error(None, said_by(problem))
        else:
            messages.success(request, say("Jawaban sudah dicatat.", "The answer is kept."))
            return HttpResponseRedirect(reverse("privacy-request", args=[number]))
    return render(request, "web/privacy/request.html", shown | {"form": form}, status=NOT_TAKEN)


def _shown(request: HttpRequest, number: int) -> dict[str, Any]:
    now = timezone.now()
    try:
        found = request_numbered(settings.REGENCY, number, now=now)
    except LookupError as missing:
        raise Http404(number) from missing
    duty = duties()[found["kind"]]
    return {
        "asked": found, "duty": duty, "left": hours_left(found["due_at"], now), "keeps": _keeps(request),
    }  # fmt: skip


def _keeps(request: HttpRequest) -> bool:
    return signed_in(request).role is Role.ADMINISTRATOR


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _status(form: RequestForm) -> int:
    return NOT_TAKEN if form.errors else 200
