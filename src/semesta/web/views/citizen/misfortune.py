"""What to do after an accident or a death at work or elsewhere: steps, papers, time limits, heirs, from the law."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from semesta.web.lawbook import answer
from semesta.web.permission import open_to_all

KINDS: Final = ("accident", "death", "scholarship")


@require_safe
@open_to_all(reason="what the law asks of members and heirs; nothing about a person")
def misfortune(request: HttpRequest) -> HttpResponse:
    """Show the three claims, each with what to bring and until when."""
    today = timezone.localdate().isoformat()
    claims = [{"kind": kind} | answer("claim", {"kind": kind, "on": today}) for kind in KINDS]
    return render(request, "web/citizen/misfortune.html", {"claims": claims})
