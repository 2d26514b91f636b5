"""The only clock of this door."""

from __future__ import annotations

import os
from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """Return the day in the installation's time zone; SEMESTA_TODAY fixes it for a rehearsal."""
    fixed = os.environ.get("SEMESTA_TODAY")
    return date.fromisoformat(fixed) if fixed else timezone.localdate()


def now() -> datetime:
    """Return this moment."""
    return timezone.now()
