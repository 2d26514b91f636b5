"""The worker: takes jobs of its lanes from the queue one after the other until it is told to stop, and then ends the
one at hand.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from types import FrameType

from django.core.management import call_command
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from semesta.jobs.lanes import Lane
from semesta.jobs.recovery import put_back_what_lost_its_worker

SECONDS_BETWEEN_LOOKS = 0.5


def work(
    *, lanes: Sequence[Lane] = tuple(Lane), until_nothing_waits: bool = False, until: Callable[[], None] | None = None
) -> None:
    """Do what waits in these lanes. Without `until_nothing_waits` it goes on until SIGTERM or SIGINT, or until `until`
    returns (called in a thread), and ends the job at hand first.

    A second signal breaks off the job at hand; its transaction is undone and the next worker runs it again.
    """
    put_back_what_lost_its_worker()
    worker = _Worker(
        queue_names=[queue for lane in lanes for queue in lane.queues],
        interval=SECONDS_BETWEEN_LOOKS,
        batch=until_nothing_waits,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    if not until_nothing_waits:
        call_command("prune_db_task_results", "--queue-name", "*", verbosity=0)
        worker.configure_signals()
    if until is not None:
        threading.Thread(target=_stop_after, args=(until, worker), daemon=True).start()
    worker.run()


class _Worker(Worker):
    """A worker that whoever started it may stop besides: a first signal does no more then, it breaks nothing off.

    Ctrl-C reaches both, and the signal may be handled after the end of the one that started it was seen.
    """

    is_signalled = False

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End the job at hand; break it off at the second signal."""
        if self.is_signalled:
            self.running = False  # whatever is at hand is broken off
        elif self.running_task:
            self.is_signalled, self.running = True, False
            return
        super().shutdown(signum, frame)


def _stop_after(until: Callable[[], None], worker: Worker) -> None:
    """Stop the worker, at the end of the job at hand, when `until` returns."""
    until()
    worker.running = False
