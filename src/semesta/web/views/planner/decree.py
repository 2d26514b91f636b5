"""Decrees: the list, one with totals, checksum and amendments, the annex as a workbook and as PDF."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from semesta.funding.actions import issue_decree
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.handing_out import AnnexFormat, hand_out_annex
from semesta.funding.queries.decrees import (
    decree_numbered,
    decree_totals,
    decrees_of,
    is_sealed,
    months_to_take_out,
)
from semesta.funding.refusals import RefusedError
from semesta.regions.queries import region_named
from semesta.web.clock import today
from semesta.web.download import pdf_response, workbook_response
from semesta.web.kept import kept
from semesta.web.language import reader_language, say
from semesta.web.office_form import NOT_TAKEN
from semesta.web.regency_permission import DECIDES, LOOKS, decides, open_in_regency
from semesta.web.signed_in import signed_in
from semesta.web.views.planner.decree_form import AmendForm


@require_safe
@open_in_regency(*LOOKS)
def decrees(request: HttpRequest) -> HttpResponse:
    """Show the decrees, newest first; ?nomor= leads to the decree of that number."""
    lines = decrees_of(settings.REGENCY)[::-1]
    number = request.GET.get("nomor", "")
    if number:
        found = next((line for line in lines if line["number"] == number), None)
        if found is None:
            raise Http404(number)
        return HttpResponseRedirect(reverse("decree", args=[found["id"]]))
    return render(request, "web/planner/decrees.html", {"lines": lines, "decides": decides(request)})


@require_safe
@open_in_regency(*LOOKS)
def decree(request: HttpRequest, number: int) -> HttpResponse:
    """Show one decree; ?segel=periksa works its checksum out again from every line."""
    found = _decree(number)
    totals = _totals(found)
    context = {
        "decree": found, "decides": decides(request), "purses": _by(totals, "purse_id", "purse"),
        "villages": _by(totals, "village_code", "village"),
        "seal": is_sealed(settings.REGENCY, number) if request.GET.get("segel") == "periksa" else None,
    }  # fmt: skip
    return render(request, "web/planner/decree.html", context)


@require_safe
@open_in_regency(*LOOKS)
def annex_xlsx(request: HttpRequest, number: int) -> HttpResponse:
    """Give the annex as a workbook; who took it is on record."""
    return workbook_response(_annex(request, number, "xlsx"), f"lampiran-sk-{number}.xlsx")


@require_safe
@open_in_regency(*LOOKS)
def annex_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Give the annex as PDF: whole where it is short, else ?desa= one village of it; without one, say so."""
    village = request.GET.get("desa", "")
    try:
        data = _annex(request, number, "pdf", village=village)
    except ValueError:
        messages.warning(
            request,
            say(
                "Terlalu panjang untuk satu PDF: unduh per desa dari tabel di bawah.",
                "Too long for one PDF: download it per village from the table below.",
            ),
        )
        return HttpResponseRedirect(reverse("decree", args=[number]))
    return pdf_response(data, f"lampiran-sk-{number}{'-' + village if village else ''}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*DECIDES)
def amend(request: HttpRequest, number: int) -> HttpResponse:
    """Issue an amending decree that takes out unbilled months; a first sending only counts them."""
    found = _decree(number)
    purses = {one["purse_id"]: one["purse"] for one in decree_totals(settings.REGENCY, number)}
    villages = {one["village_code"]: one["village"] for one in decree_totals(settings.REGENCY, number)}
    form = AmendForm(request, today=today(), initial={"title": say(f"Perubahan atas SK {found['number']}",
                                                                   f"Amendment of {found['number']}")})  # fmt: skip
    form.offer(purses, villages)
    context: dict[str, Any] = {"decree": found, "form": form}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        months = months_to_take_out(
            settings.REGENCY, number, from_month=said["from_month"].first_day(), purse_id=said["purse_id"] or None,
            village_code=said["village_code"], person_id=said["person_id"],
        )  # fmt: skip
        context |= {"months": months.height, "people": months["person_id"].n_unique()}
        if request.POST.get("langkah") == "tetapkan":
            head = DecreeHead(said["number"].strip(), said["dated_on"], said["title"], amends=found["number"])
            told = months.with_columns(pl.lit(said["reason"]).alias("reason"))
            try:
                made = issue_decree(signed_in(request), settings.REGENCY, head, removals=told)
            except RefusedError as refusal:
                form.refuse(refusal.findings)
            else:
                messages.success(request, say("SK perubahan sudah terbit.", "The amending decree is issued."))
                return HttpResponseRedirect(reverse("decree", args=[made]))
    return render(request, "web/planner/amend.html", context, status=NOT_TAKEN if form.errors else 200)


def _annex(request: HttpRequest, number: int, written_as: AnnexFormat, *, village: str = "") -> bytes:
    name = str(region_named(settings.REGENCY)["name"])
    place = name.removeprefix("Kabupaten ").removeprefix("Kota ")
    try:
        return hand_out_annex(
            signed_in(request), settings.REGENCY, number, written_as=written_as, place=place,
            language=reader_language(), village_code=village,
        )  # fmt: skip
    except RefusedError as refusal:
        raise Http404(f"{number} {village}") from refusal


def _decree(number: int) -> dict[str, Any]:
    try:
        return decree_numbered(settings.REGENCY, number)
    except RefusedError as refusal:
        raise Http404(number) from refusal


def _totals(decree: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the totals of a decree, added up once: its lines never change."""
    mark = f"decree-totals:{decree['id']}:{decree['issued_at'].timestamp()}"
    return kept(mark, lambda: decree_totals(settings.REGENCY, decree["id"]))


def _by(totals: list[dict[str, Any]], key: str, name: str) -> list[dict[str, Any]]:
    """Sum totals by purse or village; people are counted once per village and purse."""
    sums: dict[Any, dict[str, Any]] = {}
    for line in totals:
        one = sums.setdefault(
            line[key], {"code": line[key], "name": line[name], "people": 0, "months": 0, "amount_rp": 0}
        )
        for counted in ("people", "months", "amount_rp"):
            one[counted] += int(line[counted])
    return list(sums.values())
