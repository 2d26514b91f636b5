"""The amounts of the regent's page purse by purse, and the entries of the ledger behind one of them."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.funding.queries.purses import realisation
from semesta.ledger.queries import entries_of_purse
from semesta.web.clock import today
from semesta.web.permission import open_to_roles
from semesta.web.readers import SEES_MONEY
from semesta.web.signed_in import signed_in

MOST_ENTRIES: Final = 500


@require_safe
@open_to_roles(*SEES_MONEY)
def purse_money(request: HttpRequest) -> HttpResponse:
    """Show the realisation of ?year= purse by purse; ?purse= opens the entries of one."""
    if not signed_in(request).is_responsible_for(settings.REGENCY):
        raise Http404
    on = today()
    year = _number(request.GET.get("year", ""), default=on.year)
    realised = realisation(settings.REGENCY, year, on=on)
    chosen = _number(request.GET.get("purse", ""), default=0)
    purse = next((line for line in realised["purses"] if line["id"] == chosen), None)
    if chosen and purse is None:
        raise Http404(chosen)
    context: dict[str, Any] = {
        "money": realised,
        "years": [year - 1, year, year + 1],
        "purse": purse,
        "entries": entries_of_purse(settings.REGENCY, chosen, on=realised["on"], most=MOST_ENTRIES) if purse else [],
        "most": MOST_ENTRIES,
    }
    return render(request, "web/auditor/purse_money.html", context)


def _number(text: str, *, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 9 else default
