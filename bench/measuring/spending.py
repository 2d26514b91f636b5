"""What a piece of work costs: wall time, processor time of this program and of PostgreSQL, and peak memory of both.

Memory is the proportional set size (PSS): a page that several processes share counts once, divided among them. It is
sampled a few times a second, so a peak shorter than that may be missed. Linux only.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY_SECONDS = 0.25


@dataclass
class Spent:
    """Seconds of wall time, of this program's processors and of PostgreSQL's; peak MiB of each and of both at once."""

    seconds: float = 0.0
    own_cpu: float = 0.0
    postgres_cpu: float = 0.0
    own_mib: float = 0.0
    postgres_mib: float = 0.0
    together_mib: float = 0.0


@contextmanager
def spending(*, memory: bool = False) -> Iterator[Spent]:
    """Measure the block; the figures are complete when it has ended. Memory is sampled only when asked for."""
    spent = Spent()
    postmaster = _postmaster()
    watched = _Watch(spent, postmaster) if memory else None
    own, server = _own_cpu(), _postgres_cpu(postmaster)
    began = time.perf_counter()
    try:
        yield spent
    finally:
        spent.seconds = time.perf_counter() - began
        spent.own_cpu = _own_cpu() - own
        spent.postgres_cpu = _postgres_cpu(postmaster) - server
        if watched is not None:
            watched.stop()


class _Watch:
    """Samples memory in a thread until it is stopped."""

    def __init__(self, spent: Spent, postmaster: int) -> None:
        self._spent = spent
        self._postmaster = postmaster
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        spent = self._spent
        while not self._done.wait(_EVERY_SECONDS):
            own, server = _pss(_tree_of(os.getpid())), _pss(_tree_of(self._postmaster))
            spent.own_mib = max(spent.own_mib, own)
            spent.postgres_mib = max(spent.postgres_mib, server)
            spent.together_mib = max(spent.together_mib, own + server)


def _postgres_cpu(postmaster: int) -> float:
    """Return the processor seconds of PostgreSQL's processes, those that have ended included."""
    ended = _stat(postmaster)[13:15]
    running = [field for process in _tree_of(postmaster) for field in _stat(process)[11:13]]
    return sum(map(int, [*ended, *running])) / _TICKS


def cpu_of(process: int) -> float:
    """Return the processor seconds of a process and of those it started, as far as they live."""
    return sum(int(field) for one in _tree_of(process) for field in _stat(one)[11:13]) / _TICKS


def _own_cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _postmaster() -> int:
    """Return the first process of the server that this program is connected to; it runs on this machine."""
    from django.db import connection

    connection.ensure_connection()
    return int(_stat(connection.connection.info.backend_pid)[1])


def _tree_of(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        process = todo.pop()
        found.append(process)
        todo += children.get(process, [])
    return found


def _stat(process: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name; empty when the process is gone."""
    try:
        return (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _pss(processes: list[int]) -> float:
    """Return the MiB that these processes hold."""
    kib = 0
    for process in processes:
        try:
            text = (_PROC / str(process) / "smaps_rollup").read_text()
        except OSError:
            continue
        kib += next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
    return kib / 1024
