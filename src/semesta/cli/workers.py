"""Workers beside a process: each lane of background work in a process of its own, gone when this one is gone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from semesta.cli.show import err
from semesta.cli.words import say
from semesta.jobs.lanes import Lane

SECONDS_OF_SILENCE: Final = 2.0
SECONDS_BEFORE_ANOTHER: Final = 5.0
"""So long it takes until a worker that died is followed by another: the machine may be out of memory."""


@contextmanager
def workers_beside(lanes: Sequence[Lane]) -> Iterator[None]:
    """Run a worker for each lane until the end of the block; it ends the job at hand, also when this process dies.

    A worker that dies of itself is told and followed by another, which puts its job back into the queue.
    """
    workers = [_LaneWorker(lane) for lane in lanes]
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.wait()


class _LaneWorker:
    """The process that does the work of a lane, watched by a thread."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._is_to_end = threading.Event()
        self._process = self._begin()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _begin(self) -> subprocess.Popen[bytes]:
        as_owner = {name: value for name, value in os.environ.items() if name != "SEMESTA_SERVES_PAGES"}
        command = [sys.executable, "-m", "semesta.cli.main", "work", "--until-input-ends", "--lane", self._lane.value]
        # Ctrl-C is for whoever started it: it ends when its input does, and breaks nothing off
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=as_owner, start_new_session=True)  # noqa: S603

    def _watch(self) -> None:
        while True:
            code = self._process.wait()
            if self._is_to_end.is_set():
                return
            err.print(
                say(
                    f"! Pekerja latar jalur {self._lane.value} mati (kode {code}); yang baru dimulai.",
                    f"! The worker of the lane {self._lane.value} died (code {code}); another begins.",
                )
            )
            if not self._another_began():
                return
            if self._is_to_end.is_set():  # asked to end just then
                self._close()

    def _another_began(self) -> bool:
        """Begin another worker as soon as the machine lets; False when all is to end meanwhile."""
        while not self._is_to_end.wait(SECONDS_BEFORE_ANOTHER):
            with suppress(OSError):  # no memory for another process yet
                self._process = self._begin()
                return True
        return False

    def stop(self) -> None:
        """Let it end once the job at hand is done."""
        self._is_to_end.set()
        self._close()

    def _close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()

    def wait(self) -> None:
        """Wait until it has ended, and say so when that takes a while. Who breaks off waiting breaks off its job."""
        try:
            self._watcher.join(SECONDS_OF_SILENCE)
            if self._watcher.is_alive():
                err.print(
                    say(
                        "Pekerjaan latar yang sedang berjalan diselesaikan dulu; Ctrl-C sekali lagi memutuskannya.",
                        "Background work at hand is ended first; Ctrl-C once more breaks it off.",
                    )
                )
                self._watcher.join()
        except BaseException:
            self._process.kill()  # what it did is undone, and the next worker does it again
            raise
