"""Failed attempts, counted per name and address; enough of them lock that name for that address for a while."""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest


class LockedOutError(PermissionError):
    """Too many attempts failed for this name from this address. Nothing was compared."""


def address_of(request: HttpRequest) -> str:
    """Return the address the request came from: REMOTE_ADDR, to which `web.caller` brings no claim of a browser."""
    return str(request.META.get("REMOTE_ADDR", ""))


def is_locked(request: HttpRequest, name: str) -> bool:
    """Say whether the name is locked for the address of the request."""
    return not AxesProxyHandler.is_allowed(request, {"username": name})


def count_failure(request: HttpRequest, name: str) -> None:
    """Count a failed attempt with a code as one with a password is."""
    AxesProxyHandler.user_login_failed(__name__, {"username": name}, request)
