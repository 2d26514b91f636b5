"""After lists came in or rows were mended, matching and figures are behind: ask the worker to bring them up to date.

The work is nobody's in particular, so it is done in the name of the program, once for all lists that came in while it
waited its turn. What it does stands in `coverage.tasks`, for the figures are above this room.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings

from semesta.accounts.actor import the_program
from semesta.jobs.actions import enqueue_once

REFRESH = "refresh_figures"


def ask_to_refresh(regency_code: str, today: date) -> int:
    """Return the number of the job that will match what is new and count what changed; one that waits is that one.

    It begins after a pause (settings.REFRESH_AFTER_SECONDS), so that lists handed in one after another are one job.
    """
    arguments = {"regency": regency_code, "today": today.isoformat()}
    return enqueue_once(
        the_program(regency_code), REFRESH, arguments, after_seconds=settings.REFRESH_AFTER_SECONDS
    )  # fmt: skip
