"""Payments: bank files taken whole, the outcome of every line, what is left, matching, refunds, reversals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from semesta.funding.actions import match_payment, refund_payment, reverse_payment, take_payments
from semesta.funding.payment_file import read_payment_file
from semesta.funding.queries.payments import (
    bills_owing,
    lines_of_file,
    payment_file_numbered,
    payment_files_of,
    unassigned_payments,
)
from semesta.funding.queries.payments import payment_line as line_of_payment
from semesta.funding.refusals import RefusedError
from semesta.kernel.rupiah import rupiah_text
from semesta.web.clock import today
from semesta.web.language import say
from semesta.web.office_form import LONGEST_TEXT, NOT_TAKEN, OfficeForm
from semesta.web.regency_permission import LOOKS, decides, open_in_regency
from semesta.web.signed_in import signed_in
from semesta.web.uploaded import on_disk
from semesta.web.views.planner.money_form import MatchForm, PaymentFileForm, RefundForm, ReverseForm

LISTED = 200
MATCHES = ("exact", "several", "partial", "over", "unknown", "repeated")


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*LOOKS)
def payments(request: HttpRequest) -> HttpResponse:
    """Show the payment files; a POST hands one in, taken whole or not at all, the same file twice only once."""
    form = PaymentFileForm(request)
    if request.method == "POST" and decides(request) and form.is_valid():
        try:
            with on_disk(form.cleaned_data["file"]) as path:
                read = read_payment_file(path, stated_rp=form.cleaned_data["stated_rp"])
            taken = take_payments(signed_in(request), settings.REGENCY, read, taken_on=today(),
                                  again_on_purpose=form.cleaned_data["again_on_purpose"])  # fmt: skip
        except RefusedError as refusal:
            form.refuse(refusal.findings)
        else:
            said = (
                say(
                    "Berkas yang sama sudah pernah diterima; tidak ada yang berubah.",
                    "This file was taken before; nothing changed.",
                )
                if taken.is_repeat
                else say("Berkas diterima.", "The file is taken.")
            )
            messages.success(request, said)
            if taken.repeated:
                messages.warning(request, say(
                    "{n} baris ({rp}) sudah ada pada berkas sebelumnya; tidak dihitung lagi.",
                    "{n} lines ({rp}) were in an earlier file already; they are not counted again.",
                ).format(n=len(taken.repeated), rp=rupiah_text(taken.repeated_rp)))  # fmt: skip
            return HttpResponseRedirect(reverse("payment-file", args=[taken.file_id]))
    files = payment_files_of(settings.REGENCY)
    context = {
        "files": files, "left_rp": sum(one["left_rp"] for one in files), "form": form, "decides": decides(request),
    }  # fmt: skip
    return render(request, "web/planner/payments.html", context, status=NOT_TAKEN if form.errors else 200)


@require_safe
@open_in_regency(*LOOKS)
def payment_file(request: HttpRequest, number: int) -> HttpResponse:
    """Show the lines of a file with their outcome; ?hasil= one outcome, ?sisa=1 those with money left."""
    try:
        found = payment_file_numbered(settings.REGENCY, number)
    except RefusedError as refusal:
        raise Http404(number) from refusal
    match, after = request.GET.get("hasil", ""), request.GET.get("sesudah", "")
    if match and match not in MATCHES:
        raise Http404(match)
    lines = lines_of_file(
        settings.REGENCY, number, match=match, only_left=request.GET.get("sisa") == "1", most=LISTED + 1,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0,
    )  # fmt: skip
    following = request.GET.copy()
    following["sesudah"] = str(lines[LISTED - 1]["line"]) if len(lines) > LISTED else ""
    context = {
        "file": found, "lines": lines[:LISTED], "match": match, "matches": MATCHES,
        "only_left": request.GET.get("sisa") == "1", "next_query": following.urlencode() if len(lines) > LISTED else "",
    }  # fmt: skip
    return render(request, "web/planner/payment_file.html", context)


@require_safe
@open_in_regency(*LOOKS)
def unassigned(request: HttpRequest) -> HttpResponse:
    """Show the payments that no bill took, the longest waiting first, each with what owes exactly as much."""
    lines = unassigned_payments(settings.REGENCY, most=LISTED + 1)
    context = {
        "lines": lines[:LISTED], "has_more": len(lines) > LISTED, "decides": decides(request),
        "left_rp": sum(one["left_rp"] for one in payment_files_of(settings.REGENCY)),
    }  # fmt: skip
    return render(request, "web/planner/unassigned.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*LOOKS)
def payment_line(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """Show one payment with the bills it went to and, of what is left, who owes exactly as much (?rujukan= fills the
    form in); a POST matches, refunds or reverses it, for whoever decides."""
    found = _line(number, line)
    asked = request.POST.get("langkah", "") if request.method == "POST" and decides(request) else ""
    guessed = {"reference": request.GET.get("rujukan", "")[:LONGEST_TEXT]}
    forms = {
        name: kind(request if name == asked else None, today=today(), initial=guessed if name == "match" else None)
        for name, (kind, _) in _STEPS.items()
    }
    if asked in _STEPS and forms[asked].is_valid():
        _, act = _STEPS[asked]
        try:
            act(signed_in(request), settings.REGENCY, number, line, **forms[asked].cleaned_data)
        except RefusedError as refusal:
            forms[asked].refuse(refusal.findings)
        else:
            messages.success(request, say("Sudah dibukukan.", "It is booked."))
            return HttpResponseRedirect(reverse("payment-line", args=[number, line]))
    context = {
        "payment": found, "forms": forms, "decides": decides(request), "guess": guessed["reference"],
        "guesses": bills_owing(settings.REGENCY, found["left_rp"]) if found["left_rp"] else [],
    }  # fmt: skip
    wrong = any(form.errors for form in forms.values())
    return render(request, "web/planner/payment_line.html", context, status=NOT_TAKEN if wrong else 200)


_STEPS: dict[str, tuple[type[OfficeForm], Callable[..., int]]] = {
    "match": (MatchForm, match_payment),
    "refund": (RefundForm, refund_payment),
    "reverse": (ReverseForm, reverse_payment),
}


def _line(number: int, line: int) -> dict[str, Any]:
    try:
        return line_of_payment(settings.REGENCY, number, line)
    except RefusedError as refusal:
        raise Http404(f"{number}/{line}") from refusal
