"""Who works in the administrator's territory, and the form that invites somebody new."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from semesta.accounts.actor import NotPermittedError, Role
from semesta.regions.queries import gazetteer
from semesta.staff.actions import DAYS_VALID, invite
from semesta.staff.post import Post
from semesta.staff.queries import appointments, waiting_invitations
from semesta.staff.refusals import StaffRefusedError
from semesta.web.language import reader_language, say
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in

NOT_TAKEN = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """List and search; a POST invites, and shows the link this one time."""
    actor = signed_in(request)
    link = problem = ""
    if request.method == "POST":
        try:
            token = invite(
                actor, _post_asked(request), for_whom=request.POST.get("for_whom", ""),
                reason=request.POST.get("reason", ""), now=localtime(),
            )  # fmt: skip
            link = request.build_absolute_uri(reverse("invitation", args=[token]))
        except StaffRefusedError as refused:
            problem = refused.said(reader_language())
        except NotPermittedError:
            problem = say("Wilayah itu di luar wilayah Anda.", "That territory is beyond your own.")
    names = {code: region.name for code, region in gazetteer(within=settings.REGENCY).regions.items()}
    search, ended = request.GET.get("cari", "").strip(), request.GET.get("berakhir") == "1"
    context = {
        "people": _placed(appointments(actor, search=search, ended=ended), names),
        "waiting": _placed(waiting_invitations(actor, now=localtime()), names),
        "search": search,
        "ended": ended,
        "roles": [role.value for role in Role],
        "regions": [(code, name) for code, name in sorted(names.items()) if actor.is_responsible_for(code)],
        "said": request.POST if problem else {},
        "problem": problem,
        "link": link,
        "days": DAYS_VALID,
    }
    return render(request, "web/staff/people.html", context, status=NOT_TAKEN if problem else 200)


def _post_asked(request: HttpRequest) -> Post:
    role, territory = request.POST.get("role", ""), request.POST.get("territory", "").strip()
    if role not in set(Role) or territory not in gazetteer(within=settings.REGENCY).regions:
        raise StaffRefusedError("territory", territory or "–")
    return Post(Role(role), territory, request.POST.get("agency", "").strip().lower())


def _placed(lines: list[dict[str, object]], names: dict[str, str]) -> list[dict[str, object]]:
    return [{**line, "place": names.get(str(line["territory"]), line["territory"])} for line in lines]
