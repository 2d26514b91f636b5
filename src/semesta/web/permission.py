"""Who may see a page. Every view states it; a test walks all addresses and fails for one that does not.

Until people can sign in there is one answer, "everybody", and it carries the reason why that is right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpResponse

View = Callable[..., HttpResponse]
_STATED = "stated_permission"


@dataclass(frozen=True, slots=True)
class OpenToAll:
    """The page may be read without signing in, because of `reason`."""

    reason: str


def open_to_all(*, reason: str) -> Callable[[View], View]:
    """State that a view is for everybody, and why nobody is harmed by that."""

    def state(view: View) -> View:
        @wraps(view)
        def stated(*given: object, **named: object) -> HttpResponse:
            return view(*given, **named)

        stated.__dict__[_STATED] = OpenToAll(reason)
        return stated

    return state


def permission_of(view: Callable[..., object]) -> OpenToAll | None:
    """Return what the view states, None when it states nothing."""
    stated: OpenToAll | None = getattr(view, _STATED, None)
    return stated
