"""Purses of a year with their realisation, one purse with its law and revisions, what was booked for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from semesta.funding.actions import open_purse, release_money, revise_ceiling
from semesta.funding.actions.purses import NewPurse
from semesta.funding.queries.purse_law import law_of_purse, purse_kinds
from semesta.funding.queries.purses import purses_of, realisation, releases_of, revisions_of
from semesta.funding.refusals import RefusedError
from semesta.ledger.queries import entries_of_purse
from semesta.web.clock import today
from semesta.web.fiscal_year import asked_year, years_of
from semesta.web.language import reader_language, say
from semesta.web.office_form import NOT_TAKEN, OfficeForm
from semesta.web.regency_permission import DECIDES, LOOKS, decides, open_in_regency
from semesta.web.signed_in import signed_in
from semesta.web.views.planner.books import asked_day
from semesta.web.views.planner.purse_form import OpenForm, ReleaseForm, ReviseForm

_MONEY = ("ceiling_rp", "change_rp", "revised_rp", "committed_rp", "billed_rp", "paid_rp", "rest_rp", "available_rp")
EVENTS = ("ceiling", "revision", "decree", "bill", "payment", "closing")
LISTED = 500


@require_safe
@open_in_regency(*LOOKS)
def purses(request: HttpRequest) -> HttpResponse:
    """Show the purses of ?tahun= as on ?tanggal=; those of villages as one line a kind, singly with ?jenis=."""
    year, kind, on = asked_year(request), request.GET.get("jenis", ""), asked_day(request)
    page = realisation(settings.REGENCY, year, on=on)
    kinds = purse_kinds(settings.REGENCY, language=reader_language())
    if kind and kind not in kinds:
        raise Http404(kind)
    lines = [line for line in page["purses"] if line["kind"] == kind] if kind else _grouped(page["purses"], kinds)
    context = {
        "year": year, "years": years_of(settings.REGENCY, year), "kind": kind, "kind_name": kinds.get(kind, ""),
        "lines": lines, "total": _sum(lines), "decides": decides(request), "on": on, "day": on.isoformat(),
    }  # fmt: skip
    return render(request, "web/planner/purses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*DECIDES)
def new_purse(request: HttpRequest) -> HttpResponse:
    """Open a purse."""
    form = OpenForm(request, today=today())
    year = asked_year(request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        months = tuple(range(said["first_month"], said["last_month"] + 1))
        purse = NewPurse(year, said["kind"], said["owner"], said["name"], said["legal_basis"], months)
        try:
            number = open_purse(
                signed_in(request), settings.REGENCY, purse, ceiling_rp=said["ceiling_rp"], dated_on=said["dated_on"]
            )
        except RefusedError as refusal:
            form.refuse(refusal.findings)
        else:
            messages.success(request, say("Sumber dana sudah dibuka.", "The purse is open."))
            return HttpResponseRedirect(reverse("purse", args=[number]))
    status = NOT_TAKEN if form.errors else 200
    return render(request, "web/planner/new_purse.html", {"form": form, "year": year}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*LOOKS)
def purse(request: HttpRequest, number: int) -> HttpResponse:
    """Show one purse; a POST changes its ceiling, for whoever decides."""
    found = _purse(number)
    form = ReviseForm(request, today=today())
    if request.method == "POST" and decides(request) and form.is_valid():
        said = form.cleaned_data
        try:
            revise_ceiling(signed_in(request), settings.REGENCY, number, **said)
        except RefusedError as refusal:
            form.refuse(refusal.findings)
        else:
            messages.success(request, say("Pagu sudah diubah.", "The ceiling is changed."))
            return HttpResponseRedirect(reverse("purse", args=[number]))
    return _purse_page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*DECIDES)
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is released of a purse by a month."""
    found = _purse(number)
    form = ReleaseForm(request, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            release_money(signed_in(request), settings.REGENCY, number, **form.cleaned_data)
        except RefusedError as refusal:
            form.refuse(refusal.findings)
        else:
            messages.success(request, say("Pencairan sudah dicatat.", "The release is kept."))
            return HttpResponseRedirect(reverse("purse", args=[number]))
    return render(request, "web/planner/release.html", {"form": form, "purse": found},
                  status=NOT_TAKEN if form.errors else 200)  # fmt: skip


@require_safe
@open_in_regency(*LOOKS)
def purse_book(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was booked for a purse, of one kind of event with ?jenis=."""
    found = _purse(number)
    kind = request.GET.get("jenis", "")
    if kind and kind not in EVENTS:
        raise Http404(kind)
    lines = entries_of_purse(settings.REGENCY, number, on=today(), kind=kind, most=LISTED + 1)
    context = {"purse": found, "kind": kind, "kinds": EVENTS, "lines": lines[:LISTED], "has_more": len(lines) > LISTED}
    return render(request, "web/planner/purse_book.html", context)


def _purse_page(request: HttpRequest, found: dict[str, Any], form: OfficeForm) -> HttpResponse:
    page = realisation(settings.REGENCY, found["fiscal_year"], on=today())
    (money,) = (line for line in page["purses"] if line["id"] == found["id"])
    context = {
        "purse": found, "money": money, "form": form, "decides": decides(request) and found["closed_on"] is None,
        "law": law_of_purse(settings.REGENCY, found["kind"], found["fiscal_year"], language=reader_language()),
        "revisions": revisions_of(settings.REGENCY, found["id"]),
        "releases": releases_of(settings.REGENCY, found["id"]),
    }  # fmt: skip
    return render(request, "web/planner/purse.html", context, status=NOT_TAKEN if form.errors else 200)


def _purse(number: int) -> dict[str, Any]:
    found = next((one for one in purses_of(settings.REGENCY) if one["id"] == number), None)
    if found is None:
        raise Http404(number)
    return found


def _grouped(lines: list[dict[str, Any]], kinds: dict[str, str]) -> list[dict[str, Any]]:
    """Return the purses with those of villages (owner below the regency) summed up, a line a kind."""
    single = [line for line in lines if line["owner"].count(".") < 2]
    of_villages: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        if line["owner"].count(".") >= 2:
            of_villages.setdefault(line["kind"], []).append(line)
    grouped = [
        _sum(found) | {"id": None, "kind": kind, "name": kinds.get(kind, kind), "villages": len(found)}
        for kind, found in of_villages.items()
    ]
    return single + grouped


def _sum(lines: list[dict[str, Any]]) -> dict[str, Any]:
    total: dict[str, Any] = {name: sum(line[name] for line in lines) for name in _MONEY}
    return total | {"share": total["paid_rp"] / total["revised_rp"] if total["revised_rp"] else None}
