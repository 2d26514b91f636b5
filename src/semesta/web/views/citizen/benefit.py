"""What would be paid: an event and a few facts in, the law's answer out, with its articles and what is not certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from semesta.law import UnanswerableError, WrongQuestionError
from semesta.web.language import reader_language
from semesta.web.lawbook import answer
from semesta.web.permission import open_to_all
from semesta.web.words import word


@dataclass(frozen=True, slots=True)
class Event:
    """An event that benefits follow from: the question to the law, what must be told, and what is taken for granted."""

    code: str
    question: str
    told: tuple[str, ...]
    granted: tuple[tuple[str, str], ...] = ()


EVENTS: Final = (
    Event("other_death", "other_death", ("membership_months",), (("membership_class", "BPU"),)),
    Event("accident_death", "accident_death", ("wage_rp",)),
    Event("total_disability", "total_disability", ("wage_rp",)),
    Event("temporary_incapacity", "temporary_incapacity", ("wage_rp", "months")),
    Event("accident_scholarship", "scholarship_ceiling", ("children",), (("cause", "accident"),)),
    Event("other_scholarship", "scholarship_ceiling", ("children", "contribution_months"), (("cause", "other"),)),
)
USUAL: Final = {
    "membership_months": "12", "wage_rp": "1000000", "months": "2", "children": "2", "contribution_months": "36",
}  # fmt: skip
"""What stands in the form before somebody writes: the lowest basis of an own-account worker, and round numbers."""
LONGEST: Final = 20


@require_safe
@open_to_all(reason="the law's answer to made-up facts; nothing is asked of or said about a person")
def benefit(request: HttpRequest) -> HttpResponse:
    """Show the form, and below it what the law of today pays."""
    event = next((one for one in EVENTS if one.code == request.GET.get("peristiwa")), EVENTS[0])
    facts = {name: request.GET.get(name, USUAL[name]).strip()[:LONGEST] for name in event.told}
    context: dict[str, Any] = {"events": EVENTS, "event": event, "facts": list(facts.items())}
    status = 200
    try:
        asked = facts | dict(event.granted) | {"on": timezone.localdate().isoformat()}
        context["found"] = answer(event.question, asked)
    except UnanswerableError as problem:
        context["mistake"] = _said(problem, facts)
        status = 422
    return render(request, "web/citizen/benefit.html", context, status=status)


def _said(problem: UnanswerableError, facts: Mapping[str, str]) -> str:
    """Say what is wrong by the name that stands above the field."""
    language = reader_language()
    if isinstance(problem, WrongQuestionError) and problem.field in facts:
        return problem.naming(word("fact", problem.field)).said(language)
    return problem.said(language)
