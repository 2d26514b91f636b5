"""Who asks, by the token in the header Authorization, and how often a token may ask."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from semesta.api.clock import now, today
from semesta.api.needs import holder_in
from semesta.tokens.queries import Holder, holder_of
from semesta.tokens.token_use import note_use

_LONGEST_SECRET = 200


class BearerToken(HttpBearer):
    """`Authorization: Bearer TOKEN`; anything else is nobody."""

    def authenticate(self, request: HttpRequest, token: str) -> Holder | None:
        """Return whose token it is and remember that it was used."""
        holder = holder_of(token, on=today()) if len(token) <= _LONGEST_SECRET else None
        if holder is not None:
            note_use(holder.number, now=now())
        return holder


class PerToken(SimpleRateThrottle):
    """So many requests a token (settings.API_RATE), counted in every process of the web server by itself."""

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request and say whether it is one of those allowed."""
        self.num_requests, self.duration = self.parse_rate(settings.API_RATE)
        return super().allow_request(request)

    def get_cache_key(self, request: HttpRequest) -> str:
        """Return under which key the token's requests are counted."""
        return f"api-token-{holder_in(request).number}"
