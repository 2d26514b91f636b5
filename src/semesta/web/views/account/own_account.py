"""One's own account: what is on, the password, and where one is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from semesta.accounts.actor import Role
from semesta.signin import actions
from semesta.signin.queries import (
    has_codes,
    has_second_factor,
    is_obligatory_for,
    own_sessions,
    passkeys,
    recovery_codes_left,
)
from semesta.web.account_forms import PasswordForm
from semesta.web.language import say
from semesta.web.permission import open_to_roles
from semesta.web.place import place_of
from semesta.web.signed_in import signed_in

_DIGITS = 19
"""Of the longest number a row can have, and one more."""


@never_cache
@require_safe
@open_to_roles(*Role)
def own_account(request: HttpRequest) -> HttpResponse:
    """Show name, role, territory, and how well the account is kept."""
    actor = signed_in(request)
    context = {
        "place": place_of(actor.territory),
        "has_second_factor": has_second_factor(actor),
        "has_codes": has_codes(actor),
        "passkeys": passkeys(actor),
        "sessions": own_sessions(actor, request),
        "is_obligatory": is_obligatory_for(actor),
        "codes_left": recovery_codes_left(actor),
    }
    return render(request, "web/account/own_account.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*Role)
def own_password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other session of the reader ends with it."""
    form = PasswordForm(request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(signed_in(request), request, password=form.cleaned_data["new_password1"])
        said = say(
            "Kata sandi diganti. Semua sesi lain ditutup.", "The password was changed. All other sessions have ended."
        )
        messages.success(request, said)
        return redirect("own-account")
    return render(request, "web/account/password.html", {"form": form})


@never_cache
@require_POST
@open_to_roles(*Role)
def end_own_sessions(request: HttpRequest) -> HttpResponse:
    """End one of the reader's other sessions, or all of them, at once."""
    wanted = request.POST.get("session", "")
    if wanted != "others" and not (wanted.isascii() and wanted.isdigit() and len(wanted) < _DIGITS):
        raise Http404
    ended = actions.end_own_sessions(signed_in(request), request, number=None if wanted == "others" else int(wanted))
    messages.success(request, say(f"{ended} sesi diakhiri.", f"{ended} sessions were ended."))
    return redirect("own-account")
