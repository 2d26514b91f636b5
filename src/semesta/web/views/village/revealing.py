"""Show one masked detail of a person in full: for a reason, once, and on record."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from semesta.accounts.actor import NotPermittedError
from semesta.people.actions import reveal_identity
from semesta.people.revealing import REVEALED, NoPersonError, NotRevealedError
from semesta.web.permission import open_to_roles
from semesta.web.signed_in import signed_in
from semesta.web.views.village.person import seen_person
from semesta.web.views.village.telling import TELLERS

NOT_TAKEN = 422


@require_POST
@open_to_roles(*TELLERS)
def reveal(request: HttpRequest, number: int) -> HttpResponse:
    """Answer with the detail alone, kept by no cache; without a reason nothing is shown."""
    person = seen_person(request, number)
    field = request.POST.get("field", "")
    if field not in REVEALED:
        raise Http404(field)
    context = {"person": person, "field": field, "is_refused": False, "value": None}
    try:
        reason = request.POST.get("reason", "")[:500].replace("\0", "")
        context["value"] = reveal_identity(signed_in(request), settings.REGENCY, number, field, reason)
    except NotRevealedError:
        context["is_refused"] = True
    except (NoPersonError, NotPermittedError) as problem:
        raise Http404(number) from problem
    answer = render(request, "web/village/revealed.html", context, status=NOT_TAKEN if context["is_refused"] else 200)
    answer["Cache-Control"] = "no-store"
    return answer
