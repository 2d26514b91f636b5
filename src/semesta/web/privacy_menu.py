"""The pages of the law on personal data, side by side above each of them, for whoever keeps or audits the registers."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from semesta.web.language import say
from semesta.web.readers import AUDITORS
from semesta.web.signed_in import actor_in

_PAGES: Final = (
    ("privacy", "Catatan pemrosesan", "Record of processing"),
    ("privacy-requests", "Permintaan", "Requests"),
    ("breaches", "Kegagalan", "Failures"),
    ("retention", "Masa simpan", "Retention"),
)


def privacy_entries_for(request: HttpRequest) -> list[dict[str, object]]:
    """Return href, words and is_here of the pages; none for everybody else, who has the record of processing alone."""
    actor = actor_in(request)
    if actor is None or actor.role not in AUDITORS or not actor.is_responsible_for(settings.REGENCY):
        return []
    first = reverse("privacy")
    return [
        {
            "href": reverse(name),
            "words": say(indonesian, english),
            "is_here": request.path == first if name == "privacy" else request.path.startswith(reverse(name)),
        }
        for name, indonesian, english in _PAGES
    ]
