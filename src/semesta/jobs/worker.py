"""The worker: takes jobs from the queue one after the other until it is told to stop, and then ends the one at hand."""

from __future__ import annotations

from django.core.management import call_command
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from semesta.jobs.recovery import put_back_what_lost_its_worker

SECONDS_BETWEEN_LOOKS = 0.5


def work(*, until_nothing_waits: bool = False) -> None:
    """Do what waits. Without `until_nothing_waits` it goes on until SIGTERM or SIGINT, and ends the job at hand first.

    A second signal breaks off the job at hand; its transaction is undone and the next worker runs it again.
    """
    put_back_what_lost_its_worker()
    worker = Worker(
        queue_names=["default"],
        interval=SECONDS_BETWEEN_LOOKS,
        batch=until_nothing_waits,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    if not until_nothing_waits:
        call_command("prune_db_task_results", verbosity=0)
        worker.configure_signals()
    worker.run()
