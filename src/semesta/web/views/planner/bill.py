"""Bills: the months, a month by purse and village, one bill with its lines, billing a month, reversing a bill."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from semesta.exchange.billing import refused_months
from semesta.funding.actions import reverse_bill
from semesta.funding.queries.bills import bill_months, bill_named, bills_of
from semesta.funding.queries.other_bills import OTHER_KINDS, other_bill_totals
from semesta.funding.queries.purse_law import purse_kinds
from semesta.funding.queries.purses import purses_of
from semesta.funding.refusals import RefusedError
from semesta.jobs.actions import enqueue
from semesta.kernel.month import Month
from semesta.web.clock import today
from semesta.web.download import csv_response
from semesta.web.language import reader_language, say
from semesta.web.office_form import NOT_TAKEN
from semesta.web.regency_permission import DECIDES, LOOKS, decides, open_in_regency
from semesta.web.sender import sender_names
from semesta.web.signed_in import signed_in
from semesta.web.views.planner.money_form import BillForm, ReverseForm
from semesta.web.words import word

LISTED = 100
_SUMS = ("members", "amount_rp", "paid_rp", "open_rp")


@require_safe
@open_in_regency(*LOOKS)
def bills(request: HttpRequest) -> HttpResponse:
    """Show the months billed; with ?bulan=, ?dana=, ?jenis= or ?sisa=1 bills: of a month, a purse, a kind of purse (or
    projects, packages), not settled yet."""
    return _bills_page(request, BillForm(None, today=today(), initial={"key": uuid.uuid4().hex}))


@require_POST
@open_in_regency(*DECIDES)
def run(request: HttpRequest) -> HttpResponse:
    """Have a month billed; the same form twice is one wish, and billing again bills only who was decreed since."""
    form = BillForm(request, today=today())
    if not form.is_valid():
        return _bills_page(request, form)
    said = form.cleaned_data
    arguments = {
        "regency": settings.REGENCY, "month": str(said["month"]), "document": said["document"],
        "issued_on": said["issued_on"].isoformat(),
    }  # fmt: skip
    job = enqueue(signed_in(request), "bill_month", arguments, about=str(said["month"]), key=said["key"])
    return HttpResponseRedirect(reverse("job", args=[job]))


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*LOOKS)
def bill(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one bill with its lines; a POST reverses it, for whoever decides."""
    found = _bill(reference)
    form = ReverseForm(request if request.method == "POST" else None, today=today())
    if request.method == "POST" and decides(request) and form.is_valid():
        try:
            reverse_bill(signed_in(request), settings.REGENCY, reference, **form.cleaned_data)
        except RefusedError as refusal:
            form.refuse(refusal.findings)
        else:
            messages.success(request, say("Tagihan dibatalkan.", "The bill is reversed."))
            return HttpResponseRedirect(reverse("bill", args=[reference]))
    context = {
        "bill": found, "form": form, "decides": decides(request), "lines": found["lines"][:LISTED * 2],
        "more": max(0, len(found["lines"]) - LISTED * 2), "village": sender_names().get(found["village_code"], ""),
    }  # fmt: skip
    return render(request, "web/planner/bill.html", context, status=NOT_TAKEN if form.errors else 200)


@require_safe
@open_in_regency(*LOOKS)
def bill_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the lines of a bill as CSV, without NIK."""
    found = _bill(reference)
    headings = ["orang", "nama", "jkk_rp", "jkm_rp", "jumlah_rp", "sk", "baris_sk", "keadaan"]
    names = ("person_id", "name", "jkk_rp", "jkm_rp", "amount_rp", "decree", "decree_line", "state")
    return csv_response(headings, ([line[name] for name in names] for line in found["lines"]), f"{reference}.csv")


def _bills_page(request: HttpRequest, form: BillForm) -> HttpResponse:
    month, purse = _month(request.GET.get("bulan", "")), request.GET.get("dana", "")
    if purse and not (purse.isascii() and purse.isdigit() and len(purse) < 19):
        raise Http404(purse)
    context: dict[str, Any] = {
        "others": other_bill_totals(settings.REGENCY),
        "months": bill_months(settings.REGENCY), "month": month, "form": form, "decides": decides(request),
        "withheld": len(refused_months(settings.REGENCY, month=month, states=("decreed",))) if month else 0,
    }  # fmt: skip
    if month or purse or request.GET.get("sisa") or request.GET.get("jenis"):
        context |= _listed(request, month, int(purse) if purse else None)
    return render(request, "web/planner/bills.html", context, status=NOT_TAKEN if form.errors else 200)


def _listed(request: HttpRequest, month: Month | None, purse_id: int | None) -> dict[str, Any]:
    only_open, kind = request.GET.get("sisa") == "1", request.GET.get("jenis", "")
    other = kind if kind in OTHER_KINDS else ""
    found = bills_of(settings.REGENCY, month=month, purse_id=purse_id, only_open=only_open, kind=other)
    purses = {one["id"]: one for one in purses_of(settings.REGENCY)}
    names = sender_names()
    standing = [line for line in found if line["reversed_on"] is None]
    if kind:
        found = [line for line in found if _kind_of(line, purses) == kind]
    start = request.GET.get("dari", "")
    first = int(start) // LISTED * LISTED if start.isascii() and start.isdigit() and len(start) < 7 else 0
    following = request.GET.copy()
    following["dari"] = str(first + LISTED)
    return {
        "is_list": True, "only_open": only_open, "kind": kind, "other_kind": other, "purse": purses.get(purse_id or 0),
        "by_purse": _by_purse(standing, purses),
        "lines": [line | {"village": names.get(line["village_code"], "")} for line in found[first : first + LISTED]],
        "next_query": following.urlencode() if len(found) > first + LISTED else "", "count": len(found),
    }  # fmt: skip


def _by_purse(bills: list[dict[str, Any]], purses: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Sum bills by kind of purse; bills without a purse (projects, packages) by their own kind."""
    kinds = purse_kinds(settings.REGENCY, language=reader_language())
    sums: dict[str, dict[str, Any]] = {}
    for line in bills:
        kind = _kind_of(line, purses)
        name = kinds.get(kind) or word("bill_kind", kind)
        one = sums.setdefault(kind, {"kind": kind, "name": name, "bills": 0, **dict.fromkeys(_SUMS, 0)})
        one["bills"] += 1
        for counted in _SUMS:
            one[counted] += line[counted]
    return list(sums.values())


def _kind_of(bill: dict[str, Any], purses: dict[int, dict[str, Any]]) -> str:
    purse = purses.get(bill["purse_id"])
    return str(purse["kind"] if purse else bill["kind"])


def _bill(reference: str) -> dict[str, Any]:
    try:
        return bill_named(settings.REGENCY, reference)
    except RefusedError as refusal:
        raise Http404(reference) from refusal


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except ValueError as problem:
        raise Http404(text) from problem
