"""The people of a village: found, filtered, a page by key; the same as CSV. Those whose rows wait stand apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from semesta.coverage.queries import (
    STANDINGS,
    Place,
    Standing,
    Wanted,
    months_counted,
    payers_in_village,
    people_of_village,
)
from semesta.kernel.month import Month
from semesta.kernel.segment import shipped_segments
from semesta.web.download import csv_response
from semesta.web.language import reader_language, say
from semesta.web.masking import masked_nik
from semesta.web.permission import open_to_roles
from semesta.web.views.village.home import PEOPLE_ROLES, newest_month, village_path
from semesta.web.views.village.people_waiting import WAITING, waiting_csv, waiting_page
from semesta.web.words import word

A_PAGE = 50
MOST_IN_CSV = 20_000
LAST_DIGITS, NIK_DIGITS = 4, 16
_LONGEST_NAME = 80


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*PEOPLE_ROLES, within="code")
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Show fifty people at a time in order of name; ?sesudah=NUMBER-NAME is where the page before ended.

    The form is posted, so that a NIK never stands in an address: it leads to its person, everything else to the
    address that says what is asked for.
    """
    path = village_path(code)
    month = newest_month(months_counted(settings.REGENCY))
    wanted, typed = _wanted(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and not wanted.is_one_nik:
        return HttpResponseRedirect(f"{request.path}?{_query(typed)}")
    form = _form(code, month, typed) | {"region": path[-1]}
    if typed["keadaan"] == WAITING:
        rows = waiting_page(request, code, wanted)
        more = _query(typed | {"sesudah": rows["after"]}) if rows["after"] else ""
        return render(request, "web/village/people.html", form | rows | {"next_query": more})
    found = people_of_village(code, month, wanted, after=_place(request), most=A_PAGE + 1)
    if wanted.is_one_nik and found:
        return HttpResponseRedirect(reverse("person", args=[found[0]["person_id"]]))
    shown = [_shown(line) for line in found[:A_PAGE]]
    context = form | {
        "is_asked": any(typed.values()) or wanted.is_one_nik,
        "lines": shown,
        "next_query": _query_after(typed, found[A_PAGE - 1]) if len(found) > A_PAGE else "",
    }
    return render(request, "web/village/people.html", context)


@require_safe
@open_to_roles(*PEOPLE_ROLES, within="code")
def people_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Give the same people as CSV, NIK masked; a name that looks like a formula is text."""
    village_path(code)
    wanted, typed = _wanted(request.GET)
    if typed["keadaan"] == WAITING:
        return waiting_csv(code, wanted, most=MOST_IN_CSV)
    month = newest_month(months_counted(settings.REGENCY))
    found = people_of_village(code, month, wanted, most=MOST_IN_CSV)
    headings = [
        say("Nama", "Name"), "NIK", say("Tahun lahir", "Birth year"), say("Pekerjaan", "Work"),
        say("Keadaan", "Standing"), say("Terlindungi sampai", "Covered until"), say("Pembayar", "Payer"),
    ]  # fmt: skip
    lines = [
        [
            line["name"], line["nik"], line["birth_on"].year if line["birth_on"] else "", line["work"],
            word("standing", line["standing"]) if line["standing"] else "", line["until"] or "", line["payer"] or "",
        ]
        for line in map(_shown, found)
    ]  # fmt: skip
    return csv_response(headings, lines, f"orang-{code}-{month}.csv")


def _form(code: str, month: Month, typed: dict[str, str]) -> dict[str, Any]:
    """Return what the form offers and what was typed into it."""
    return {
        "month": month,
        "typed": typed,
        "same_query": _query(typed),
        "standings": (*STANDINGS, WAITING),
        "segments": [(one.code, _segment_name(one.code)) for one in shipped_segments().values()],
        "payers": payers_in_village(code, month),
    }


def _wanted(asked: Mapping[str, str]) -> tuple[Wanted, dict[str, str]]:
    """Read what is asked for, and what of it may stand in an address; anything unknown is as if not asked."""
    text = " ".join(asked.get("cari", "").split())[:_LONGEST_NAME]
    digits = re.sub(r"[ .\-]", "", text)
    is_nik = digits.isascii() and digits.isdigit() and len(digits) in (LAST_DIGITS, NIK_DIGITS)
    standing = asked.get("keadaan", "")
    segment = asked.get("pekerjaan", "")
    typed = {
        "cari": "" if len(digits) == NIK_DIGITS and is_nik else text,
        "keadaan": standing if standing in (*STANDINGS, WAITING) else "",
        "pekerjaan": segment if segment in shipped_segments() else "",
        "pembayar": asked.get("pembayar", "")[:_LONGEST_NAME].replace("\0", ""),
    }
    wanted = Wanted(
        name="" if is_nik else text,
        nik=digits if is_nik else "",
        standing=_known_standing(standing),
        segment=typed["pekerjaan"],
        payer=typed["pembayar"],
    )
    return wanted, typed


def _known_standing(text: str) -> Standing:
    return next((one for one in STANDINGS if one == text), "")


def _place(request: HttpRequest) -> Place | None:
    number, _, name = request.GET.get("sesudah", "").replace("\0", "").partition("-")
    return Place(name, int(number)) if number.isascii() and number.isdigit() and len(number) < 16 else None


def _query_after(typed: dict[str, str], last: dict[str, Any]) -> str:
    return _query(typed | {"sesudah": f"{last['person_id']}-{last['name']}"})


def _query(typed: dict[str, str]) -> str:
    return urlencode({name: value for name, value in typed.items() if value})


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    return {
        **line,
        "nik": masked_nik(line["nik"]),
        "work": ", ".join(_segment_name(code) for code in line["segments"]),
        "until": Month.of(line["until_month"]) if line["until_month"] else None,
    }


def _segment_name(code: str) -> str:
    segment = shipped_segments().get(code)
    if segment is None:
        return code
    return segment.name_id if reader_language() == "id" else segment.name_en
