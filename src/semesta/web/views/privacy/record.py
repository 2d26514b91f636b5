"""What is held about people here, why, for whom, and how long: the record of processing, for everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.privacy.privacy_data import duties, processing, retention
from semesta.web.language import reader_language
from semesta.web.permission import open_to_all

_SPOKEN = ("title", "data", "purpose", "basis", "recipients", "retention", "why")


@require_safe
@open_to_all(reason="the record of processing tells what is held of people in general, and nothing of anybody")
def processing_record(request: HttpRequest) -> HttpResponse:
    """Show the record of processing, the terms after which data are erased, and the times of the duties."""
    context = {
        "lines": [_in_words(line) for line in processing()],
        "erased": [_in_words(line) for line in retention()["erased"].values()],
        "stays": [_in_words(line) for line in retention()["stays"].values()],
        "hours": duties()["correction"]["hours"],
    }
    return render(request, "web/privacy/record.html", context)


def _in_words(line: dict[str, Any]) -> dict[str, Any]:
    language = reader_language()
    return {name: value[language] if name in _SPOKEN else value for name, value in line.items()}
