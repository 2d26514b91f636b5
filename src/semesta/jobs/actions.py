"""Ask for work to be done in the background, and ask again for what failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from semesta.accounts.actor import Actor
from semesta.audit.actions import record
from semesta.jobs.kinds import kind_named
from semesta.jobs.models import Job
from semesta.jobs.queries import NoJobError
from semesta.jobs.tasks import run_job


@transaction.atomic
def enqueue(actor: Actor, kind: str, arguments: Mapping[str, Any], *, about: str = "", key: str = "") -> int:
    """Return the number of a job that will be run in the actor's name and with the actor's permission.

    With the same `key` the same owner gets the same job again, so a form sent twice asks once. Whether the actor may do
    the work is asked by the action that the work calls. Raises UnknownKindError.
    """
    kind_named(kind)
    wanted = {
        "kind": kind, "arguments": dict(arguments), "about": about, "role": str(actor.role),
        "territory": actor.territory,
    }  # fmt: skip
    if key:
        job, is_new = Job.objects.get_or_create(owner=actor.name, key=key, defaults=wanted)
    else:
        job, is_new = Job.objects.create(owner=actor.name, **wanted), True
    if is_new:
        run_job.enqueue(job.id)
        _note(actor, "enqueue", job)
    return job.id


@transaction.atomic
def run_again(actor: Actor, number: int) -> None:
    """Put a failed job of the actor's own back into the queue, with its arguments as they were.

    A job in another state stays as it is. Raises NoJobError for a job that is not the actor's.
    """
    job = Job.objects.select_for_update().filter(id=number, owner=actor.name).first()
    if job is None:
        raise NoJobError(number)
    if job.state != "failed":
        return
    Job.objects.filter(id=number).update(
        state="waiting", step="", done=0, total=None, failure={}, attempts=0, role=str(actor.role),
        territory=actor.territory, ended_at=None,
    )  # fmt: skip
    run_job.enqueue(number)
    _note(actor, "run_again", job)


def _note(actor: Actor, action: str, job: Job) -> None:
    record(
        actor, action, object_type="job", object_id=job.id, region_code=actor.territory,
        detail={"kind": job.kind, "about": job.about},
    )  # fmt: skip
