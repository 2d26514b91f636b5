"""Workers beside a process: each lane of background work in a process of its own, gone when this one is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from semesta.cli.show import err
from semesta.cli.words import say
from semesta.jobs.lanes import Lane

SECONDS_OF_SILENCE = 2.0


@contextmanager
def workers_beside(lanes: Sequence[Lane]) -> Iterator[None]:
    """Run a worker for each lane until the end of the block; it ends the job at hand, also when this process dies."""
    as_owner = {name: value for name, value in os.environ.items() if name != "SEMESTA_SERVES_PAGES"}
    command = [sys.executable, "-m", "semesta.cli.main", "work", "--until-input-ends", "--lane"]
    workers = [
        subprocess.Popen([*command, lane.value], stdin=subprocess.PIPE, env=as_owner)  # noqa: S603 - our own program
        for lane in lanes
    ]
    try:
        yield
    finally:
        for worker in workers:
            if worker.stdin is not None:
                worker.stdin.close()
        for worker in workers:
            _wait_for(worker)


def _wait_for(worker: subprocess.Popen[bytes]) -> None:
    try:
        worker.wait(timeout=SECONDS_OF_SILENCE)
    except subprocess.TimeoutExpired:
        err.print(
            say(
                "Pekerjaan latar yang sedang berjalan diselesaikan dulu; Ctrl-C sekali lagi memutuskannya.",
                "Background work at hand is ended first; Ctrl-C once more breaks it off.",
            )
        )
        worker.wait()
