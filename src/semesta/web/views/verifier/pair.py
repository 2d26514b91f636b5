"""A pair: both sides, the evidence, the other candidates of the same record; decide, skip, undo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from semesta.duplicates.errors import AlreadyDecidedError, ClaimedError, ConflictError, NoPairError, ReplacedError
from semesta.duplicates.queries import claim_against, rival_pairs
from semesta.intake.pair_queries import pair as stored_pair
from semesta.intake.row_matching import decide as decide_pair
from semesta.intake.row_matching import undo as undo_pair
from semesta.web.language import reader_language, say
from semesta.web.permission import open_to_roles
from semesta.web.sender import sender_names
from semesta.web.signed_in import signed_in
from semesta.web.verifying import evidence_bars, model, reason_told, reasons, sides_compared
from semesta.web.views.verifier.queue import VERIFIERS, skip, to_next


@require_safe
@open_to_roles(*VERIFIERS)
def pair(request: HttpRequest, number: int) -> HttpResponse:
    """Show one pair of the regency."""
    return _page(request, number)


@require_POST
@open_to_roles(*VERIFIERS)
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Decide as the form says and lead to the next pair; what stands in the way is told on the pair's page."""
    verdict = request.POST.get("verdict", "")
    if verdict == "skip":
        skip(request, number)
        return to_next(request)
    try:
        if verdict not in ("same", "different"):
            raise ValueError(say("Pilih: orang yang sama atau berbeda.", "Choose: the same person or different ones."))
        reason = reason_told(request.POST.get("reason", ""), request.POST.get("own_words", ""))
        decision = _decide(request, number, verdict, reason)
    except NoPairError as problem:
        raise Http404(number) from problem
    except ReplacedError:
        messages.info(request, say("Baris ini sudah diperbaiki pengirimnya.", "The sender has mended this row since."))
    except AlreadyDecidedError:
        messages.info(request, say(f"Pasangan {number} sudah diputuskan.", f"Pair {number} is decided already."))
    except ClaimedError as problem:
        messages.warning(request, _in_reader_s_language(problem))
    except ConflictError as problem:
        return _page(request, number, problem=problem, status=409)
    except ValueError as problem:
        return _page(request, number, mistake=_in_reader_s_language(problem), status=422)
    else:
        messages.success(
            request, _told(number, verdict), extra_tags=reverse("verifier-undo", args=[number, decision])
        )  # fmt: skip
    return to_next(request)


@require_POST
@open_to_roles(*VERIFIERS)
def undo(request: HttpRequest, number: int, decision: int) -> HttpResponse:
    """Take back the decision that was shown on a pair, if it stands, and show the pair again."""
    own = request.POST.get("own_words", "").strip()
    try:
        undo_pair(
            signed_in(request), settings.REGENCY, number, reason=own[:500] or "Dibatalkan di antrean",
            today=timezone.localdate(), decision=decision, now=timezone.now(),
        )  # fmt: skip
    except NoPairError:
        messages.info(request, say(f"Pasangan {number} tidak sedang diputuskan.", f"Pair {number} is not decided."))
    except AlreadyDecidedError:
        messages.warning(
            request,
            say(
                "Keputusan itu tidak berlaku lagi. Tidak ada yang dibatalkan; yang berlaku kini terlihat di bawah.",
                "That decision stands no more. Nothing was taken back; what stands now is shown below.",
            ),
        )
    except ClaimedError as problem:
        messages.warning(request, _in_reader_s_language(problem))
    except ConflictError as problem:
        return _page(request, number, problem=problem, status=409)
    else:
        messages.success(request, say(f"Keputusan {number} dibatalkan.", f"The decision on {number} is taken back."))
    return HttpResponseRedirect(reverse("verifier-pair", args=[number]))


def _decide(request: HttpRequest, number: int, verdict: str, reason: str) -> int:
    return decide_pair(
        signed_in(request), settings.REGENCY, number, "same" if verdict == "same" else "different",
        reason=reason, today=timezone.localdate(), now=timezone.now(),
    )  # fmt: skip


def _page(
    request: HttpRequest, number: int, *, problem: ConflictError | None = None, mistake: str = "", status: int = 200
) -> HttpResponse:
    try:
        shown = stored_pair(settings.REGENCY, number, model=model(), language=reader_language())
    except NoPairError as missing:
        raise Http404(number) from missing
    actor = signed_in(request)
    rivals = rival_pairs(settings.REGENCY, number)
    context: dict[str, Any] = {
        "pair": shown,
        "number": str(number),
        "fields": sides_compared(shown["sides"], sender_names()),
        "bars": evidence_bars(shown["evidence"]),
        "rivals": rivals if len(rivals) > 1 else [],
        "place": next(place for place, rival in enumerate(rivals, 1) if rival["number"] == number),
        "decided_of_rivals": sum(bool(rival["verdict"]) for rival in rivals),
        "held": claim_against(settings.REGENCY, number, actor_name=actor.name, now=timezone.now()),
        "reasons": reasons(),
        "chosen": request.POST.get("reason", ""),
        "own_words": request.POST.get("own_words", ""),
        "against": problem.against if problem else shown["against"],
        "refused": problem is not None,
        "mistake": mistake,
    }
    return render(request, "web/verifier/pair.html", context, status=status)


def _told(number: int, verdict: str) -> str:
    if verdict == "same":
        return say(f"Pasangan {number}: orang yang sama.", f"Pair {number}: the same person.")
    return say(f"Pasangan {number}: orang berbeda.", f"Pair {number}: different people.")


def _in_reader_s_language(problem: Exception) -> str:
    indonesian, _, english = str(problem).partition(" / ")
    return say(indonesian, english or indonesian)
