"""My work: jobs of the reader, one of them with its progress, and running a failed one again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from semesta.accounts.actor import Role
from semesta.jobs.actions import run_again
from semesta.jobs.queries import NoJobError, jobs_of
from semesta.jobs.queries import job as job_numbered
from semesta.web.job_result import STAYS, result_address
from semesta.web.language import reader_language
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in


@require_safe
@open_to_roles(*Role)
def jobs(request: HttpRequest) -> HttpResponse:
    """Show what the reader asked for in the background, newest first."""
    lines = [_shown(line) for line in jobs_of(signed_in(request))]
    is_any_open = any(line["is_open"] for line in lines)
    return render(request, "web/jobs/jobs.html", {"lines": lines, "is_any_open": is_any_open})


@require_safe
@open_to_roles(*Role)
def job(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far one job is; a browser that asks by itself is led to the result when it is there."""
    found = _shown(_own(request, number))
    leads_on = found["state"] == "done" and found["href"] and found["kind"] not in STAYS
    if request.headers.get("HX-Request") and leads_on:
        return HttpResponse(status=204, headers={"HX-Redirect": found["href"]})
    return render(request, "web/jobs/job.html", {"job": found})


@require_POST
@open_to_roles(*Role)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Run a failed job again."""
    try:
        run_again(signed_in(request), number)
    except NoJobError as problem:
        raise Http404(number) from problem
    return HttpResponseRedirect(reverse("job", args=[number]))


def _own(request: HttpRequest, number: int) -> dict[str, Any]:
    try:
        return job_numbered(signed_in(request), number)
    except NoJobError as problem:
        raise Http404(number) from problem


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    share = line["done"] / line["total"] if line["total"] else None
    return {
        **line,
        "number": str(line["id"]),
        "is_open": line["state"] in ("waiting", "running"),
        "share": share,
        "bar": f"{(share or 0) * 100:.1f}",
        "failure": line["failure"].get(reader_language(), ""),
        "href": result_address(line),
    }
