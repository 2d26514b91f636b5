"""How far a job is, written past the transaction of the work, so that its owner sees it while the work goes on.

Representation: a database connection of its own. It also holds a lock as long as the work runs: a job that says it is
running and whose lock is free has lost its worker (`recovery.py`).
"""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from django.db import connection

SECONDS_BETWEEN = 0.4
LOCK = "hashtext('semesta.jobs'), %s"


class Progress:
    """Call it with a step and, where it can be told, `done` of `total`; it writes at most a few times a second."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._connection = connection.copy()
        self._told: tuple[str, float] = ("", 0.0)

    def __enter__(self) -> Self:
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_lock({LOCK})", [self.number])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def __call__(self, step: str, done: int = 0, total: int | None = None) -> None:
        """Tell the step (a code with words on the pages) and how much of it is done."""
        now = time.monotonic()
        if step == self._told[0] and done != total and now - self._told[1] < SECONDS_BETWEEN:
            return
        self._told = (step, now)
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE jobs_job SET step = %s, done = %s, total = %s WHERE id = %s AND state = 'running'",
                [step, done if total is None else min(done, total), total, self.number],
            )
