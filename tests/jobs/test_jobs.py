"""Work in the background: in the owner's name, once for one wish, told in words, found again, never half done."""

from __future__ import annotations

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

import tests.jobs.works  # noqa: F401 - tells the kinds of these tests
from semesta.accounts.actor import Actor, Role
from semesta.accounts.models import User
from semesta.audit.queries import trail_of
from semesta.jobs.actions import enqueue, enqueue_once, run_again
from semesta.jobs.kinds import UnknownKindError
from semesta.jobs.models import Job
from semesta.jobs.progress import Progress
from semesta.jobs.queries import NoJobError, job, jobs_of, open_jobs
from semesta.jobs.recovery import MOST_ATTEMPTS, put_back_what_lost_its_worker
from semesta.jobs.worker import work

BOSS = Actor("bos", Role.ADMINISTRATOR, "52.03")
OTHER = Actor("lain", Role.ADMINISTRATOR, "52.03")
CLERK = Actor("juru", Role.VILLAGE_OPERATOR, "52.03.05.2001")

pytestmark = pytest.mark.usefixtures("own_database")


def worked() -> None:
    work(until_nothing_waits=True)


def test_a_job_is_done_by_the_worker_and_its_result_found_by_its_owner_alone() -> None:
    number = enqueue(BOSS, "test_add", {"numbers": [1, 2]}, about="dua angka")
    assert job(BOSS, number)["state"] == "waiting"
    assert open_jobs(BOSS) == 1
    worked()
    found = job(BOSS, number)
    assert (found["state"], found["result"]["sum"], found["done"], found["total"]) == ("done", 3, 2, 2)
    assert "private" not in jobs_of(BOSS)[0]["result"]
    assert jobs_of(OTHER) == []
    with pytest.raises(NoJobError):
        job(OTHER, number)
    assert [entry["action"] for entry in trail_of("job", number)] == ["enqueue"]


def test_one_wish_is_one_job_however_often_it_is_sent() -> None:
    first = enqueue(BOSS, "test_add", {"numbers": [1]}, key="k")
    assert enqueue(BOSS, "test_add", {"numbers": [1]}, key="k") == first
    assert enqueue(OTHER, "test_add", {"numbers": [1]}, key="k") != first
    assert enqueue(BOSS, "test_add", {"numbers": [1]}, key="l") != first


def test_a_kind_that_no_room_tells_is_not_taken() -> None:
    with pytest.raises(UnknownKindError):
        enqueue(BOSS, "test_nobody_does_this", {})
    assert jobs_of(BOSS) == []


def test_work_is_done_with_the_permission_of_its_owner() -> None:
    number = enqueue(CLERK, "test_add", {"numbers": [1]})
    worked()
    assert job(CLERK, number)["state"] == "failed"
    assert "tidak lagi berwenang" in job(CLERK, number)["failure"]["id"]


def test_whoever_left_before_the_turn_came_gets_nothing_done() -> None:
    user = User.objects.create(username=BOSS.name, role=BOSS.role, territory=BOSS.territory)
    number = enqueue(BOSS, "test_add", {"numbers": [1]})
    User.objects.filter(id=user.id).update(is_active=False)
    worked()
    assert job(BOSS, number)["state"] == "failed"


def test_a_refusal_and_a_fault_are_told_in_words_and_can_be_run_again() -> None:
    refused = enqueue(BOSS, "test_refuse", {})
    broken = enqueue(BOSS, "test_add", {"numbers": ["x"]})
    worked()
    assert job(BOSS, refused)["failure"]["id"] == "Berkas kosong."
    assert "Tidak ada yang tersimpan." in job(BOSS, broken)["failure"]["id"]
    Job.objects.filter(id=broken).update(arguments={"numbers": [4]})
    run_again(BOSS, broken)
    with pytest.raises(NoJobError):
        run_again(OTHER, refused)
    worked()
    assert job(BOSS, broken)["result"]["sum"] == 4
    run_again(BOSS, broken)  # what is done is not done again
    assert job(BOSS, broken)["state"] == "done"


def test_what_lost_its_worker_is_run_again_but_not_for_ever() -> None:
    number = enqueue(BOSS, "test_add", {"numbers": [1]})
    worked()
    Job.objects.filter(id=number).update(state="running", attempts=1)  # as a power cut leaves it
    with Progress(number):
        assert put_back_what_lost_its_worker() == 0  # somebody runs it
    worked()
    assert job(BOSS, number)["state"] == "done"
    Job.objects.filter(id=number).update(state="running", attempts=MOST_ATTEMPTS)
    assert put_back_what_lost_its_worker() == 1
    assert "tiga kali" in job(BOSS, number)["failure"]["id"]


def test_what_is_asked_for_sooner_is_done_sooner_and_once() -> None:
    number = enqueue_once(BOSS, "test_add", {"numbers": [1]}, after_seconds=600)
    worked()
    assert job(BOSS, number)["state"] == "waiting"
    assert enqueue_once(BOSS, "test_add", {"numbers": [1, 2]}) == number
    assert enqueue_once(BOSS, "test_add", {"numbers": [1, 2]}, after_seconds=60) == number
    assert DBTaskResult.objects.count() == 2
    worked()
    done = job(BOSS, number)
    assert (done["state"], done["result"]["sum"], done["attempts"]) == ("done", 3, 1)


def test_what_waits_in_no_queue_is_put_back_and_done_once() -> None:
    number = enqueue(BOSS, "test_add", {"numbers": [1, 2]})
    DBTaskResult.objects.update(status="RUNNING")  # its worker was lost between taking and beginning it
    assert put_back_what_lost_its_worker() == 1
    assert put_back_what_lost_its_worker() == 0
    DBTaskResult.objects.update(status="READY")  # or it was slow, and begins after all
    worked()
    done = job(BOSS, number)
    assert (done["state"], done["attempts"]) == ("done", 1)


def test_a_lost_job_of_a_kind_that_is_no_more_fails_in_words_and_stops_no_worker() -> None:
    numbers = [enqueue(BOSS, "test_add", {"numbers": []}) for _ in range(2)]
    Job.objects.update(kind="of_a_former_version")
    Job.objects.filter(id=numbers[0]).update(state="running")
    DBTaskResult.objects.all().delete()
    put_back_what_lost_its_worker()
    assert [job(BOSS, one)["state"] for one in numbers] == ["failed", "failed"]
    assert "tidak lagi mengenal" in job(BOSS, numbers[0])["failure"]["id"]


def test_the_private_part_of_a_result_is_forgotten_after_some_days() -> None:
    old = enqueue(BOSS, "test_add", {"numbers": [1, 2]})
    worked()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_job SET ended_at = ended_at - interval '8 days' WHERE id = %s", [old])
    new = enqueue(BOSS, "test_add", {"numbers": [5]})
    worked()
    assert job(BOSS, old)["result"] == {"sum": 3}
    assert job(BOSS, new)["result"]["private"] == {"numbers": [5]}
