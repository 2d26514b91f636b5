"""The trail: searched by who, what, on what, where and when, a page by key; as a file, which itself leaves an entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from semesta.audit.actions import export_trail
from semesta.audit.queries import TrailQuestion, kinds_of_entries, search_trail, trail_integrity
from semesta.kernel.region_code import is_region_code
from semesta.web.download import csv_response
from semesta.web.permission import open_to_roles
from semesta.web.readers import AUDITORS
from semesta.web.sender import sender_names
from semesta.web.signed_in import signed_in
from semesta.web.trail_in_words import entry_in_words
from semesta.web.words import word

A_PAGE: Final = 50
MOST_EXPORTED: Final = 20_000
COLUMNS: Final = ("id", "at", "actor", "role", "action", "object_type", "object_id", "region_code", "detail")
IN_WORDS: Final = ("role_words", "action_words", "object_words", "region", "details")
ASKED: Final = ("actor", "action", "object_type", "object_id", "within", "since", "until")


@require_safe
@open_to_roles(*AUDITORS)
def trail(request: HttpRequest) -> HttpResponse:
    """Show entries, newest first, as far as ?actor= ... narrow them; ?before= turns the page."""
    mistakes: list[str] = []
    question = _question(request, request.GET, mistakes)
    found = [] if mistakes else search_trail(question, most=A_PAGE + 1)
    older = request.GET.copy()
    if len(found) > A_PAGE:
        older["before"] = str(found[A_PAGE - 1]["id"])
    names = sender_names()
    context: dict[str, Any] = {
        "entries": [entry_in_words(entry, names) for entry in found[:A_PAGE]],
        "asked": {name: request.GET.get(name, "") for name in ASKED},
        "mistakes": mistakes,
        "kinds": {
            theme: sorted(((code, word(theme, code)) for code in codes), key=lambda one: one[1].lower())
            for theme, codes in kinds_of_entries().items()
        },
        "older": f"?{older.urlencode()}" if len(found) > A_PAGE else "",
        "is_first": question.before is None,
        "integrity": trail_integrity(),
        "most": MOST_EXPORTED,
    }
    return render(request, "web/auditor/trail.html", context, status=400 if mistakes else 200)


@require_POST
@open_to_roles(*AUDITORS)
def trail_csv(request: HttpRequest) -> HttpResponse:
    """Return what a search finds as a CSV file, codes first and then in words; taking it out stands in the trail."""
    mistakes: list[str] = []
    question = _question(request, request.POST, mistakes)
    if mistakes:
        raise Http404(", ".join(mistakes))
    entries = export_trail(signed_in(request), question, region_code=settings.REGENCY, most=MOST_EXPORTED)
    names = sender_names()
    lines = (_line(entry_in_words(entry, names)) for entry in entries)
    return csv_response((*COLUMNS, *IN_WORDS), lines, "jejak.csv", delimiter=",")


def _line(entry: dict[str, Any]) -> list[object]:
    details = "; ".join(f"{name}: {value}" if name else value for name, value in entry["details"])
    return [{**entry, "details": details}[column] for column in (*COLUMNS, *IN_WORDS)]


def _question(request: HttpRequest, given: Mapping[str, str], mistakes: list[str]) -> TrailQuestion:
    """Read a search; what cannot be read is named in `mistakes`. Nobody looks beyond the own territory."""
    if not signed_in(request).is_responsible_for(settings.REGENCY):
        raise Http404
    texts = {name: given.get(name, "").strip().replace("\x00", "") for name in ASKED}
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = date.fromisoformat(texts[name]) if texts[name] else None
        except ValueError:
            mistakes.append(name)
            days[name] = None
    if texts["within"] and not is_region_code(texts["within"]):
        mistakes.append("within")
    before = given.get("before", "")
    return TrailQuestion(
        actor=texts["actor"],
        action=texts["action"],
        object_type=texts["object_type"],
        object_id=texts["object_id"],
        within=texts["within"],
        since=days["since"],
        until=days["until"],
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )
