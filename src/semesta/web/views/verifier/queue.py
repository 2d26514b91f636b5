"""The verifier's queue: what is asked, worth most first; pairs that are alike; what was decided last."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from semesta.accounts.actor import Role
from semesta.duplicates.actions import claim_next_pair, release_claims
from semesta.duplicates.queries import decided_lately
from semesta.intake.pair_queries import queue as asked_pairs
from semesta.intake.pair_queries import reason_text
from semesta.intake.pairs_alike import likenesses
from semesta.web.language import reader_language, say
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.verifying import model

VERIFIERS = (Role.VERIFIER, Role.ADMINISTRATOR)
LISTED = 25
SKIPPED = "skipped_pairs"
MOST_SKIPPED = 200


@require_safe
@open_to_roles(*VERIFIERS)
def queue(request: HttpRequest) -> HttpResponse:
    """Show what is asked, and where to begin."""
    total, lines = asked_pairs(settings.REGENCY, band="queue", most=LISTED)
    language = reader_language()
    context = {
        "total": total,
        "lines": [line | {"reason_text": reason_text(line["reason"], model(), language)} for line in lines],
        "listed": LISTED,
        "likenesses": likenesses(settings.REGENCY, model=model(), language=language),
        "lately": decided_lately(settings.REGENCY, signed_in(request).name),
        "skipped": len(request.session.get(SKIPPED, [])),
    }
    return render(request, "web/verifier/queue.html", context)


@require_POST
@open_to_roles(*VERIFIERS)
def next_pair(request: HttpRequest) -> HttpResponse:
    """Take the next pair in hand; `again` begins with those that were skipped too."""
    if "again" in request.POST:
        request.session[SKIPPED] = []
    return to_next(request)


@require_POST
@open_to_roles(*VERIFIERS)
def pause(request: HttpRequest) -> HttpResponse:
    """Let go of the pair in hand and go back to the queue."""
    release_claims(signed_in(request), settings.REGENCY)
    return HttpResponseRedirect(reverse("verifier-queue"))


def to_next(request: HttpRequest) -> HttpResponse:
    """Claim the next pair and lead there, or back to the queue when nothing is left to be taken."""
    skipped = request.session.get(SKIPPED, [])
    number = claim_next_pair(signed_in(request), settings.REGENCY, now=timezone.now(), skipped=skipped)
    if number is not None:
        return HttpResponseRedirect(reverse("verifier-pair", args=[number]))
    messages.info(
        request,
        say(
            "Tidak ada pasangan lain yang dapat diambil sekarang: semua sudah diputuskan, dilewati, atau"
            " sedang diperiksa orang lain.",
            "No other pair can be taken now: all are decided, skipped, or in somebody else's hand.",
        ),
    )
    return HttpResponseRedirect(reverse("verifier-queue"))


def skip(request: HttpRequest, number: int) -> None:
    """Remember for this session that a pair was left for later."""
    skipped = [kept for kept in request.session.get(SKIPPED, []) if kept != number]
    request.session[SKIPPED] = [*skipped, number][-MOST_SKIPPED:]
