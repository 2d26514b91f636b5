"""Who may see a page. Every view states it; a test walks all addresses and fails for one that does not.

A page is open to all, with the reason why that is right, or to roles, and then often within the region of its address.
What a view states is also what opens the database: its queries run in one transaction with the reader's territory
and role.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from semesta.accounts.actor import Role
from semesta.accounts.scope import in_scope_of
from semesta.signin.queries import is_second_factor_missing
from semesta.web.signed_in import actor_in

View = Callable[..., HttpResponse]
_STATED = "stated_permission"


@dataclass(frozen=True, slots=True)
class OpenToAll:
    """The page may be read without signing in, because of `reason`."""

    reason: str


@dataclass(frozen=True, slots=True)
class OpenToRoles:
    """The page is for people signed in with one of `roles`, and for regions of their territory (`within`)."""

    roles: frozenset[Role]
    within: str | None


Permission = OpenToAll | OpenToRoles


def open_to_all(*, reason: str) -> Callable[[View], View]:
    """State that a view is for everybody, and why nobody is harmed by that. It sees what everybody may."""

    def state(view: View) -> View:
        @wraps(view)
        def stated(request: HttpRequest, *given: object, **named: object) -> HttpResponse:
            with in_scope_of(None):
                return view(request, *given, **named)

        stated.__dict__[_STATED] = OpenToAll(reason)
        return stated

    return state


def open_to_roles(
    *roles: Role, within: str | None = None, before_second_factor: bool = False
) -> Callable[[View], View]:
    """State that a view is for these roles.

    `within` names the part of the address that holds a dotted region code: a region outside the reader's territory
    is not found, for even that it exists is none of the reader's business.
    Whoever is not signed in is sent to the sign-in page and comes back; another role is refused (403).
    Whoever must have a second factor sets it up before any page but that of the set-up (`before_second_factor`).
    """

    def state(view: View) -> View:
        @wraps(view)
        def stated(request: HttpRequest, *given: object, **named: object) -> HttpResponse:
            actor = actor_in(request)
            if actor is None:
                return _to_sign_in(request)
            if actor.role not in roles:
                raise PermissionDenied
            if not before_second_factor and is_second_factor_missing(actor, request.session):
                return _led_to(request, reverse("second-factor"))
            if within is not None and not actor.is_responsible_for(str(named[within])):
                raise Http404(named[within])
            with in_scope_of(actor):
                return view(request, *given, **named)

        stated.__dict__[_STATED] = OpenToRoles(frozenset(roles), within)
        return stated

    return state


def permission_of(view: Callable[..., object]) -> Permission | None:
    """Return what the view states, None when it states nothing."""
    stated: Permission | None = getattr(view, _STATED, None)
    return stated


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and back; whoever sent a form is told that nothing of it was taken."""
    if request.method in ("GET", "HEAD"):
        asked = {"next": request.get_full_path()}
    else:
        asked = {"next": _page_of_form(request), "berakhir": "1"}
    return _led_to(request, f"{reverse('sign-in')}?{urlencode(asked)}")


def _page_of_form(request: HttpRequest) -> str:
    """Return the page of ours on which a form stood, the first page where the browser does not tell."""
    told = urlsplit(request.headers.get("Referer", ""))
    if told.netloc != request.get_host() or not told.path.startswith("/"):
        return reverse("home")
    return f"{told.path}?{told.query}" if told.query else told.path


def _led_to(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
