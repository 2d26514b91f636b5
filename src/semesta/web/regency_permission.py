"""Pages about the money of the whole regency: for roles, and of these for whoever is responsible for all of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from semesta.accounts.actor import Role
from semesta.web.permission import View, open_to_roles
from semesta.web.signed_in import signed_in

DECIDES = (Role.PLANNER, Role.FINANCE, Role.ADMINISTRATOR)
LOOKS = (*DECIDES, Role.READER, Role.AUDITOR)
ANSWERS = (*DECIDES, Role.INSURER_BRANCH)
LOOKS_AT_DOUBLE_PAYMENTS = (*LOOKS, Role.VERIFIER)
"""Who sees months paid twice: those who look at the money, and verifiers, whose decisions join the records."""
LOOKS_AT_EXCHANGE = (*LOOKS, Role.INSURER_BRANCH)


def open_in_regency(*roles: Role) -> Callable[[View], View]:
    """State that a view is for these roles with the whole regency as their territory; others are refused (403)."""

    def state(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *given: object, **named: object) -> HttpResponse:
            if not signed_in(request).is_responsible_for(settings.REGENCY):
                raise PermissionDenied
            return view(request, *given, **named)

        return open_to_roles(*roles)(inside)

    return state


def decides(request: HttpRequest) -> bool:
    """Say whether the reader decides on money, so that pages offer what the reader may do and nothing else."""
    return signed_in(request).role in DECIDES
