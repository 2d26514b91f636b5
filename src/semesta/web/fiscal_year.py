"""The fiscal year a page is about: ?tahun=, else the year of today."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from semesta.funding.queries.purses import fiscal_years
from semesta.web.clock import today


def asked_year(request: HttpRequest) -> int:
    """Return the year asked for; a text that is no year of this century is not found."""
    text = request.GET.get("tahun", "")
    if not text:
        return today().year
    if not (text.isascii() and text.isdigit() and len(text) == 4 and text.startswith("20")):
        raise Http404(text)
    return int(text)


def years_of(regency_code: str, shown: int) -> list[str]:
    """Return the years that have purses, and the one shown, newest first, as they are written."""
    return [str(year) for year in sorted({*fiscal_years(regency_code), shown}, reverse=True)]
