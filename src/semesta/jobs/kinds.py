"""Kinds of background work. A room's `tasks.py` tells its own with `@background`; they are found when first needed.

What runs gets the actor, the arguments as they were asked with (JSON), and `progress`; it returns the result (JSON).
It may be run again after a power cut, so doing it twice must change nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

from semesta.accounts.actor import Actor
from semesta.jobs.lanes import Lane
from semesta.jobs.progress import Progress

Arguments = Mapping[str, Any]
Result = dict[str, Any]
Run = Callable[[Actor, Arguments, Progress], Result]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence for the owner of a job in Indonesian and English."""

    indonesian: str
    english: str

    def as_json(self) -> dict[str, str]:
        """Return the sentence by language."""
        return {"id": self.indonesian, "en": self.english}


@dataclass(frozen=True, slots=True)
class Kind:
    """A name, what runs, what has become of the data when that fails, and the lane it runs in."""

    name: str
    run: Run
    when_it_fails: Told
    lane: Lane


class WorkRefusedError(Exception):
    """The work cannot be done as asked; the owner is told why and what to do. Nothing was changed."""

    def __init__(self, told: Told) -> None:
        self.told = told
        super().__init__(f"{told.indonesian} / {told.english}")


class UnknownKindError(LookupError):
    """No room does work of this kind."""


_kinds: dict[str, Kind] = {}


def background(name: str, *, when_it_fails: Told, lane: Lane = Lane.PROMPT) -> Callable[[Run], Run]:
    """Tell that a function does the work of a kind; `when_it_fails` says what became of the data after a failure.

    `lane`: the long one for what follows by itself or takes minutes; what waits in the other waits for it no more.
    """

    def tell(run: Run) -> Run:
        _kinds[name] = Kind(name, run, when_it_fails, lane)
        return run

    return tell


def load_kinds() -> None:
    """Read every room's `tasks.py`, once; the pages do it at their start, not at somebody's first upload."""
    autodiscover_modules("tasks")


def kind_named(name: str) -> Kind:
    """Return a kind; UnknownKindError when no room's `tasks.py` tells of it."""
    load_kinds()
    if name not in _kinds:
        raise UnknownKindError(name)
    return _kinds[name]
