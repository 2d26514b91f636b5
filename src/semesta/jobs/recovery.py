"""Jobs that lost their worker (a power cut, a machine out of memory) go back into the queue, a few times."""

from __future__ import annotations

from django.db import connection, transaction

from semesta.jobs.kinds import Told, kind_named
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


def put_back_what_lost_its_worker() -> int:
    """Queue jobs of every lane again that say they run but that nobody runs; after MOST_ATTEMPTS they fail.

    Return how many.
    """
    number = 0
    for job in Job.objects.filter(state="running").order_by("id"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_try_advisory_xact_lock({LOCK})", [job.id])
            if not cursor.fetchone()[0]:
                continue
            lost = Job.objects.filter(id=job.id, state="running")  # another worker may have put it back meanwhile
            if job.attempts >= MOST_ATTEMPTS:
                number += lost.update(state="failed", failure=GIVEN_UP.as_json())
            elif lost.update(state="waiting", step="", done=0, total=None):
                put_in_queue(job.id, kind_named(job.kind))
                number += 1
    return number
