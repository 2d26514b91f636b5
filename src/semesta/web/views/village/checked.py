"""The answer to "who of these is covered?": counts, then the rows as long as they are kept. No NIK is repeated."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.intake.words import reason_in_words
from semesta.jobs.queries import NoJobError
from semesta.jobs.queries import job as job_numbered
from semesta.web.language import reader_language
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.views.village.handing_in import HAND_IN_ROLES

LISTED = 200


@require_safe
@open_to_roles(*HAND_IN_ROLES)
def checked(request: HttpRequest, number: int) -> HttpResponse:
    """Show the rows of a list that was only asked about, a page of 200 at a time; ?belum=1 leaves out the covered."""
    try:
        job = job_numbered(signed_in(request), number)
    except NoJobError as problem:
        raise Http404(number) from problem
    if job["kind"] != "check_list" or job["state"] != "done":
        raise Http404(number)
    only_uncovered = request.GET.get("belum") == "1"
    kept = job["result"].get("private", {}).get("rows")
    rows = [row for row in kept or [] if not (only_uncovered and row["is_covered"])]
    first = _whole(request.GET.get("dari", "")) // LISTED * LISTED
    context = {
        "job": job,
        "is_kept": kept is not None,
        "only_uncovered": only_uncovered,
        "not_covered": job["result"]["rows"] - job["result"]["covered"],
        "rows": [
            row | {"words": reason_in_words(row["outcome"], row["reason"], reader_language())}
            for row in rows[first : first + LISTED]
        ],
        "next_from": first + LISTED if first + LISTED < len(rows) else None,
    }
    return render(request, "web/village/checked.html", context)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
