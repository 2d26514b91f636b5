"""The file as it came in, handed to an auditor who says why: it holds full NIK, so the reason stands in the trail."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from semesta.installation.places import files_folder
from semesta.intake.giving_out import LONGEST_REASON, FileNotKeptError, ReasonMissingError, give_out_file
from semesta.intake.queries import NoSubmissionError, submission
from semesta.web.language import reader_language
from semesta.web.permission import open_to_roles
from semesta.web.readers import AUDITORS
from semesta.web.sender import sender_in_words, sender_names
from semesta.web.signed_in import signed_in

NOT_GIVEN = 422


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*AUDITORS)
def original_file(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the reason, or give the file with its own name; never shown in the browser, always a download."""
    actor = signed_in(request)
    if not actor.is_responsible_for(settings.REGENCY):
        raise Http404(number)
    try:
        found = submission(settings.REGENCY, number, language=reader_language())
    except NoSubmissionError as problem:
        raise Http404(number) from problem
    problem_code = ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            path, name = give_out_file(actor, settings.REGENCY, number, folder=files_folder(), reason=reason)
        except ReasonMissingError:
            problem_code = "reason"
        except FileNotKeptError:
            problem_code = "not_kept"
        else:
            return _download(path, name)
    context = {
        "number": str(number),
        "file": {name: found[name] for name in ("file_name", "sha256", "size", "handed_in_by", "handed_in_at")},
        "from": sender_in_words(found["sender"], sender_names()),
        "problem": problem_code,
        "longest": LONGEST_REASON,
    }
    return render(request, "web/auditor/original.html", context, status=NOT_GIVEN if problem_code else 200)


def _download(path: Path, name: str) -> HttpResponse:
    answer = HttpResponse(path.read_bytes(), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer
