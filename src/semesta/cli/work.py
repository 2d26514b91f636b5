"""`semesta work`: do in the background what pages asked for, until Ctrl-C, each lane in a process of its own."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from semesta.cli.serve import bring_tables_up_to_date
from semesta.cli.show import err, open_rooms
from semesta.cli.words import say
from semesta.cli.workers import workers_beside
from semesta.jobs.lanes import Lane

NICER = 5
"""By how much work of the long lane steps back for pages and lists when it has a process of its own (nice)."""


def work(
    once: Annotated[bool, typer.Option("--once", help="Kerjakan yang menunggu, lalu selesai / then stop")] = False,
    lane: Annotated[
        Lane | None,
        typer.Option(help="Hanya jalur ini; keduanya bila tidak disebut / only this lane; both when none is named"),
    ] = None,
    until_input_ends: Annotated[bool, typer.Option("--until-input-ends", hidden=True)] = False,
) -> None:
    """Kerjakan pekerjaan latar sampai Ctrl-C. / Do background work until Ctrl-C.

    Jalur `prompt`: yang ditunggu orang, misalnya daftar yang diserahkan; jalur `long`: pencocokan dan penghitungan
    sesudahnya, dan yang perlu beberapa menit. / Lane `prompt`: what people wait for, lists handed in for instance; lane
    `long`: the matching and counting that follow, and what takes minutes.
    Berhenti dengan tertib: pekerjaan yang sedang berjalan diselesaikan dulu. / It ends the work at hand first.
    """
    open_rooms()
    bring_tables_up_to_date()
    from semesta.jobs.worker import work as work_until_stopped

    if once:
        work_until_stopped(lanes=[lane] if lane else list(Lane), until_nothing_waits=True)
        return
    if not until_input_ends:
        err.print(say("Pekerja siap - Ctrl-C untuk berhenti.", "The worker is ready - Ctrl-C to stop."))
    if lane is Lane.LONG:
        os.nice(NICER)
    with workers_beside([] if lane else [Lane.LONG]):
        work_until_stopped(lanes=[lane or Lane.PROMPT], until=_input_ends if until_input_ends else None)


def _input_ends() -> None:
    """Return when whoever started this process is gone: its end of the pipe closes with it."""
    while os.read(sys.stdin.fileno(), 1):  # not by sys.stdin, whose lock a thread may not hold at the end of a process
        pass
