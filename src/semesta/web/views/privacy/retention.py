"""What is past its term, what stays and why; the erasure itself is the worker's, for it goes through the regency."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from semesta.accounts.actor import Role
from semesta.privacy.asking import ERASE, ask_for_erasure
from semesta.privacy.queries import erasures, past_retention, staying
from semesta.web.asked_job import newest_job
from semesta.web.clock import today
from semesta.web.language import reader_language
from semesta.web.readers import AUDITORS
from semesta.web.regency_permission import open_in_regency
from semesta.web.signed_in import signed_in

_SHOWN = 10


@require_safe
@open_in_regency(*AUDITORS)
def retention(request: HttpRequest) -> HttpResponse:
    """Show what would be erased today, rule by rule, what stays, and the last erasures."""
    actor = signed_in(request)
    past = [_in_words(line) for line in past_retention(settings.REGENCY, on=today())]
    context = {
        "past": past,
        "is_due": any(line["rows"] for line in past),
        "stays": [_in_words(line) for line in staying(settings.REGENCY)],
        "done": [_in_words(line) for line in erasures(settings.REGENCY, most=_SHOWN)],
        "job": newest_job(actor, ERASE, about=settings.REGENCY),
        "keeps": actor.role is Role.ADMINISTRATOR,
        "key": secrets.token_hex(8),
    }
    return render(request, "web/privacy/retention.html", context)


@require_POST
@open_in_regency(Role.ADMINISTRATOR)
def erase(request: HttpRequest) -> HttpResponse:
    """Have what is past its term erased; a form sent twice asks once."""
    key = request.POST.get("key", "")[:40].replace("\0", "") or secrets.token_hex(8)
    number = ask_for_erasure(signed_in(request), settings.REGENCY, today=today(), key=key)
    return HttpResponseRedirect(reverse("job", args=[number]))


def _in_words(line: dict[str, Any]) -> dict[str, Any]:
    language = reader_language()
    return {name: value[language] if name in ("title", "why") else value for name, value in line.items()}
