"""The owners of micro-enterprises behind a figure: by name, NIK masked, a page at a time; the same as CSV."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.coverage.queries import ASKED, PAID_BY, Owners, enterprise_people
from semesta.kernel.month import Month
from semesta.regions.queries import regions_at
from semesta.web.download import csv_response
from semesta.web.language import say
from semesta.web.permission import open_to_roles
from semesta.web.readers import ENTERPRISES
from semesta.web.views.asked import asked
from semesta.web.views.month import MonthNotCountedError, not_counted
from semesta.web.words import word

A_PAGE: Final = 50
LAST_PAGE: Final = 2_000
MOST_IN_CSV: Final = 20_000
LONGEST: Final = 80


@require_safe
@open_to_roles(*ENTERPRISES, within="code")
def owner_rows(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is meant: ?keadaan= a standing, ?oleh= by whom paid, ?pembayar= one payer, ?sampai= the last month."""
    try:
        found = asked(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    wanted, typed = _wanted(request)
    page = _page(request.GET.get("page", "1"))
    number, people = enterprise_people(code, found.month, wanted, most=A_PAGE, skip=(page - 1) * A_PAGE)
    query = {"month": str(found.month), **typed}
    context: dict[str, Any] = {
        "region": found.region,
        "month": found.month,
        "typed": typed,
        "until": wanted.until,
        "number": number,
        "people": _named(code, people),
        "first": (page - 1) * A_PAGE + 1,
        "last": (page - 1) * A_PAGE + len(people),
        "previous": f"?{urlencode(query | {'page': page - 1})}" if page > 1 else "",
        "next": f"?{urlencode(query | {'page': page + 1})}" if number > page * A_PAGE else "",
        "csv_query": f"?{urlencode(query)}",
        "standings": ASKED,
        "payers": PAID_BY,
    }
    return render(request, "web/enterprise/people.html", context)


@require_safe
@open_to_roles(*ENTERPRISES, within="code")
def owner_rows_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Give the same owners as CSV, NIK masked."""
    try:
        found = asked(request, code)
    except MonthNotCountedError:
        return not_counted(request)
    wanted, _ = _wanted(request)
    _, people = enterprise_people(code, found.month, wanted, most=MOST_IN_CSV)
    headings = [
        say("Nama", "Name"), "NIK", say("Tahun lahir", "Birth year"), say("Usaha", "Enterprise"),
        say("Kode desa", "Village code"), say("Desa", "Village"), say("Keadaan", "Standing"),
        say("Terlindungi sampai", "Covered until"), say("Dibayar oleh", "Paid by"), say("Pembayar", "Payer"),
    ]  # fmt: skip
    lines = (
        [
            one["name"], one["nik"], one["birth_year"], one["enterprise"], one["village_code"], one["village"],
            word("standing", one["standing"]), one["until"] or "", word("paid_by", one["paid_by"]) if one["paid_by"]
            else "", one["payer"],
        ]
        for one in _named(code, people)
    )  # fmt: skip
    return csv_response(headings, lines, f"pelaku-usaha-mikro-{code}-{found.month}.csv")


def _wanted(request: HttpRequest) -> tuple[Owners, dict[str, str]]:
    """Read who is meant, and what of it stands in an address; 404 for what is no standing, payer's kind or month."""
    names = ("keadaan", "oleh", "pembayar", "sampai")
    typed = {name: request.GET.get(name, "")[:LONGEST].replace("\0", "") for name in names}
    typed = {name: text for name, text in typed.items() if text}
    standing = next((one for one in ASKED if one == typed.get("keadaan")), None)
    if (typed.get("keadaan") and standing is None) or typed.get("oleh", PAID_BY[0]) not in PAID_BY:
        raise Http404
    try:
        until = Month.parse(typed["sampai"]) if "sampai" in typed else None
    except ValueError as problem:
        raise Http404 from problem
    return Owners(standing or "", typed.get("oleh", ""), typed.get("pembayar", ""), until), typed


def _named(code: str, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = {one["code"]: one["name"] for one in regions_at("village", within=code)}
    return [
        one
        | {
            "village": names.get(one["village_code"], ""),
            "until": Month.of(one["until_month"]) if one["until_month"] else None,
        }
        for one in people
    ]


def _page(text: str) -> int:
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
