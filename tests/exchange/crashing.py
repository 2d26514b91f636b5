"""Run as a program: make a batch and take its answer, and die by SIGKILL before the statement that contains a text."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from tests.exchange.builders import answered, decreed_workers, made  # noqa: E402


def die_before(text: str) -> Callable[..., Any]:
    """Return a wrapper of statements that kills this process before the first one containing `text`."""

    def wrapper(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        if text in statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(statement, *rest)

    return wrapper


if __name__ == "__main__":
    task, folder, text = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    if task == "prepare":
        decreed_workers(6)
    with connection.execute_wrapper(die_before(text)):
        if task == "make":
            made()
        elif task == "answer":
            answered(folder, (1, "DITERIMA"), (2, "DITOLAK", "code=02"), (3, "PESERTA PU AKTIF"))
