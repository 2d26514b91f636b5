"""Take up an invitation. A link that is used, expired or made up gets the same answer: nobody learns which."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from semesta.staff.accepting import accept_invitation, offer_of
from semesta.staff.refusals import StaffRefusedError
from semesta.web.language import reader_language, say
from semesta.web.permission import open_to_all
from semesta.web.place import place_of

GONE, NOT_TAKEN = 410, 422


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all(reason="whoever is invited is nobody yet; the unguessable one-time token in the address is the permission")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered and ask for name and password, or take it up and lead to the sign-in page."""
    try:
        offer = offer_of(token, now=localtime())
    except StaffRefusedError as refused:
        context = {"problem": refused.said(reader_language()), "offer": None}
        return render(request, "web/staff/invitation.html", context, status=GONE)
    problem = ""
    if request.method == "POST":
        problem = _taken_up(request, token)
        if not problem:
            return HttpResponseRedirect(reverse("sign-in"))
    said = {name: request.POST.get(name, "") for name in ("username", "name")}
    said["name"] = said["name"] or offer.for_whom
    page = {"offer": offer, "place": place_of(offer.post.territory), "problem": problem, "said": said}
    return render(request, "web/staff/invitation.html", page, status=NOT_TAKEN if problem else 200)


def _taken_up(request: HttpRequest, token: str) -> str:
    """Return what to mend in the reader's language, empty when the invitation is taken up."""
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        return say("Kedua sandi tidak sama.", "The two passwords differ.")
    try:
        accept_invitation(
            token, username=request.POST.get("username", ""), name=request.POST.get("name", ""), password=password,
            now=localtime(),
        )  # fmt: skip
    except StaffRefusedError as refused:
        return refused.said(reader_language())
    return ""
