"""Tell of a person: died, moved, works no more, works besides; and a verifier's word on what was told."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from semesta.accounts.actor import Role
from semesta.kernel.region_code import is_region_code
from semesta.people.notices import (
    NOTICE_KINDS,
    NoticeKind,
    WrongNoticeError,
    add_livelihood,
    confirm_notice,
    dismiss_notice,
    tell_notice,
)
from semesta.web.clock import today
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.views.village.person import seen_person

ELSEWHERE = "luar"
"""What the form calls a place outside the regency."""
TELLERS = (Role.VILLAGE_OPERATOR, Role.VERIFIER, Role.ADMINISTRATOR)
DECIDERS = (Role.VERIFIER, Role.ADMINISTRATOR)


@require_POST
@open_to_roles(*TELLERS)
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """Take what is told of a person of the reader's territory, and lead back to the person."""
    seen_person(request, number)
    actor, said = signed_in(request), request.POST
    try:
        if said.get("what") == "work":
            add_livelihood(actor, number, said.get("segment", ""), regency_code=settings.REGENCY)
        else:
            tell_notice(
                actor, number, _kind(said.get("what", "")), regency_code=settings.REGENCY, today=today(),
                happened_on=_day(said.get("happened_on", "")), village_code=_moved_to(said),
                note=_printable(said.get("note", "")),
            )  # fmt: skip
    except WrongNoticeError as problem:
        return _back(number, f"?salah={problem.code}#lapor")
    return _back(number, "#lapor")


@require_POST
@open_to_roles(*DECIDERS)
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm or dismiss what was told of a person."""
    seen_person(request, number)
    said = request.POST
    told_on = _day(said.get("told_on", ""))
    if told_on is None:
        raise Http404(number)
    act = {"confirm": confirm_notice, "dismiss": dismiss_notice}.get(said.get("decision", ""))
    if act is None:
        raise Http404(number)
    try:
        act(
            signed_in(request), number, _kind(said.get("what", "")), told_on, regency_code=settings.REGENCY,
            today=today(),
        )  # fmt: skip
    except WrongNoticeError as problem:
        return _back(number, f"?salah={problem.code}#lapor")
    return _back(number, "#lapor")


def _moved_to(said: QueryDict) -> str:
    """Return the village somebody moved to, empty for outside the regency; a move must say one of the two."""
    if said.get("what") != "moved" or said.get("to") == ELSEWHERE:
        return ""
    village = said.get("to", "")
    if not is_region_code(village):
        raise WrongNoticeError("village_unknown")
    return village


def _kind(text: str) -> NoticeKind:
    if text not in NOTICE_KINDS:
        raise Http404(text)
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _back(number: int, more: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("person", args=[number]) + more)
