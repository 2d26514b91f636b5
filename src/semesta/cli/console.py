"""Whoever sits at the console of the installation, the regency it serves, and the only clock: today."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from semesta.accounts.actor import EVERYWHERE, Actor, Role
from semesta.kernel.month import Month


def console_actor() -> Actor:
    """Return the administrator at the console, named after the account that runs the program."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "konsol"
    return Actor(f"{name}@konsol", Role.ADMINISTRATOR, EVERYWHERE)


def regency() -> str:
    """Return the regency this installation serves: SEMESTA_REGENCY, else Lombok Timur."""
    return os.environ.get("SEMESTA_REGENCY", "52.03")


def today() -> date:
    """Return the day in the installation's time zone; SEMESTA_TODAY fixes it for a rehearsal."""
    fixed = os.environ.get("SEMESTA_TODAY")
    if fixed:
        return date.fromisoformat(fixed)
    return datetime.now(ZoneInfo(os.environ.get("SEMESTA_TIME_ZONE", "Asia/Makassar"))).date()


def now() -> datetime:
    """Return this moment; a rehearsal's fixed day does not move it, for others work by the real one."""
    return datetime.now(UTC)


def this_month() -> Month:
    """Return the current month."""
    return Month.of(today())


def cores() -> int:
    """Return how many processes may read files side by side."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def absolute(path: Path) -> Path:
    """Return a path that worker processes understand too."""
    return path.expanduser().resolve()
