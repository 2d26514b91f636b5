"""After lists came in or rows were mended, matching and figures are behind: ask the worker to bring them up to date.

The work is nobody's in particular, so it is done in the name of the program, once for all lists that came in while it
waited its turn. What it does stands in `coverage.tasks`, for the figures are above this room.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings

from semesta.accounts.actor import the_program
from semesta.bulk import read_lines
from semesta.jobs.actions import enqueue_once

REFRESH = "refresh_figures"


def ask_to_refresh(regency_code: str, today: date, *, after_seconds: int | None = None) -> int:
    """Return the number of the job that will match what is new and count what changed; one that waits is that one.

    It begins after a pause (None: settings.REFRESH_AFTER_SECONDS), so that lists handed in one after another are one
    job.
    """
    arguments = {"regency": regency_code, "today": today.isoformat()}
    pause = settings.REFRESH_AFTER_SECONDS if after_seconds is None else after_seconds
    return enqueue_once(the_program(regency_code), REFRESH, arguments, after_seconds=pause)


def ask_to_refresh_after(submission_id: int, regency_code: str, today: date) -> int | None:
    """Ask for it unless a search looked since the list came in: a job that was cut off and run again still asks, and so
    does one whose list came in while a search compared.

    Return the number of the job, None where there is nothing to ask for.
    """
    (line,) = read_lines(
        "SELECT EXISTS (SELECT 1 FROM duplicates_run d JOIN intake_submission s ON s.regency_code = d.regency_code"
        "                WHERE d.regency_code = %s AND s.id = %s"
        "                  AND coalesce(d.looked_at, d.ran_at) > s.handed_in_at) AS is_done",
        [regency_code, submission_id],
    )
    return None if line["is_done"] else ask_to_refresh(regency_code, today)
