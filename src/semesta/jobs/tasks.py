"""The one task that the queue knows: run the job of a number, in its owner's name, and write down what came of it."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Func
from django_tasks import task

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.accounts.queries import still_acting
from semesta.bulk import execute
from semesta.jobs.kinds import Kind, Told, WorkRefusedError, kind_named
from semesta.jobs.models import Job
from semesta.jobs.progress import Progress
from semesta.tokens.queries import token_still_acting

logger = logging.getLogger(__name__)

DAYS_KEPT = 7
"""How long the private part of a result is kept."""
_CLOCK = Func(function="clock_timestamp", output_field=DateTimeField())
NO_LONGER_PERMITTED = Told(
    "Akun Anda tidak lagi berwenang melakukan ini di wilayah ini. Tidak ada data yang berubah. Hubungi pengelola.",
    "Your account may no longer do this in this territory. No data was changed. Ask whoever runs the installation.",
)
FAILED_INSIDE = Told(
    "Pekerjaan ini gagal karena kesalahan di server, bukan karena Anda.",
    "This work failed because of a fault on the server, not because of you.",
)


@task()
def run_job(number: int) -> None:
    """Run a job that waits; one that is not waiting (any more) is left alone, so that nothing is run twice at once."""
    with Progress(number) as progress:
        if not execute(
            "UPDATE jobs_job SET state = 'running', attempts = attempts + 1, begun_at = clock_timestamp()"
            " WHERE id = %s AND state = 'waiting'",
            [number],
        ):
            return
        job = Job.objects.get(id=number)
        try:
            result = _run(job, kind_named(job.kind), progress)
        except WorkRefusedError as refusal:
            _end(job, failure=refusal.told.as_json())
        except NotPermittedError:
            _end(job, failure=NO_LONGER_PERMITTED.as_json())
        except Exception:
            logger.exception("job %s (%s) failed", number, job.kind)
            _end(job, failure=_fault(kind_named(job.kind)))
        else:
            _end(job, result=result)


def put_in_queue(number: int, kind: Kind, *, run_after: datetime | None = None) -> None:
    """Let the worker of the kind's lane run the job of this number when its turn comes, not before `run_after`."""
    run_job.using(queue_name=kind.lane, run_after=run_after).enqueue(number)


def _run(job: Job, kind: Kind, progress: Progress) -> dict[str, Any]:
    asked_by = still_acting(Actor(name=job.owner, role=Role(job.role), territory=job.territory))
    actor = token_still_acting(asked_by) if asked_by else None
    if actor is None:
        raise NotPermittedError(job.owner)
    return kind.run(actor, job.arguments, progress)


def _fault(kind: Kind) -> dict[str, str]:
    data = kind.when_it_fails
    return {
        "id": f"{FAILED_INSIDE.indonesian} {data.indonesian}",
        "en": f"{FAILED_INSIDE.english} {data.english}",
    }


@transaction.atomic
def _end(job: Job, *, result: dict[str, Any] | None = None, failure: dict[str, str] | None = None) -> None:
    job.state = "failed" if failure else "done"
    job.result, job.failure = result or {}, failure or {}
    Job.objects.filter(id=job.id).update(
        state=job.state, result=job.result, failure=job.failure, ended_at=_CLOCK, step=""
    )
    execute(
        "UPDATE jobs_job SET result = result - 'private' WHERE result ? 'private'"
        " AND ended_at < clock_timestamp() - make_interval(days => %s)",
        [DAYS_KEPT],
    )
