"""A territory in words: the name of its region with the code."""

from __future__ import annotations

from semesta.regions.queries import region_named


def place_of(code: str) -> str:
    """Return name and code of a region; the code alone while it is not loaded."""
    try:
        return f"{region_named(code)['name']} ({code})"
    except LookupError:
        return code
