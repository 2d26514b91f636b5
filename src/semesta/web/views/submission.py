"""Lists handed in, and one of them: how it was understood, what became of its rows, what to mend. No person's data."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.intake.open_queries import open_findings_by_kind, open_submission, open_submissions
from semesta.intake.queries import NoSubmissionError
from semesta.intake.words import reason_in_words
from semesta.kernel.region_code import is_region_code
from semesta.web.balance import balance_bar
from semesta.web.finding_group import about_file, grouped
from semesta.web.language import reader_language
from semesta.web.permission import open_to_all
from semesta.web.sender import sender_in_words, sender_names
from semesta.web.understood import sheet_names, understood

LISTED = 100


@require_safe
@open_to_all(reason="numbers of rows per file; no file name, sheet, person or value from a file is shown")
def submissions(request: HttpRequest) -> HttpResponse:
    """Show the newest submissions, of a village or district when ?wilayah= names one."""
    within = request.GET.get("wilayah", "")
    names = sender_names()
    if within and (not is_region_code(within) or within not in names):
        raise Http404(within)
    found = open_submissions(settings.REGENCY, sender=within, most=LISTED + 1)
    context = {
        "lines": [line | {"from": sender_in_words(line["sender"], names)} for line in found[:LISTED]],
        "has_more": len(found) > LISTED,
        "listed": LISTED,
        "within": {"code": within, "name": names[within]} if within else None,
    }
    return render(request, "web/submissions.html", context)


@require_safe
@open_to_all(reason="numbers and places of findings in a file; values, names, file and sheet names are left out")
def submission(request: HttpRequest, number: int) -> HttpResponse:
    """Show one submission of this regency."""
    try:
        found = open_submission(settings.REGENCY, number)
    except NoSubmissionError as problem:
        raise Http404(number) from problem
    context = {
        "number": str(number),
        "sent": {
            key: found[key]
            for key in ("sender", "kind", "format", "layout", "state", "stop_reason", "handed_in_at", "rows_in")
        },
        "from": sender_in_words(found["sender"], sender_names()),
        "from_village": is_region_code(found["sender"]),
        "corrects": str(found["corrects_id"]) if found["corrects_id"] else "",
        "rows": {key: found[key] for key in ("rows_in", "accepted", "merged", "waiting", "refused")},
        "rows_bar": balance_bar(found),
        "reasons": [
            line | {"words": reason_in_words(line["outcome"], line["reason"], reader_language())}
            for line in found["reasons"]
        ],
        "tables": understood(found["tables"]),
        "has_sheets": len(sheet_names(found["tables"])) > 1,
        "file_findings": about_file(found["file_findings"]),
        "severities": grouped(open_findings_by_kind(settings.REGENCY, number), sheet_names(found["tables"])),
    }
    return render(request, "web/submission.html", context)
