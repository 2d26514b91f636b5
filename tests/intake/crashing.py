"""Run as a program: take a list in and die, by SIGKILL, just before the statement that contains a given text."""

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

from tests.intake.builders import a_list, a_row, nik, taken  # noqa: E402


def die_before(text: str) -> Callable[..., Any]:
    """Return a wrapper of statements that kills this process before the first one containing `text`."""

    def wrapper(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        if text in statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(statement, *rest)

    return wrapper


if __name__ == "__main__":
    folder, text = Path(sys.argv[1]), sys.argv[2]
    rows = [a_row(f"ORANG {i}", nik=nik(9001 + i), kk=None) for i in range(60)]
    with connection.execute_wrapper(die_before(text)):
        taken(a_list(*rows, folder=folder))
