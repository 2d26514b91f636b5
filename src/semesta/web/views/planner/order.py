"""Payment orders: the list, a new one from bills that are ticked, one with what came in for it, sent, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from semesta.funding.actions import cancel_order, mark_order_sent, order_payment
from semesta.funding.queries.orders import bills_to_order, order_numbered, orders_of
from semesta.funding.queries.purse_law import purse_kinds
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from semesta.web.clock import today
from semesta.web.language import reader_language, say
from semesta.web.office_form import NOT_TAKEN, OfficeForm
from semesta.web.regency_permission import DECIDES, LOOKS, decides, open_in_regency
from semesta.web.signed_in import signed_in
from semesta.web.views.planner.money_form import OrderForm, ReverseForm, SentForm
from semesta.web.words import word

OFFERED = 300
"""Bills that one form offers at once: a form with more boxes is neither read nor sent on a weak network."""


@require_safe
@open_in_regency(*LOOKS)
def orders(request: HttpRequest) -> HttpResponse:
    """Show the payment orders, newest first, and how much waits for one."""
    waiting = bills_to_order(settings.REGENCY)
    context = {
        "lines": orders_of(settings.REGENCY), "decides": decides(request), "bills": len(waiting),
        "waiting_rp": sum(one["open_rp"] for one in waiting),
    }  # fmt: skip
    return render(request, "web/planner/orders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*DECIDES)
def new_order(request: HttpRequest) -> HttpResponse:
    """Offer the open bills of ?bulan= and ?jenis= that no order holds; a POST orders those that are ticked."""
    form = OrderForm(request, today=today())
    month, kind = request.GET.get("bulan", ""), request.GET.get("jenis", "")
    waiting = bills_to_order(settings.REGENCY)
    months = sorted({Month.of(one["month"]) for one in waiting})
    kinds = _kinds(waiting)
    if (month and month not in map(str, months)) or (kind and kind not in kinds):
        month = kind = ""  # what was filtered for is ordered by now
    found = [
        one for one in waiting
        if month in ("", str(Month.of(one["month"]))) and kind in ("", one["kind"])
    ]  # fmt: skip
    ticked = request.POST.getlist("bill")
    if request.method == "POST" and form.is_valid() and not ticked:
        form.add_error(None, say("Centang paling sedikit satu tagihan.", "Tick one bill at least."))
    elif request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            order_payment(
                signed_in(request), settings.REGENCY, said["number"].strip(), references=ticked,
                dated_on=said["dated_on"], document=said["document"],
            )  # fmt: skip
        except RefusedError as refusal:
            form.refuse(refusal.findings)
        else:
            messages.success(request, say("Perintah bayar sudah terbit.", "The payment order is issued."))
            return HttpResponseRedirect(order_address(said["number"].strip()))
    offered = found[:OFFERED]
    chosen = set(ticked) if request.method == "POST" else {one["reference"] for one in offered}
    context = {
        "form": form, "lines": [one | {"is_ticked": one["reference"] in chosen} for one in offered],
        "more": len(found) - len(offered), "months": [str(one) for one in months], "kinds": kinds, "month": month,
        "kind": kind, "total_rp": sum(one["open_rp"] for one in offered if one["reference"] in chosen),
        "ticked": sum(one["reference"] in chosen for one in offered),
    }  # fmt: skip
    return render(request, "web/planner/new_order.html", context, status=NOT_TAKEN if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*LOOKS)
def order(request: HttpRequest) -> HttpResponse:
    """Show the order ?nomor= with its bills and receipts; a POST marks it as sent or cancels it, for who decides."""
    number = request.GET.get("nomor", "")
    try:
        found = order_numbered(settings.REGENCY, number)
    except RefusedError as refusal:
        raise Http404(number) from refusal
    asked = request.POST.get("langkah", "") if request.method == "POST" and decides(request) else ""
    forms = {name: kind(request if name == asked else None, today=today()) for name, (kind, _, _) in _STEPS.items()}
    if asked in _STEPS and forms[asked].is_valid():
        _, act, done = _STEPS[asked]
        try:
            act(signed_in(request), settings.REGENCY, number, **forms[asked].cleaned_data)
        except RefusedError as refusal:
            forms[asked].refuse(refusal.findings)
        else:
            messages.success(request, say(*done))
            return HttpResponseRedirect(order_address(number))
    context = {
        "order": found, "forms": forms, "decides": decides(request),
        "is_standing": found["state"] in ("issued", "sent", "part"),
    }  # fmt: skip
    wrong = any(form.errors for form in forms.values())
    return render(request, "web/planner/order.html", context, status=NOT_TAKEN if wrong else 200)


_STEPS: dict[str, tuple[type[OfficeForm], Callable[..., int], tuple[str, str]]] = {
    "sent": (SentForm, mark_order_sent, ("Dicatat: sudah dikirim ke bank.", "Kept: it went to the bank.")),
    "cancel": (
        ReverseForm, cancel_order,
        ("Perintah bayar dibatalkan; tagihannya dapat diperintahkan lagi.",
         "The payment order is cancelled; its bills may be ordered again."),
    ),
}  # fmt: skip


def order_address(number: str) -> str:
    """Return the address of an order; its number is the office's own and may hold any sign."""
    query = QueryDict(mutable=True)
    query["nomor"] = number
    return f"{reverse('payment-order')}?{query.urlencode()}"


def _kinds(bills: list[dict[str, Any]]) -> dict[str, str]:
    """Return the kinds of purses (or of bills without one) that wait, with their names."""
    names = purse_kinds(settings.REGENCY, language=reader_language())
    return {kind: names.get(kind) or word("bill_kind", kind) for kind in sorted({str(one["kind"]) for one in bills})}
