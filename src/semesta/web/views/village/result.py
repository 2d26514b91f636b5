"""What became of a list, for the people of its territory: balance, what was understood, what to mend, with values."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from semesta.accounts.actor import NotPermittedError, Role
from semesta.coverage.queries import newest_counted_at
from semesta.installation.places import files_folder
from semesta.intake.marking import NothingToMarkError, marked_copy
from semesta.intake.queries import NoSubmissionError
from semesta.intake.receiving import receive_mends
from semesta.intake.sender_queries import (
    examples_of_findings,
    findings_by_kind,
    number_waiting,
    submission_seen_by,
    waiting_rows_of,
)
from semesta.intake.suggestion import Among, among, suggested_by_code
from semesta.intake.waiting_queries import cause_in_words
from semesta.intake.words import reason_in_words
from semesta.kernel.region_code import is_region_code
from semesta.regions.queries import gazetteer
from semesta.web.balance import balance_bar
from semesta.web.behind import behind
from semesta.web.clock import today
from semesta.web.download import workbook_response
from semesta.web.finding_group import about_file, grouped
from semesta.web.language import reader_language
from semesta.web.masking import masked_numbers
from semesta.web.mend_form import MendForm, mend_form, with_typed
from semesta.web.permission import open_to_roles
from semesta.web.sender import sender_in_words, sender_names
from semesta.web.signed_in import signed_in
from semesta.web.understood import own_sheet_names, understood
from semesta.web.views.village.handing_in import HAND_IN_ROLES, NOT_TAKEN
from semesta.web.views.village.telling import DECIDERS
from semesta.web.wish import fresh_wish

LIST_ROLES = (*HAND_IN_ROLES, Role.DISTRICT)
ROWS_SHOWN = 25


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*LIST_ROLES)
def result(request: HttpRequest, number: int) -> HttpResponse:
    """Show the result of a list, or take corrections of cells of its waiting rows and lead to their job."""
    found = _seen(request, number)
    form = mend_form(request.POST.dict(), today=today()) if request.method == "POST" else MendForm()
    is_refused = request.method == "POST" and bool(form.problems or form.about_all)
    if request.method == "POST" and not is_refused:
        return _mended(request, number, form)
    after = _whole(request.GET.get("sesudah", ""))
    language = reader_language()
    rows = waiting_rows_of(settings.REGENCY, number, language=language, after=after, most=ROWS_SHOWN + 1)
    names = own_sheet_names(found["tables"])
    waits, actor = number_waiting(settings.REGENCY, number), signed_in(request)
    may_mend = actor.role in HAND_IN_ROLES
    context = {
        "number": str(number),
        "sent": found,
        "from": sender_in_words(found["sender"], sender_names()),
        "from_village": is_region_code(found["sender"]),
        "rows": {key: found[key] for key in ("rows_in", "accepted", "merged", "waiting", "refused")},
        "rows_bar": balance_bar(found),
        "reasons": [
            line | {"words": reason_in_words(line["outcome"], line["reason"], language)} for line in found["reasons"]
        ],
        "tables": [table for table in understood(found["tables"]) if table.person_rows],
        "sheets": list(names),
        "file_findings": about_file(found["file_findings"]),
        "severities": _severities(number, names),
        "still_waiting": waits,
        "alike": _alike(among(actor, settings.REGENCY, number)) if waits and may_mend else [],
        "behind": behind(newest_counted_at(settings.REGENCY), found["handed_in_at"] if found["rows_in"] else None),
        "may_refresh": actor.role in DECIDERS,
        "lines": with_typed([_row(row) for row in rows[:ROWS_SHOWN]], form),
        "next_after": rows[ROWS_SHOWN - 1]["line"] if len(rows) > ROWS_SHOWN else None,
        "problems": form.about_all if is_refused else [],
        "has_problems": is_refused,
        "may_mend": may_mend,
        "key": fresh_wish(),
        "latest_day": today().isoformat(),
    }
    return render(request, "web/village/result.html", context, status=NOT_TAKEN if is_refused else 200)


@require_safe
@open_to_roles(*LIST_ROLES)
def marked(request: HttpRequest, number: int) -> HttpResponse:
    """Give the workbook with every finding at its cell; a file that was refused leads back to the reason."""
    _seen(request, number)
    try:
        data = marked_copy(
            settings.REGENCY, number, gazetteer=gazetteer(), today=today(), files_folder=files_folder(),
            language=reader_language(),
        )  # fmt: skip
    except (NothingToMarkError, FileNotFoundError):
        return HttpResponseRedirect(reverse("result", args=[number]))
    return workbook_response(data, f"kiriman-{number}-bertanda.xlsx")


def _alike(where: Among) -> list[dict[str, Any]]:
    """Return what many rows wait for and a rule can mend: code, words, rows; most first."""
    return [
        {"code": code, "words": cause_in_words(code, reader_language()), "rows": number["rows"]}
        for code, number in suggested_by_code(where).items()
    ]


def _mended(request: HttpRequest, number: int, form: MendForm) -> HttpResponse:
    key = request.POST.get("key", "")[:32]
    try:
        job = receive_mends(
            signed_in(request), number, form.mends, regency_code=settings.REGENCY, today=today(), key=f"mend:{key}"
        )
    except NotPermittedError as problem:
        raise Http404(number) from problem
    return HttpResponseRedirect(reverse("job", args=[job]))


def _seen(request: HttpRequest, number: int) -> dict[str, Any]:
    try:
        return submission_seen_by(signed_in(request), settings.REGENCY, number, language=reader_language())
    except NoSubmissionError as problem:
        raise Http404(number) from problem


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "nik": masked_numbers(row["nik_written"]),
        "kk": masked_numbers(row["kk"]),
        "words": reason_in_words("waiting", row["reason"], reader_language()),
        "may_confirm": row["reason"] == "nik_doubtful",
        "findings": [_with_masked(finding) for finding in row["findings"]],
    }


def _severities(number: int, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the findings by severity; every kind with its first cells and their values."""
    examples = examples_of_findings(settings.REGENCY, number)
    return [
        {
            "severity": part.severity,
            "count": part.count,
            "kinds": [
                {"group": group, "examples": [_with_masked(line) for line in examples.get(group.code, [])]}
                for group in part.kinds
            ],
        }
        for part in grouped(findings_by_kind(settings.REGENCY, number), names)
    ]


def _with_masked(line: dict[str, Any]) -> dict[str, Any]:
    return line | {name: masked_numbers(line[name]) for name in ("before", "after", "detail")}


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
