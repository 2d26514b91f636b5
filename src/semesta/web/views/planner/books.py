"""The books at any day: the trial balance of all or of one purse, and the realisation of a year as a file."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.funding.queries.purses import purses_of, realisation
from semesta.ledger.queries import trial_balance as trial_balance_at
from semesta.web.clock import today
from semesta.web.download import csv_response
from semesta.web.fiscal_year import asked_year
from semesta.web.language import reader_language
from semesta.web.regency_permission import LOOKS, open_in_regency

_HEADINGS = ["sumber_dana", "jenis", "pemilik", "pagu_rp", "perubahan_rp", "pagu_setelah_perubahan_rp", "komitmen_rp",
             "tagihan_rp", "realisasi_rp", "realisasi_persen", "sisa_rp"]  # fmt: skip
_SUMS = ("ceiling_rp", "change_rp", "revised_rp", "committed_rp", "billed_rp", "paid_rp")


def asked_day(request: HttpRequest) -> date:
    """Return the day of ?tanggal=, today without one. Raises Http404 for what is no day."""
    text = request.GET.get("tanggal", "")
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError as problem:
        raise Http404(text) from problem


@require_safe
@open_in_regency(*LOOKS)
def trial_balance(request: HttpRequest) -> HttpResponse:
    """Show every account up to ?tanggal=, of all purses or of ?dana=."""
    on, chosen = asked_day(request), request.GET.get("dana", "")
    purses = purses_of(settings.REGENCY)
    purse = next((one for one in purses if str(one["id"]) == chosen), None)
    if chosen and purse is None:
        raise Http404(chosen)
    page = trial_balance_at(settings.REGENCY, on=on, purse_id=purse["id"] if purse else None)
    name = f"name_{reader_language()}"
    lines = [line | {"name": line[name]} for line in page["accounts"]]
    context = page | {"lines": lines, "purses": purses, "purse": purse, "day": on.isoformat()}
    return render(request, "web/planner/trial_balance.html", context)


@require_safe
@open_in_regency(*LOOKS)
def realisation_csv(request: HttpRequest) -> HttpResponse:
    """Give the budget realisation of ?tahun= up to ?tanggal= as CSV, a line per purse and their sum, as finance reads
    it: ceiling, change, revised ceiling, commitment, bills, realisation with its percentage, rest."""
    year, on = asked_year(request), asked_day(request)
    page = realisation(settings.REGENCY, year, on=on)
    rows = [
        [*names, *(line[money] for money in _SUMS), _percent(line["share"]), line["rest_rp"]]
        for names, line in (
            *(((one["name"], one["kind"], one["owner_name"] or one["owner"]), one) for one in page["purses"]),
            (("JUMLAH", "", ""), page["total"]),
        )
    ]
    return csv_response(_HEADINGS, rows, f"realisasi-{year}-per-{on.isoformat()}.csv")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.2f}"
