"""Jobs that lost their worker (a power cut, a machine out of memory) go back into the queue, a few times."""

from __future__ import annotations

from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from semesta.jobs.kinds import Kind, Told, UnknownKindError, kind_named
from semesta.jobs.models import Job
from semesta.jobs.progress import LOCK
from semesta.jobs.tasks import put_in_queue

MOST_ATTEMPTS = 3
GIVEN_UP = Told(
    "Pekerjaan ini tiga kali menghentikan pelaksananya, mungkin karena kehabisan memori. Tidak ada yang tersimpan"
    " separuh. Beri tahu pengelola.",
    "This work stopped its worker three times, perhaps for want of memory. Nothing was stored by half. Tell whoever"
    " runs the installation.",
)


UNKNOWN = Told(
    "Versi ini tidak lagi mengenal pekerjaan semacam ini. Tidak ada data yang berubah. Mintalah sekali lagi dari"
    " halamannya.",
    "This version does not know work of this kind any more. No data was changed. Ask for it again on its page.",
)


def put_back_what_lost_its_worker() -> int:
    """Queue jobs of every lane again that say they run but that nobody runs, and those that wait but that stand in no
    queue: their worker was lost as it took them. After MOST_ATTEMPTS they fail. Return how many.
    """
    number = _put_back_what_waits_nowhere()
    for job in Job.objects.filter(state="running").order_by("id"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_try_advisory_xact_lock({LOCK})", [job.id])
            if not cursor.fetchone()[0]:
                continue
            lost = Job.objects.filter(id=job.id, state="running")  # another worker may have put it back meanwhile
            kind = _known(job)
            if kind is None:
                number += lost.update(state="failed", failure=UNKNOWN.as_json())
            elif job.attempts >= MOST_ATTEMPTS:
                number += lost.update(state="failed", failure=GIVEN_UP.as_json())
            elif lost.update(state="waiting", step="", done=0, total=None):
                put_in_queue(job.id, kind)
                number += 1
    return number


@transaction.atomic
def _put_back_what_waits_nowhere() -> int:
    """A job that is queued twice is run once: whoever comes second finds it under way."""
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY).values_list("args_kwargs", flat=True)
    queued = {task["args"][0] for task in tasks}
    waiting = [job for job in Job.objects.filter(state="waiting").order_by("id") if job.id not in queued]
    for job in waiting:
        kind = _known(job)
        if kind is None:
            Job.objects.filter(id=job.id, state="waiting").update(state="failed", failure=UNKNOWN.as_json())
        else:
            put_in_queue(job.id, kind)
    return len(waiting)


def _known(job: Job) -> Kind | None:
    try:
        return kind_named(job.kind)
    except UnknownKindError:
        return None
