"""Pairs that are alike, a page of them at a time: every one is seen, the odd ones are left, the rest decided."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from semesta.duplicates.errors import AlreadyDecidedError, ClaimedError, ConflictError, NoPairError
from semesta.intake.pair_queries import pair as stored_pair
from semesta.intake.pairs_alike import likenesses, pairs_alike
from semesta.intake.row_matching import decide_alike
from semesta.intake.row_matching import undo as undo_pair
from semesta.web.language import reader_language, say
from semesta.web.permission import open_to_roles
from semesta.web.sender import sender_names
from semesta.web.signed_in import signed_in
from semesta.web.verifying import model, reason_told, reasons, sides_compared
from semesta.web.views.verifier.queue import VERIFIERS

ON_A_PAGE = 20
ALL = 100_000
LAST_BATCH = "last_decisions_together"


@require_safe
@open_to_roles(*VERIFIERS)
def likeness(request: HttpRequest, likeness: str) -> HttpResponse:
    """Show the next pairs of a likeness."""
    return _page(request, likeness)


@require_POST
@open_to_roles(*VERIFIERS)
def decide_likeness(request: HttpRequest, likeness: str) -> HttpResponse:
    """Decide the ticked pairs of the page alike; those that cannot be decided so are counted and stay."""
    ticked = [int(number) for number in request.POST.getlist("pair") if number.isdecimal() and len(number) < 18]
    asked = set(pairs_alike(settings.REGENCY, likeness, most=ALL))
    numbers = [number for number in ticked[:ON_A_PAGE] if number in asked]
    try:
        verdict = request.POST.get("verdict", "")
        if verdict not in ("same", "different") or not numbers:
            raise ValueError(
                say("Centang pasangan, lalu pilih sama atau berbeda.", "Tick pairs, then choose same or different.")
            )
        reason = reason_told(request.POST.get("reason", ""), request.POST.get("own_words", ""))
    except ValueError as problem:
        return _page(request, likeness, mistake=str(problem), status=422)
    done = decide_alike(
        signed_in(request), settings.REGENCY, numbers, "same" if verdict == "same" else "different",
        reason=reason, today=timezone.localdate(), now=timezone.now(),
    )  # fmt: skip
    request.session[LAST_BATCH] = list(zip(done["decided"], done["decisions"], strict=True))
    messages.success(request, _told(done), extra_tags="undo-batch" if done["decided"] else "")
    return HttpResponseRedirect(reverse("verifier-likeness", args=[likeness]))


@require_POST
@open_to_roles(*VERIFIERS)
def undo_batch(request: HttpRequest) -> HttpResponse:
    """Take back the decisions that were last made together in this session, as far as they still stand."""
    undone, stays = 0, 0
    for number, decision in request.session.pop(LAST_BATCH, []):
        try:
            undo_pair(
                signed_in(request), settings.REGENCY, number, reason="Sekumpulan dibatalkan",
                today=timezone.localdate(), decision=decision, now=timezone.now(),
            )  # fmt: skip
        except (NoPairError, AlreadyDecidedError, ClaimedError, ConflictError):
            stays += 1
        else:
            undone += 1
    messages.info(request, say(f"{undone} dibatalkan, {stays} tetap.", f"{undone} taken back, {stays} stay."))
    return HttpResponseRedirect(reverse("verifier-queue"))


def _page(request: HttpRequest, likeness: str, *, mistake: str = "", status: int = 200) -> HttpResponse:
    language = reader_language()
    numbers = pairs_alike(settings.REGENCY, likeness, most=ALL)
    if not numbers:
        messages.info(request, say("Kumpulan ini sudah selesai.", "Nothing of this kind is left."))
        return HttpResponseRedirect(reverse("verifier-queue"))
    about = likenesses(settings.REGENCY, model=model(), language=language, most=ALL)
    found = [line for line in about if line["likeness"] == likeness]
    if not found and len(numbers) >= ON_A_PAGE:
        raise Http404(likeness)
    villages = sender_names()
    pairs: list[dict[str, Any]] = []
    for number in numbers[:ON_A_PAGE]:
        shown = stored_pair(settings.REGENCY, number, model=model(), language=language)
        pairs.append({"number": number, "fields": sides_compared(shown["sides"], villages), "weight": shown["weight"]})
    context = {
        "likeness": likeness, "about": found[0] if found else None, "left": len(numbers), "pairs": pairs,
        "reasons": reasons(), "chosen": request.POST.get("reason", ""), "mistake": mistake,
    }  # fmt: skip
    return render(request, "web/verifier/likeness.html", context, status=status)


def _told(done: dict[str, list[int]]) -> str:
    decided, left = len(done["decided"]), len(done["left"])
    if not left:
        return say(f"{decided} pasangan diputuskan.", f"{decided} pairs decided.")
    return say(
        f"{decided} pasangan diputuskan; {left} tetap ditanyakan karena bertentangan atau sedang diperiksa orang lain.",
        f"{decided} pairs decided; {left} stay because they contradict decisions or are in somebody else's hand.",
    )
