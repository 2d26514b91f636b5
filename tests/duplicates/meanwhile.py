"""Somebody else, on a connection of their own, does something while a search is under way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from semesta.bulk import execute
from semesta.intake.row_matching import match
from semesta.matching.model import Model
from tests.intake.builders import CONSOLE, LOTIM, TODAY


@dataclass
class SomebodyElse:
    """Another thread with another connection; what it meets is raised where it is waited for."""

    what: Callable[[], Any]
    met: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._do)
        self.thread.start()

    def _do(self) -> None:
        try:
            execute("SET lock_timeout = '30s'")  # who is kept waiting says so, instead of standing still for ever
            self.what()
        except BaseException as problem:
            self.met.append(problem)
        finally:
            connection.close()

    def is_done(self) -> None:
        self.thread.join()
        if self.met:
            raise self.met[0]


def searched_while(
    what: Callable[[], Any], *, step: str = "matching", model: Model | None = None
) -> dict[str, int]:  # fmt: skip
    """Search; once it comes to this step somebody else does something and is done with it. Return the counts."""

    def meanwhile(told: str) -> None:
        if told == step:
            SomebodyElse(what).is_done()

    return match(CONSOLE, LOTIM, today=TODAY, model=model, progress=meanwhile)
