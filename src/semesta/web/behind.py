"""Figures that are older than a list, said where that list is looked at: from when they are, and what is being done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from semesta.coverage.queries import last_refresh
from semesta.web.language import reader_language


def behind(counted_at: datetime | None, since: datetime | None) -> dict[str, Any] | None:
    """Return what to tell of figures counted before `since`, None where they are newer or were never counted.

    Keys: counted_at, is_open (they are about to be counted again), step, done, total, failure (empty: none).
    """
    if counted_at is None or since is None or counted_at >= since:
        return None
    job = last_refresh() or {"state": "", "step": "", "done": 0, "total": None, "failure": {}}
    return {
        "counted_at": counted_at,
        "is_open": job["state"] in ("waiting", "running"),
        **{name: job[name] for name in ("step", "done", "total")},
        "failure": job["failure"].get(reader_language(), "") if job["state"] == "failed" else "",
    }
