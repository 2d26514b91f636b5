"""Arrears: who owes since when, what to hold back from villages' transfers, whose membership ends next."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.exchange.billing import refused_months
from semesta.funding.queries.bills import arrears as arrears_on
from semesta.web.clock import today
from semesta.web.download import csv_response
from semesta.web.regency_permission import LOOKS, open_in_regency


@require_safe
@open_in_regency(*LOOKS)
def arrears(request: HttpRequest) -> HttpResponse:
    """Show what is overdue today, the proposals to deduct at source, and warnings before the grace runs out."""
    page = arrears_on(settings.REGENCY, on=today())
    refused = refused_months(settings.REGENCY, states=("billed",))
    context = page | {
        "at_risk": sum(one["people"] for one in page["warnings"]), "refused": len(refused),
        "refused_rp": sum(line["amount_rp"] or 0 for line in refused),
        "held_rp": sum(one["hold_back_rp"] for one in page["deductions"]),
    }  # fmt: skip
    return render(request, "web/planner/arrears.html", context)


@require_safe
@open_in_regency(*LOOKS)
def deductions_csv(request: HttpRequest) -> HttpResponse:
    """Give what to hold back from each village's next transfer as CSV."""
    page = arrears_on(settings.REGENCY, on=today())
    rows = [[one["village_code"], one["village"], one["hold_back_rp"]] for one in page["deductions"]]
    return csv_response(["kode_desa", "desa", "ditahan_rp"], rows, f"potongan-{today().isoformat()}.csv")
