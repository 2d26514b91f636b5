"""What the frame of every page shows: the regency's name, the language, the same page in the other language."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from semesta.installation.rehearsal import is_rehearsal
from semesta.regions.queries import region_named
from semesta.web.clock import today
from semesta.web.language import reader_language
from semesta.web.navigation import entries_for
from semesta.web.signed_in import actor_in


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: actor, navigation (navigation_more: those behind "Lainnya"), regency_name (its code while no
    regions are loaded), language, other_language_query, is_rehearsal (everybody in the database is made up), fixed_day
    (the day on which a rehearsal stands still).
    """
    try:
        name = region_named(settings.REGENCY)["name"]
    except LookupError:
        name = settings.REGENCY
    language = reader_language()
    query = request.GET.copy()
    query["lang"] = "en" if language == "id" else "id"
    actor = actor_in(request)
    navigation = entries_for(actor)
    return {
        "actor": actor,
        "navigation": navigation,
        "navigation_more": [entry for entry in navigation if entry["is_behind_more"]],
        "regency_name": name,
        "language": language,
        "other_language_query": query.urlencode(),
        "is_rehearsal": is_rehearsal(),
        "fixed_day": today() if "SEMESTA_TODAY" in os.environ else None,
    }
