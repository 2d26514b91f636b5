"""Add a passkey of one's own, give it a name, take it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from semesta.accounts.actor import Role
from semesta.signin import actions
from semesta.signin.lock import LockedOutError
from semesta.signin.passkey import PasskeyRefusedError, is_host_named, wanted_to_make
from semesta.signin.queries import is_obligatory_for, may_add_factor, passkeys
from semesta.signin.refusals import AlreadyOnError, WrongPasswordError
from semesta.web.account_forms import OwnPasswordForm
from semesta.web.language import say
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.views.account.signing_in import locked_out


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*Role, before_second_factor=True)
def new_passkey(request: HttpRequest) -> HttpResponse:
    """Ask the browser for a new passkey and keep it; whose first factor it is gets recovery codes."""
    actor = signed_in(request)
    if not may_add_factor(actor, request.session):
        return render(request, "web/account/already_on.html")
    problem = ""
    if request.method == "POST":
        name, answer = request.POST.get("name", ""), request.POST.get("answer", "")
        try:
            codes = actions.add_passkey(actor, request, name=name, answer=answer)
        except PasskeyRefusedError as refused:
            problem = _too_many() if "many" in refused.args else _not_kept()
        else:
            if codes:
                return render(request, "web/account/recovery_codes.html", {"codes": codes})
            messages.success(request, say("Kunci sandi tersimpan.", "The passkey is kept."))
            return redirect("own-account")
    context = {
        "wanted": wanted_to_make(request, actor),
        "is_host_named": is_host_named(request),
        "is_obligatory": is_obligatory_for(actor),
        "problem": problem,
        "longest": actions.LONGEST_NAME,
    }
    return render(request, "web/account/new_passkey.html", context)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*Role)
def passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Show one passkey; give it another name, or take it away with the password."""
    actor = signed_in(request)
    found = next((one for one in passkeys(actor) if one["id"] == number), None)
    if found is None:
        raise Http404
    if "name" in request.POST:
        actions.rename_passkey(actor, request, number, name=request.POST["name"])
        messages.success(request, say("Nama disimpan.", "The name is kept."))
        return redirect("own-account")
    form = OwnPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_passkey(actor, request, number, password=form.cleaned_data["password"])
            messages.success(request, say("Kunci sandi dihapus.", "The passkey is removed."))
            return redirect("own-account")
        except WrongPasswordError:
            form.refuse()
        except LockedOutError:
            return locked_out(request)
        except AlreadyOnError:
            return render(request, "web/account/already_on.html")
    context = {"passkey": found, "form": form, "longest": actions.LONGEST_NAME}
    return render(request, "web/account/passkey.html", context)


def _too_many() -> str:
    return say(
        "Sudah ada sepuluh kunci sandi. Hapus yang tidak dipakai lagi di Akun saya.",
        "There are ten passkeys already. Remove those no longer used in My account.",
    )


def _not_kept() -> str:
    return say(
        "Kunci sandi belum tersimpan: permintaannya sudah lama atau sudah dipakai. Coba sekali lagi.",
        "The passkey was not kept: the request was old or used before. Try once more.",
    )
