"""The verifier's queue: pairs that are asked and rows that wait, worth most first; what was decided last."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from semesta.accounts.actor import Actor, Role, may_decide
from semesta.coverage.queries import newest_counted_at
from semesta.duplicates.actions import claim_next_pair, release_claims
from semesta.duplicates.queries import decided_lately
from semesta.intake.pair_queries import asked_pairs, asked_worth, reason_text
from semesta.intake.pairs_alike import likenesses
from semesta.intake.queries import newest_list_at, newest_list_of
from semesta.intake.suggestion import among, suggested_by_code
from semesta.intake.waiting_queries import cause_in_words, rows_that_wait
from semesta.kernel.month import Month
from semesta.web.behind import behind
from semesta.web.clock import today
from semesta.web.kept import lately
from semesta.web.language import reader_language, say
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.verifying import model
from semesta.web.wish import fresh_wish

VERIFIERS = (Role.VERIFIER, Role.ADMINISTRATOR)
LISTED = 25
SKIPPED = "skipped_pairs"
MOST_SKIPPED = 200
OTHER_CAUSES: Final = ("nik_damaged", "nik_doubtful", "half_duplicates", "one_person_many_rows")
"""Reasons to wait that are no finding of a row: of older lists, and of lists that are held as a whole."""


@require_safe
@open_to_roles(*VERIFIERS)
def queue(request: HttpRequest) -> HttpResponse:
    """Show what is asked, and where to begin."""
    actor, language = signed_in(request), reader_language()
    decided = decided_lately(settings.REGENCY, actor.name)
    own_decisions = " ".join(str(one["number"]) for one in decided)  # what somebody did himself shows at once
    total = lately(f"asked:{actor.name}", partial(asked_worth, settings.REGENCY, band="queue"), exact=own_decisions)
    alike = lately(
        f"alike:{actor.name}:{language}",
        partial(likenesses, settings.REGENCY, model=model(), language=language),
        exact=own_decisions,
    )
    newest = newest_list_at(settings.REGENCY)
    month = Month.of(today())
    groups = lately(
        f"waiting:{actor.name}:{month}",
        partial(_rows_that_wait, actor, month),
        exact=f"{newest_list_of(settings.REGENCY, actor.name)} {own_decisions}",
    )
    waiting, lines = groups.value, asked_pairs(settings.REGENCY, band="queue", most=LISTED)
    context = {
        "total": total.value,
        "as_of": min((one.as_of for one in (total, alike, groups) if one.as_of), default=None),
        "waiting": [group | {"words": cause_in_words(group["cause"], language)} for group in waiting],
        "waiting_total": {
            name: sum(group[name] for group in waiting) for name in ("rows", "worth_months", "worth_rp", "sure")
        },
        "behind": behind(newest_counted_at(settings.REGENCY), newest),
        "key": fresh_wish(),
        "lines": [line | {"reason_text": reason_text(line["reason"], model(), language)} for line in lines],
        "listed": LISTED,
        "likenesses": alike.value,
        "lately": decided,
        "skipped": len(request.session.get(SKIPPED, [])),
    }
    return render(request, "web/verifier/queue.html", context)


def _rows_that_wait(actor: Actor, month: Month) -> list[dict[str, Any]]:
    """Return the groups of waiting rows, worth most first; `sure`: how many of a group a rule can mend together."""
    sure = suggested_by_code(among(actor, settings.REGENCY)) if may_decide(actor, settings.REGENCY) else {}
    return [
        group | {"sure": sure.get(group["cause"], {}).get("rows", 0)}
        for group in rows_that_wait(settings.REGENCY, month)
    ]


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
    skipped = [one for one in request.session.get(SKIPPED, []) if one != number]
    request.session[SKIPPED] = [*skipped, number][-MOST_SKIPPED:]
