"""What a page costs, and how long people wait for it: fifty signed in, each clicking every two seconds.

    python bench/web.py [--database FOLDER] [--scale 1.0] [--people 50] [--every 2] [--requests 10000] [--seconds 900]

`--database` is the SEMESTA_VAR of a demo that is there; without it one is made at `--scale` under var/bench/web. The
pages are served as `semesta serve` does, by the web role, on loopback only. Waiting times hold for a quiet machine; on
a loaded one the processor time per request is the figure: 25 requests a second leave two cores 80 ms for each.
Afterwards a village's operator hands in a list of some 3,000 newcomers (at scale 1.0) while nobody else clicks, with
the workers that `semesta serve` starts; with `--beside` two lists, the second while the refresh of the first runs.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from measuring.house import TODAY, VAR
from measuring.readers import Reader, signed_in
from measuring.regency import default_scale
from measuring.report import Measure, show
from measuring.spending import cpu_of, spending
from measuring.upload import last_refresh, list_to_hand_in, operator_of, refresh_is, seconds_to_result

WAIT_SECONDS = 60.0
P95_MS = 150.0
PROCESSOR_MS = 80.0
UPLOAD_SECONDS = 10.0
WORKER_BEGINS_SECONDS = 10.0
LONGEST_REFRESH_SECONDS = 1200.0
SEARCHING = ("matching", "joining")
TARGETED = ("home", "village", "person", "regent", "queue")


@dataclass
class Clicks:
    """What people met: milliseconds per kind of page, and what went wrong. Filled by many threads at once."""

    left: int
    waited: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def take_one(self) -> bool:
        """Say whether one more request may be made, and count it."""
        with self.guard:
            self.left -= 1
            return self.left >= 0

    def met(self, kind: str, milliseconds: float, problem: str) -> None:
        """Keep what one request met."""
        with self.guard:
            self.waited.setdefault(kind, []).append(milliseconds)
            if problem:
                self.errors.append(problem)


def click(reader: Reader, port: int, clicks: Clicks, every: float, until: float, seed: int) -> None:
    """Open pages, one at a time, a new one every so many seconds or as soon as the one before is there."""
    draw = random.Random(seed)
    due = time.monotonic() + draw.random() * every
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
    while time.monotonic() < until:
        time.sleep(max(0.0, due - time.monotonic()))
        if not clicks.take_one():
            break
        due = max(due + every, time.monotonic())
        kind, address = reader.next_page(draw)
        began = time.perf_counter()
        problem = _opened(connection, address, reader.cookie)
        clicks.met(kind, (time.perf_counter() - began) * 1000, problem)
    connection.close()


def _opened(connection: http.client.HTTPConnection, address: str, cookie: str) -> str:
    """Open a page to its last byte; return what was wrong, nothing when it came."""
    try:
        connection.request("GET", address, headers={"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as problem:
        connection.close()
        return f"{address}: {problem!r}"
    return "" if answer.status == 200 else f"{address}: {answer.status}"


@contextmanager
def served(*further: str) -> Iterator[tuple[int, int]]:
    """Serve the pages with `semesta serve`; give its process and port, and end it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "semesta.cli.main", "serve", *further, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(server, port)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the pages were not served")


def run(people: Sequence[Reader], process: int, port: int, asked: argparse.Namespace) -> list[Measure]:
    """Let everybody click; return what it took."""
    for reader in people:  # every kind of page once, so that programs and caches are as on any working day
        warm = Clicks(left=1)
        click(reader, port, warm, 0.0, time.monotonic() + WAIT_SECONDS, seed=0)
    clicks = Clicks(left=asked.requests)
    until = time.monotonic() + asked.seconds
    threads = [
        threading.Thread(target=click, args=(reader, port, clicks, asked.every, until, place))
        for place, reader in enumerate(people)
    ]
    web = cpu_of(process)
    with spending() as spent:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    number = sum(map(len, clicks.waited.values()))
    web_ms, postgres_ms = ((cpu_of(process) - web) * 1000 / number, spent.postgres_cpu * 1000 / number)
    for problem in clicks.errors[:10]:
        print(problem, file=sys.stderr)
    return [
        *(measure for kind in sorted(clicks.waited) for measure in _of_kind(kind, clicks.waited[kind])),
        Measure("requests", number, "", asked.requests, at_least=True, note=f"in {spent.seconds:.0f} s"),
        Measure("errors", len(clicks.errors), "", 0),
        Measure("processor time per request, web process", web_ms, "ms"),
        Measure("processor time per request, PostgreSQL", postgres_ms, "ms"),
        Measure("processor time per request, both", web_ms + postgres_ms, "ms", PROCESSOR_MS),
    ]


