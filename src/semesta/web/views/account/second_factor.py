"""Set up a second factor, renew its recovery codes, and take it away for another phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from semesta.accounts.actor import Role
from semesta.signin import actions
from semesta.signin.lock import LockedOutError
from semesta.signin.queries import has_codes, has_second_factor, is_obligatory_for, may_add_factor
from semesta.signin.refusals import WrongCodeError
from semesta.signin.second_factor import picture_of, secret_being_set_up
from semesta.web.account_forms import CodeForm
from semesta.web.language import say
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.views.account.signing_in import locked_out


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*Role, before_second_factor=True)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show the picture for the phone, and turn the factor on with its first code; then show the recovery codes."""
    actor = signed_in(request)
    if has_codes(actor) or not may_add_factor(actor, request.session):
        return render(request, "web/account/already_on.html")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.turn_on_codes(actor, request, code=form.cleaned_data["code"])
            return render(request, "web/account/recovery_codes.html", {"codes": codes})
        except WrongCodeError:
            form.refuse()
    secret = secret_being_set_up(request)
    context = {
        "form": form,
        "picture": picture_of(secret, actor),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "is_obligatory": is_obligatory_for(actor),
    }
    return render(request, "web/account/second_factor.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*Role)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ask for a code, then show ten new recovery codes, once."""
    actor = signed_in(request)
    if not has_second_factor(actor):
        return redirect("second-factor")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.renew_recovery_codes(actor, request, code=form.cleaned_data["code"])
            return render(request, "web/account/recovery_codes.html", {"codes": codes})
        except WrongCodeError:
            form.refuse()
        except LockedOutError:
            return locked_out(request)
    return render(request, "web/account/renew_codes.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*Role)
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Ask for a code, then take the phone away; whoever must have a factor sets up the next at once."""
    actor = signed_in(request)
    if not has_codes(actor):
        return redirect("second-factor")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.turn_off_codes(actor, request, code=form.cleaned_data["code"])
            messages.success(request, say("Kode dari ponsel dimatikan.", "Codes from the phone are off."))
            must_have_next = is_obligatory_for(actor) and not has_second_factor(actor)
            return redirect("second-factor" if must_have_next else "own-account")
        except WrongCodeError:
            form.refuse()
        except LockedOutError:
            return locked_out(request)
    return render(request, "web/account/second_factor_off.html", {"form": form})
