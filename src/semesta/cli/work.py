"""`semesta work`: do in the background what pages asked for, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Annotated

import typer

from semesta.cli.serve import bring_tables_up_to_date
from semesta.cli.show import err, open_rooms
from semesta.cli.words import say


def work(
    once: Annotated[bool, typer.Option("--once", help="Kerjakan yang menunggu, lalu selesai / then stop")] = False,
    until_input_ends: Annotated[bool, typer.Option("--until-input-ends", hidden=True)] = False,
) -> None:
    """Kerjakan pekerjaan latar sampai Ctrl-C. / Do background work until Ctrl-C.

    Berhenti dengan tertib: pekerjaan yang sedang berjalan diselesaikan dulu. / It ends the work at hand first.
    """
    open_rooms()
    bring_tables_up_to_date()
    from semesta.jobs.worker import work as work_until_stopped

    if until_input_ends:
        threading.Thread(target=_stop_when_input_ends, daemon=True).start()
    elif not once:
        err.print(say("Pekerja siap - Ctrl-C untuk berhenti.", "The worker is ready - Ctrl-C to stop."))
    work_until_stopped(until_nothing_waits=once)


def _stop_when_input_ends() -> None:
    """Stop as after Ctrl-C when whoever started this process is gone: its end of the pipe closes with it."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
