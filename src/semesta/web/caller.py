"""Whose network address a request comes from, when a proxy of ours stands in front.

`X-Forwarded-For` grows to the right: the last entry was written by our own proxy, the one before by the proxy in front
of that. Entries further left are the caller's to invent. So the address is the one as many places from the right as
proxies of ours stand in front (SEMESTA_PROXIES), and without any the connection's own.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class CallerAddress:
    """Middleware before everything that counts or refuses by address: REMOTE_ADDR becomes the caller's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what is no address, or comes past the proxies, leaves the connection's own in place."""
        told = told_address(request.headers.get("X-Forwarded-For", ""), proxies=settings.PROXIES)
        if told:
            request.META["REMOTE_ADDR"] = told
        return self.get_response(request)


def told_address(forwarded_for: str, *, proxies: int) -> str:
    """Return the caller's address as our outermost proxy saw it; empty where there is none to trust.

    >>> told_address("10.9.9.9, 203.0.113.7", proxies=1), told_address("203.0.113.7", proxies=0)
    ('203.0.113.7', '')
    """
    entries = [entry.strip() for entry in forwarded_for.split(",")]
    if proxies < 1 or len(entries) < proxies:
        return ""
    try:
        return str(ip_address(entries[-proxies]))
    except ValueError:
        return ""