def _of_kind(kind: str, waited: list[float]) -> list[Measure]:
    """Return p50, p95 and the longest wait of one kind of page."""
    cuts = statistics.quantiles(waited, n=100, method="inclusive") if len(waited) > 1 else [waited[0]] * 99
    return [
        Measure(f"{kind}: p50", cuts[49], "ms", note=f"{len(waited)} requests"),
        Measure(f"{kind}: p95", cuts[94], "ms", P95_MS if kind in TARGETED else None),
        Measure(f"{kind}: longest", max(waited), "ms"),
    ]


def upload(scale: float) -> Measure:
    """Hand one list in through the pages, nobody else clicking; return how long its operator waits for the result."""
    path, village, rows = list_to_hand_in(scale)
    with operator_of(village) as session, served() as (_, port):
        time.sleep(WORKER_BEGINS_SECONDS)
        seconds = seconds_to_result(port, session, path)
    return Measure("a list handed in until its result is shown", seconds, "s", UPLOAD_SECONDS, note=f"{rows} rows")


def upload_beside_a_refresh(scale: float) -> list[Measure]:
    """Hand a list in, and another while the search that follows the first compares; return how long both operators
    wait, and how long the refresh takes.
    """
    with served() as (_, port):
        time.sleep(WORKER_BEGINS_SECONDS)
        alone = _waited(port, scale, "a list handed in, until its result is shown")
        _wait_until(lambda: refresh_is("running", *SEARCHING))
        running = last_refresh()
        beside = _waited(port, scale, "a list handed in while a search compares, until its result is shown")
        _wait_until(lambda: not refresh_is("running"))
        ended = last_refresh()
    if running is None or ended is None or ended["id"] != running["id"]:
        return [alone, beside]
    took = (ended["ended_at"] - ended["begun_at"]).total_seconds()
    return [alone, beside, Measure("the refresh, the other list meanwhile", took, "s", note=f"job {ended['state']}")]


def _waited(port: int, scale: float, what: str) -> Measure:
    path, village, rows = list_to_hand_in(scale)
    with operator_of(village) as session:
        seconds = seconds_to_result(port, session, path)
    return Measure(what, seconds, "s", UPLOAD_SECONDS, note=f"{rows} rows, load {os.getloadavg()[0]:.1f}")


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST_REFRESH_SECONDS
    while not holds():
        if time.monotonic() > until:
            raise SystemExit("no refresh came to its end")
        time.sleep(0.2)


def open_database(folder: str, scale: float) -> None:
    """Open the rooms with a demo that is there, or make one."""
    home = Path(folder) if folder else VAR / "web" / str(scale)
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(SEMESTA_VAR=str(home.resolve()), SEMESTA_TODAY=TODAY)
    if not (home / "postgres").exists():
        if folder:
            raise SystemExit(f"{folder} holds no database")
        make = [sys.executable, "-m", "semesta.cli.main", "demo", "--no-serve", "--scale", str(scale)]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    from semesta.cli.show import open_rooms

    open_rooms()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="", help="SEMESTA_VAR of a demo that is there")
    parser.add_argument("--scale", type=float, default=default_scale())
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between one person's clicks")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=900.0, help="at most so long")
    parser.add_argument("--upload", action="store_true", help="measure the upload only")
    parser.add_argument("--beside", action="store_true", help="measure an upload while another's refresh runs, only")
    asked = parser.parse_args()
    open_database(asked.database, asked.scale)
    scale = "as there" if asked.database else asked.scale
    if not (asked.upload or asked.beside):
        with signed_in(asked.people) as people, served("--no-work") as (process, port):
            measures = run(people, process, port, asked)
        show("web", measures, people=asked.people, every=asked.every, scale=scale)
    measured = upload_beside_a_refresh(asked.scale) if asked.beside else [upload(asked.scale)]
    show("web upload", measured, scale=scale)


if __name__ == "__main__":
    main()
