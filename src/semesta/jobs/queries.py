"""Read jobs: only their owner does; those of the program itself are everybody's."""

from __future__ import annotations

import json
from typing import Any

from semesta.accounts.actor import PROGRAM, Actor
from semesta.bulk import read_lines

_COLUMNS = (
    "id, kind, about, state, step, done, total, attempts, failure, asked_at, begun_at, ended_at,"
    " result - 'private' AS result"
)


class NoJobError(LookupError):
    """The reader has no job of this number."""


def job(actor: Actor, number: int) -> dict[str, Any]:
    """Return one job of the actor's own: id, kind, about, arguments, state, step, done, total, result, failure, times.

    Raises NoJobError, also for somebody else's.
    """
    found = read_lines(
        "SELECT id, kind, about, arguments, state, step, done, total, attempts, result, failure, asked_at, begun_at,"
        " ended_at FROM jobs_job WHERE id = %s AND owner = %s",
        [number, actor.name],
    )
    if not found:
        raise NoJobError(number)
    return _read(found[0])


def jobs_of(actor: Actor, *, most: int = 50) -> list[dict[str, Any]]:
    """Return the actor's own jobs, newest first; the keys of `job` but for arguments and what is private."""
    lines = read_lines(
        f"SELECT {_COLUMNS} FROM jobs_job WHERE owner = %s ORDER BY id DESC LIMIT %s", [actor.name, most]
    )
    return [_read(line) for line in lines]


def open_jobs(actor: Actor) -> int:
    """Return how many of the actor's jobs wait or run."""
    return int(
        read_lines(
            "SELECT count(*) AS number FROM jobs_job WHERE owner = %s AND state IN ('waiting', 'running')",
            [actor.name],
        )[0]["number"]
    )


def last_of_program(kind: str) -> dict[str, Any] | None:
    """Return the newest job of a kind that the program does by itself, as `jobs_of` does; None before the first."""
    lines = read_lines(
        f"SELECT {_COLUMNS} FROM jobs_job WHERE owner = %s AND kind = %s ORDER BY id DESC LIMIT 1", [PROGRAM, kind]
    )
    return _read(lines[0]) if lines else None


def _read(line: dict[str, Any]) -> dict[str, Any]:
    """Read what a raw cursor gives out of a JSON column."""
    return {
        name: json.loads(value) if name in ("arguments", "result", "failure") and isinstance(value, str) else value
        for name, value in line.items()
    }
