"""The day on which a page is asked for: the only clock of the web door."""

from __future__ import annotations

import os
from datetime import date

from django.utils.timezone import localdate


def today() -> date:
    """Return the day in the installation's time zone; SEMESTA_TODAY fixes it for a rehearsal."""
    fixed = os.environ.get("SEMESTA_TODAY")
    return date.fromisoformat(fixed) if fixed else localdate()
