"""When a token was last used, to the minute: enough to find those that nobody needs, without a write per request."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from semesta.tokens.models import ApiToken

_EVERY = timedelta(minutes=1)


def note_use(number: int, *, now: datetime) -> None:
    """Remember that the token was used, unless that is remembered for the last minute."""
    ApiToken.objects.filter(Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - _EVERY), pk=number).update(
        last_used_at=now
    )
