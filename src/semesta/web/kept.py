"""What is counted once and kept: the key names what it was counted from, so that it is not out of date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from django.conf import settings
from django.core.cache import cache

from semesta.coverage.queries import newest_counted_at
from semesta.duplicates.queries import latest_change
from semesta.intake.queries import state_of_lists

KEPT_SECONDS: Final = 24 * 3600
"""For what can never be out of date, because the key names everything that it was counted from."""
LATELY_SECONDS: Final = 120
"""For what people, lists and decisions make up (`state_of_people`): a confirmed notice, a payment or a row mended in
bulk elsewhere may show that much later."""
_Counted = TypeVar("_Counted")


def kept(key: str, count: Callable[[], _Counted], *, seconds: int = KEPT_SECONDS) -> _Counted:
    """Return what was counted under a key before, else count it and keep it for so many seconds."""
    found: _Counted | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, seconds)
    return found


def state_of_people() -> str:
    """Return a mark for keys: it changes when a list comes in, a row gets another outcome, somebody decides, a search
    runs, or the month is counted."""
    decision, run = latest_change(settings.REGENCY)
    return f"{state_of_lists(settings.REGENCY)}:{decision}:{run}:{newest_counted_at(settings.REGENCY)}".replace(
        " ", "T"
    )
