"""Count a figure once for everybody who waits for it, or beside the answers: by a thread of its own, one at a time."""

from __future__ import annotations

import fcntl
import logging
import queue
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from django.utils import translation

from semesta.accounts.scope import Reach, in_reach_apart, reach_here
from semesta.installation.places import var_folder

logger = logging.getLogger(__name__)
_Counted = TypeVar("_Counted")

_LOCKS: Final = "kept-locks"
_TURNS: Final = 256
"""Locks at most: two figures may share one, and then wait for each other at worst."""
_asked: queue.SimpleQueue[tuple[str, Callable[[], Any], Reach, str]] = queue.SimpleQueue()
_waiting: set[str] = set()
_guard = threading.Lock()
_thread: threading.Thread | None = None


def counted_once(place: str, found: Callable[[], _Counted | None], count: Callable[[], _Counted]) -> _Counted:
    """Return what another request or process found while this one waited for its turn, else count it."""
    with _alone(place, waits=True):
        other = found()
        return count() if other is None else other


def recount_beside(place: str, count: Callable[[], Any]) -> None:
    """Have a figure counted with the reach and language of this request, unless that is under way."""
    global _thread
    with _guard:
        if place in _waiting:
            return
        _waiting.add(place)
        _asked.put((place, count, reach_here(), translation.get_language()))
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_count_what_is_asked, name="recounting", daemon=True)
            _thread.start()


def _count_what_is_asked() -> None:
    """Count until nothing is asked any more."""
    global _thread
    while True:
        with _guard:
            if _asked.empty():
                _thread = None
                return
            place, count, reach, language = _asked.get()
        try:
            with _alone(place, waits=False) as is_alone:
                if is_alone:
                    _counted_in(reach, language, count)
        except Exception:
            logger.exception("%s was not counted anew; the figure before stands", place)
        finally:
            with _guard:
                _waiting.discard(place)


def _counted_in(reach: Reach, language: str, count: Callable[[], Any]) -> None:
    with translation.override(language), in_reach_apart(reach):
        count()


@contextmanager
def _alone(place: str, *, waits: bool) -> Iterator[bool]:
    """Hold the figure's lock among all threads and processes of this machine; `waits` or come away without."""
    folder = var_folder() / _LOCKS
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / str(zlib.crc32(place.encode()) % _TURNS)).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
