"""Work that a page asked for in the background, found again from what it is about."""

from __future__ import annotations

from typing import Any

from semesta.accounts.actor import Actor
from semesta.jobs.queries import jobs_of
from semesta.web.language import reader_language


def newest_job(actor: Actor, kind: str, *, about: str) -> dict[str, Any] | None:
    """Return the reader's newest job of a kind about something, with `is_open` and `told` (why it failed)."""
    found = next((job for job in jobs_of(actor) if (job["kind"], job["about"]) == (kind, about)), None)
    if found is None:
        return None
    is_open = found["state"] in ("waiting", "running")
    return found | {"is_open": is_open, "told": found["failure"].get(reader_language(), "")}
