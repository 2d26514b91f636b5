"""Sign in with name and password, then with a code where a second factor is on; and out again."""

from __future__ import annotations

import time

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from semesta.accounts.actor import Actor
from semesta.accounts.queries import actor_of
from semesta.signin import actions
from semesta.signin.lock import LockedOutError, is_locked
from semesta.signin.passkey import wanted_to_show
from semesta.signin.queries import actor_named, has_codes, has_second_factor, passkeys
from semesta.signin.second_factor import is_fitting
from semesta.web.account_forms import CodeForm, SignInForm
from semesta.web.language import say
from semesta.web.navigation import landing_of
from semesta.web.permission import open_to_all

_HALF = "half_signed_in"
_SECONDS_FOR_THE_CODE = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all(reason="whoever works here comes from nobody to somebody on this page")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or compare name and password: then ask for the code, or go where the reader wanted to go.

    Nothing in the answer tells whether a name exists; a lock holds for unknown names too.
    """
    form = SignInForm(request, data=request.POST or None)
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST":
        name = request.POST.get("username", "")
        if is_locked(request, name):
            return locked_out(request)
        if form.is_valid():
            actor = actor_of(form.get_user())
            if actor is not None:
                return _let_in(request, actor, wanted)
            form.add_error(None, _without_a_role())
        elif is_locked(request, name):
            if (owner := actor_named(name)) is not None:
                actions.record_lock_out(owner, request)
            return locked_out(request)
    return render(request, "web/account/sign_in.html", {"form": form, "next": wanted})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all(reason="the second step of signing in; the first, not long ago, says who it is")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor, a passkey or a code, of whoever showed the right password not five minutes ago."""
    half = request.session.get(_HALF) or {"name": "", "at": 0, "next": ""}
    actor = actor_named(half["name"]) if time.time() - half["at"] < _SECONDS_FOR_THE_CODE else None
    if actor is None:
        return redirect("sign-in")
    is_posted, shows_passkey = request.method == "POST", "answer" in request.POST
    form = CodeForm(request.POST if is_posted and not shows_passkey else None)
    if is_posted:
        try:
            if _has_shown(request, actor, form):
                del request.session[_HALF]
                actions.sign_in(actor, request, has_shown_second_factor=True)
                return HttpResponseRedirect(_on_this_site(request, half["next"], actor))
        except LockedOutError:
            return locked_out(request)
        if is_locked(request, actor.name):
            actions.record_lock_out(actor, request)
            return locked_out(request)
    context = {
        "form": form,
        "has_codes": has_codes(actor),
        "wanted": wanted_to_show(request, actor) if passkeys(actor) else "",
        "refused": shows_passkey,
    }
    return render(request, "web/account/sign_in_code.html", context)


def _has_shown(request: HttpRequest, actor: Actor, form: CodeForm) -> bool:
    """Say whether the passkey or the code that was posted fits; a code that does not is told at its field."""
    if "answer" in request.POST:
        return actions.show_passkey(actor, request, answer=request.POST["answer"])
    if not form.is_valid():
        return False
    fits = is_fitting(request, actor, form.cleaned_data["code"])
    if not fits:
        form.refuse()
    return fits


@require_POST
@open_to_all(reason="whoever is signed in may leave")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(resolve_url("home"))


def locked_out(request: HttpRequest) -> HttpResponse:
    """Say that a name is locked for this address, for how long, and what to do (429)."""
    return render(request, "web/account/locked_out.html", status=429)


def _let_in(request: HttpRequest, actor: Actor, wanted: str) -> HttpResponse:
    if has_second_factor(actor):
        request.session.cycle_key()
        request.session[_HALF] = {"name": actor.name, "at": time.time(), "next": wanted}
        return redirect("sign-in-code")
    actions.sign_in(actor, request, has_shown_second_factor=False)
    return HttpResponseRedirect(_on_this_site(request, wanted, actor))


def _on_this_site(request: HttpRequest, wanted: str, actor: Actor) -> str:
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else landing_of(actor)


def _without_a_role() -> str:
    return say(
        "Akun ini belum diberi wilayah kerja. Hubungi pengelola kabupaten.",
        "This account has no territory yet. Ask whoever administers the regency.",
    )
