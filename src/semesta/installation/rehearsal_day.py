"""The day on which a rehearsal stands still: what its made-up people are told today stays true whenever one looks."""

from __future__ import annotations

import os
from datetime import date

from semesta.installation.places import var_folder


def keep_rehearsal_day(day: date) -> None:
    """Let every command and page of this installation stand on the day."""
    var_folder().mkdir(parents=True, exist_ok=True)
    (var_folder() / "rehearsal_day").write_text(day.isoformat())


def stand_on_rehearsal_day() -> None:
    """Fix today for this process and those it starts, unless SEMESTA_TODAY says otherwise or no rehearsal is kept.

    An own database only: one at DATABASE_URL need not be that of the folder.
    """
    kept = var_folder() / "rehearsal_day"
    if "DATABASE_URL" not in os.environ and kept.is_file():
        os.environ.setdefault("SEMESTA_TODAY", date.fromisoformat(kept.read_text().strip()).isoformat())
