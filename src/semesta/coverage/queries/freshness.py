"""How old the figures are: what was counted when, what the present touches, whether the program is at work on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from semesta.bulk import read_lines
from semesta.intake.refreshing import REFRESH
from semesta.jobs.queries import last_of_program
from semesta.kernel.month import Month

MONTHS_BACK = 1


def newest_counted_at(regency_code: str) -> datetime | None:
    """Return when the newest counted month was counted, None where none was."""
    counted = read_lines(
        "SELECT counted_at FROM coverage_snapshot WHERE regency_code = %s ORDER BY month DESC LIMIT 1", [regency_code]
    )
    return counted[0]["counted_at"] if counted else None


def last_refresh() -> dict[str, Any] | None:
    """Return the program's last job that brings matching and figures up to date (keys of `jobs.queries.jobs_of`)."""
    return last_of_program(REFRESH)


def months_to_count(regency_code: str, this_month: Month) -> list[Month]:
    """Return the months whose count the present touches, newest first.

    Of the months counted these are the newest, which every first page shows, and those from last month on; what was
    counted of earlier months stays as it was counted then. Where none was counted yet it is this month. A month that
    nobody has counted is not begun of itself: the insurer's extract for it may be missing, and everybody would seem
    uncovered.
    """
    lines = read_lines(
        "SELECT month FROM coverage_snapshot WHERE regency_code = %s ORDER BY month DESC", [regency_code]
    )
    counted = [Month.of(line["month"]) for line in lines]
    since = this_month.plus(-MONTHS_BACK)
    return [month for place, month in enumerate(counted) if not place or month >= since] or [this_month]
