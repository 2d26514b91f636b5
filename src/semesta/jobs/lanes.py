"""Two lanes of work, so that nobody who hands in a list waits for what follows from other lists.

A lane is a queue of django-tasks with a worker of its own. Which lane a job runs in follows from its kind alone.
"""

from __future__ import annotations

from enum import StrEnum


class Lane(StrEnum):
    """`prompt`: somebody waits for it and it is a matter of seconds; `long`: it follows by itself, or takes minutes."""

    PROMPT = "prompt"
    LONG = "long"

    @property
    def queues(self) -> list[str]:
        """Return the queues its worker looks into; what was asked for before there were lanes waits in `default`."""
        return [self.value, "default"] if self is Lane.PROMPT else [self.value]


QUEUES = [queue for lane in Lane for queue in lane.queues]
"""All queues there are (settings)."""
