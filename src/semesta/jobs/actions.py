"""Ask for work to be done in the background, and ask again for what failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from semesta.accounts.actor import Actor
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.jobs.kinds import kind_named
from semesta.jobs.models import Job
from semesta.jobs.queries import NoJobError
from semesta.jobs.tasks import put_in_queue


@transaction.atomic
def enqueue(
    actor: Actor, kind: str, arguments: Mapping[str, Any], *, about: str = "", key: str = "", after_seconds: int = 0
) -> int:
    """Return the number of a job that will be run in the actor's name and with the actor's permission.

    With the same `key` the same owner gets the same job again, so a form sent twice asks once. It begins when its turn
    in the lane of its kind comes, but not before `after_seconds`. Whether the actor may do the work is asked by the
    action that the work calls. Raises UnknownKindError.
    """
    asked = kind_named(kind)
    wanted = {
        "kind": kind, "arguments": dict(arguments), "about": about, "role": str(actor.role),
        "territory": actor.territory,
    }  # fmt: skip
    if key:
        job, is_new = Job.objects.get_or_create(owner=actor.name, key=key, defaults=wanted)
    else:
        job, is_new = Job.objects.create(owner=actor.name, **wanted), True
    if is_new:
        put_in_queue(job.id, asked, run_after=_in(after_seconds))
        _note(actor, "enqueue", job)
    return job.id


@transaction.atomic
def enqueue_once(actor: Actor, kind: str, arguments: Mapping[str, Any], *, after_seconds: int = 0) -> int:
    """Return the number of the actor's job of this kind that still waits, with these arguments now, else of a new one.

    For work that takes in whatever has happened by the time it begins: asked for again and again within
    `after_seconds`, it is done once, as soon as anybody asked for. Raises UnknownKindError.
    """
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.jobs.once'), hashtext(%s))", [kind])
    waiting = Job.objects.filter(owner=actor.name, kind=kind, state="waiting").order_by("id").first()
    if waiting is not None and Job.objects.filter(id=waiting.id, state="waiting").update(arguments=dict(arguments)):
        if _waits_longer(waiting.id, after_seconds):
            put_in_queue(waiting.id, kind_named(kind), run_after=_in(after_seconds))  # whichever comes first does it
        return waiting.id
    return enqueue(actor, kind, arguments, after_seconds=after_seconds)


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
    put_in_queue(number, kind_named(job.kind))
    _note(actor, "run_again", job)


def _waits_longer(number: int, seconds: int) -> bool:
    """Say whether no worker would begin the job so many seconds from now."""
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY, args_kwargs__args=[number])
    at_once = Q(run_after=get_date_max())  # what the queue writes for that
    return not tasks.filter(at_once | Q(run_after__lte=_in(seconds) or Now())).exists()


def _in(seconds: int) -> datetime | None:
    """Return when that will be by the clock of the database; None for at once."""
    if not seconds:
        return None
    at: datetime = read_lines("SELECT clock_timestamp() + make_interval(secs => %s) AS at", [seconds])[0]["at"]
    return at


def _note(actor: Actor, action: str, job: Job) -> None:
    record(
        actor, action, object_type="job", object_id=job.id, region_code=actor.territory,
        detail={"kind": job.kind, "about": job.about},
    )  # fmt: skip
