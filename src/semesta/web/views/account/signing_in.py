"""Sign in with name and password, and out again."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from semesta.accounts.queries import actor_of
from semesta.web.navigation import landing_of
from semesta.web.permission import open_to_all


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all(reason="whoever works here comes from nobody to somebody on this page")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or sign in and go where the reader wanted to go, if that is on this site."""
    form = AuthenticationForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return HttpResponseRedirect(_wanted(request))
    return render(request, "web/account/sign_in.html", {"form": form, "next": request.GET.get("next", "")})


@require_POST
@open_to_all(reason="whoever is signed in may leave")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(resolve_url("home"))


def _wanted(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else landing_of(actor_of(request.user))
