"""What is counted once and kept: the key names everything it was counted from, so that it can never be out of date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from django.core.cache import cache

KEPT_SECONDS: Final = 24 * 3600
_Counted = TypeVar("_Counted")


def kept(key: str, count: Callable[[], _Counted]) -> _Counted:
    """Return what was counted under a key before, else count it and keep it for a day."""
    found: _Counted | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, KEPT_SECONDS)
    return found
