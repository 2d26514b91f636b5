"""What was counted once and is kept: exactly, under a key that names what it was counted from; or lately.

Some figures are made of whatever people, lists and decisions do, and take seconds to count. `lately` keeps these for
all processes that answer pages, with the number of the newest entry of the trail, which every change adds to. When that
number is another, the figure that is there is given with its time, and counted anew beside the answers, not within one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from django.conf import settings
from django.core.cache import BaseCache, cache, caches
from django.utils import timezone

from semesta.accounts.scope import sight_here
from semesta.audit.queries import newest_entry
from semesta.installation.serving import serves_pages
from semesta.web.recounting import counted_once, recount_beside

KEPT_SECONDS: Final = 24 * 3600
"""For what can never be out of date, because the key names everything that it was counted from."""
LATELY: Final = timedelta(minutes=2)
"""So long at least stands between two counts of a figure that others' work changes."""
SURE: Final = timedelta(minutes=10)
"""After so long a figure is counted anew though no entry is newer: an entry may commit after one with a higher number.
"""
OLDEST: Final = timedelta(minutes=10)
"""A figure since whose count something happened is given so long at most; whoever comes later waits for its count."""
_Counted = TypeVar("_Counted")


@dataclass(frozen=True, slots=True)
class Lately(Generic[_Counted]):
    """A figure; `as_of` tells when it was counted if something happened since, else it is None."""

    value: _Counted
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class _Held:
    value: Any
    exact: str
    newest: int
    at: datetime


def kept(key: str, count: Callable[[], _Counted], *, mark: str = "", seconds: int = KEPT_SECONDS) -> _Counted:
    """Return what was counted under a key and with a mark before, else count it and keep it for so many seconds."""
    found: tuple[str, _Counted] | None = cache.get(key)
    if found is None or found[0] != mark:
        found = mark, count()
        cache.set(key, found, seconds)
    return found[1]


def lately(name: str, count: Callable[[], _Counted], *, exact: str = "", after: timedelta = LATELY) -> Lately[_Counted]:
    """Return a figure of that name for whoever sees as much as this reader, as it was ten minutes ago at most (OLDEST).

    exact: a mark of what must be in it; when that changed, it is counted at once, and the caller waits. `after`: how
    long at least stands between counts, less than OLDEST. `count` must hold nothing of the request: it may run later,
    elsewhere, with the same reach and language.
    """
    seen_by = hashlib.sha256(repr(sight_here()).encode()).hexdigest()[:16]
    place = f"{settings.REGENCY}:{seen_by}:{name}"
    newest = newest_entry()
    held = _store().get(place)
    if held is None or held.exact != exact or _is_old(held, newest):
        held = counted_once(place, lambda: _found(place, exact, newest), lambda: _count(place, count, exact, newest))
    elif _is_due(held, newest, after):
        if serves_pages():
            recount_beside(place, lambda: _count(place, count, exact, newest_entry()))
        else:
            held = _count(place, count, exact, newest)
    return Lately(held.value, None if held.newest == newest else held.at)


def _is_due(held: _Held, newest: int, after: timedelta) -> bool:
    if not serves_pages():  # nothing is counted beside the answers there, so nothing need wait
        return held.newest != newest
    age = timezone.now() - held.at
    return age >= (after if held.newest != newest else SURE)


def _is_old(held: _Held, newest: int) -> bool:
    return held.newest != newest and timezone.now() - held.at > OLDEST


def _found(place: str, exact: str, newest: int) -> _Held | None:
    held: _Held | None = _store().get(place)
    return held if held is not None and held.exact == exact and not _is_old(held, newest) else None


def _count(place: str, count: Callable[[], Any], exact: str, newest: int) -> _Held:
    """Count and keep; the entry's number was read before the count began."""
    at = timezone.now()
    held = _Held(count(), exact, newest, at)
    _store().set(place, held, KEPT_SECONDS)
    return held


def _store() -> BaseCache:
    return caches["kept"] if serves_pages() else cache
