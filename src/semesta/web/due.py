"""How long something is still due, as pages tell it."""

from __future__ import annotations

from datetime import datetime, timedelta


def hours_left(due_at: datetime, now: datetime) -> int:
    """Return the whole hours until something is due; negative where it is overdue.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> hours_left(noon + timedelta(minutes=90), noon), hours_left(noon - timedelta(minutes=90), noon)
    (1, -2)
    """
    return (due_at - now) // timedelta(hours=1)
