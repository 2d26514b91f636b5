"""One appointment, and what an administrator may do about it: end, hand over, end sessions, reset signing in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from semesta.accounts.actor import Actor, Role
from semesta.staff.actions import end_appointment, end_sessions, hand_over, reset_sign_in
from semesta.staff.queries import appointment
from semesta.staff.refusals import StaffRefusedError
from semesta.web.language import reader_language, say
from semesta.web.permission import open_to_roles
from semesta.web.place import place_of
from semesta.web.signed_in import signed_in

NOT_TAKEN = 422


@require_safe
@open_to_roles(Role.ADMINISTRATOR)
def staff_member(request: HttpRequest, number: int) -> HttpResponse:
    """Show who holds the appointment, since when, and the forms."""
    return render(request, "web/staff/person.html", {"person": _found(signed_in(request), number)})


@never_cache
@require_POST
@open_to_roles(Role.ADMINISTRATOR)
def change_staff(request: HttpRequest, number: int) -> HttpResponse:
    """Do what the pressed button says and show the page again, with what was done; a link is shown this one time."""
    actor = signed_in(request)
    username = str(_found(actor, number)["username"])
    try:
        done = _do(request, actor, username)
    except StaffRefusedError as refused:
        done = {"problem": refused.said(reader_language())}
    status = NOT_TAKEN if "problem" in done else 200
    return render(request, "web/staff/person.html", {"person": _found(actor, number), **done}, status=status)


def _do(request: HttpRequest, actor: Actor, username: str) -> dict[str, Any]:
    reason, now = request.POST.get("reason", ""), localtime()
    match request.POST.get("do"):
        case "end":
            return _ended(end_appointment(actor, username, reason=reason, now=now))
        case "sessions":
            return _ended(end_sessions(actor, username))
        case "hand-over":
            for_whom = request.POST.get("for_whom", "")
            return _link(request, hand_over(actor, username, for_whom=for_whom, reason=reason, now=now))
        case "reset":
            return _link(request, reset_sign_in(actor, username, reason=reason, now=now))
    raise Http404


def _ended(sessions: int) -> dict[str, Any]:
    return {"done": say(f"Selesai. {sessions} sesi diakhiri.", f"Done. {sessions} sessions were ended.")}


def _link(request: HttpRequest, token: str) -> dict[str, Any]:
    return {"link": request.build_absolute_uri(reverse("invitation", args=[token]))}


def _found(actor: Actor, number: int) -> dict[str, Any]:
    try:
        found = appointment(actor, number)
    except LookupError as missing:
        raise Http404 from missing
    return {**found, "place": place_of(str(found["territory"]))}
