"""Months that two payers paid: what each payer may claim back, of whom, and one person's months with the records."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from semesta.accounts.actor import Role
from semesta.audit.queries import newest_entry
from semesta.duplicates.actions import export_double_payments
from semesta.duplicates.double_payments import claims_by_payer, months_paid_twice
from semesta.duplicates.double_payments import double_payments as all_double_payments
from semesta.duplicates.queries import pairs_that_join, records_of
from semesta.intake.pair_queries import person_side
from semesta.web.download import csv_response
from semesta.web.kept import SURE, kept
from semesta.web.readers import AUDITORS
from semesta.web.regency_permission import LOOKS_AT_DOUBLE_PAYMENTS, open_in_regency
from semesta.web.sender import sender_names
from semesta.web.signed_in import signed_in
from semesta.web.views.verifier.queue import VERIFIERS

LISTED: Final = 50
_HEADINGS = (
    "orang", "nama", "kode_desa", "dapat_ditagih_oleh", "kelas", "tetap_pada", "kelas_tetap", "program", "bulan",
    "banyak_bulan", "tagih_rp", "dasar", "catatan",
)  # fmt: skip


@require_safe
@open_in_regency(*LOOKS_AT_DOUBLE_PAYMENTS)
def double_payments(request: HttpRequest) -> HttpResponse:
    """Show what each payer may claim back, and of whom, 50 at a time; of one payer with ?pembayar=."""
    lines = _lines()
    payers = claims_by_payer(lines)
    payer = request.GET.get("pembayar", "")
    if payer and payer not in {line["payer"] for line in payers}:
        raise Http404(payer)
    chosen = [line for line in lines if payer in ("", line["payer"])]
    start = request.GET.get("dari", "")
    first = int(start) // LISTED * LISTED if start.isascii() and start.isdigit() and len(start) < 7 else 0
    following = request.GET.copy()
    following["dari"] = str(first + LISTED)
    names = sender_names()
    context = {
        "payers": payers, "payer": payer, "count": len(chosen),
        "persons": len({line["person_id"] for line in chosen}),
        "months": sum(len(line["months"]) for line in chosen),
        "claim_rp": sum(line["claim_rp"] or 0 for line in chosen),
        "not_priced": sum(line["claim_rp"] is None for line in chosen),
        "lines": [_named(line, names) for line in chosen[first : first + LISTED]],
        "next_query": following.urlencode() if len(chosen) > first + LISTED else "",
        "is_verifier": signed_in(request).role is Role.VERIFIER,
    }  # fmt: skip
    return render(request, "web/planner/double_payments.html", context)


@require_safe
@open_in_regency(*LOOKS_AT_DOUBLE_PAYMENTS)
def double_payment(request: HttpRequest, person: int) -> HttpResponse:
    """Show one person's months paid twice, the records they stand with, and the pairs that join these."""
    months = months_paid_twice(settings.REGENCY, person)
    if not months:
        raise Http404(person)
    records = records_of(settings.REGENCY, person)
    role = signed_in(request).role
    sides = [person_side(settings.REGENCY, one) for one in records]
    context = {
        "number": str(person), "name": next(side["name"] for side in sides if side["person_id"] == person),
        "months": months, "sides": sides,
        "claim_rp": sum(line["claim_rp"] or 0 for line in months),
        "not_priced": sum(line["claim_rp"] is None for line in months),
        "pairs": pairs_that_join(settings.REGENCY, records),
        "opens_person": role in VERIFIERS, "follows_papers": role in AUDITORS,
    }  # fmt: skip
    return render(request, "web/planner/double_payment.html", context)


@require_POST
@open_in_regency(*LOOKS_AT_DOUBLE_PAYMENTS)
def double_payments_csv(request: HttpRequest) -> HttpResponse:
    """Give the lines as CSV, of one payer or of all; that they were taken out stands in the trail."""
    payer = request.POST.get("pembayar", "")
    lines = export_double_payments(signed_in(request), settings.REGENCY, payer=payer)
    cells = (
        [
            line["person_id"], line["name"], line["village_code"], line["payer"], line["membership_class"],
            line["kept_by"], line["kept_class"], "+".join(line["programmes"]).upper(), " ".join(line["months"]),
            len(line["months"]), line["claim_rp"], line["basis"], " ".join(map(str, line["records"])),
        ]
        for line in lines
    )  # fmt: skip
    return csv_response(_HEADINGS, cells, "bayar-ganda.csv")


def _lines() -> list[dict[str, Any]]:
    """Return the lines of the regency; everybody who may see this page sees the whole regency."""
    return kept(
        f"paid-twice:{settings.REGENCY}", lambda: all_double_payments(settings.REGENCY),
        mark=str(newest_entry()), seconds=int(SURE.total_seconds()),
    )  # fmt: skip


def _named(line: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    months = line["months"]
    return line | {"village": names.get(line["village_code"], ""), "first": months[0], "last": months[-1]}
