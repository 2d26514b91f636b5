"""From a figure to the persons behind it: how many, who, NIK masked, a page at a time."""

from __future__ import annotations

from typing import Any, Final, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.coverage.queries import Dimension, Who, rows_behind
from semesta.regions.queries import regions_at
from semesta.web.permission import open_to_roles
from semesta.web.readers import AUDITORS, PERSONS
from semesta.web.signed_in import signed_in
from semesta.web.views.asked import asked
from semesta.web.views.month import MonthNotCountedError, not_counted

A_PAGE: Final = 50
LAST_PAGE: Final = 2_000
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)


@require_safe
@open_to_roles(*PERSONS, within="code")
def figure_rows(request: HttpRequest, code: str) -> HttpResponse:
    """Show who stands behind a figure of a region: ?who= names it; ?segment=, ?sex=, ?class= and ?payer= narrow it."""
    who = request.GET.get("who", "members")
    if who not in get_args(Who):
        raise Http404(who)
    try:
        found = asked(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    region, month = found.region, found.month
    narrowed: dict[Dimension, str] = {name: request.GET[name] for name in DIMENSIONS if name in request.GET}
    page = _page(request.GET.get("page", "1"))
    number, people = rows_behind(code, month, who=who, of=narrowed, most=A_PAGE, skip=(page - 1) * A_PAGE)  # type: ignore[arg-type]
    names = {line["code"]: line["name"] for line in regions_at("village", within=code)}
    context: dict[str, Any] = {
        "region": region,
        "month": month,
        "who": who,
        "narrowed": [{"dimension": name, "value": value} for name, value in narrowed.items()],
        "number": number,
        "people": [line | {"village": names.get(line["village_code"], "")} for line in people],
        "first": (page - 1) * A_PAGE + 1,
        "last": (page - 1) * A_PAGE + len(people),
        "previous": _address(request, page - 1) if page > 1 else "",
        "next": _address(request, page + 1) if number > page * A_PAGE else "",
        "may_follow": signed_in(request).role in AUDITORS,
    }
    return render(request, "web/regent/rows.html", context)


def _page(text: str) -> int:
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
