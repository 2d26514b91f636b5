"""Two lanes: what people wait for is done while long work waits or runs, and nothing changes its lane."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

import tests.jobs.works  # noqa: F401 - tells the kinds of these tests
from semesta.jobs.actions import enqueue, run_again
from semesta.jobs.lanes import Lane
from semesta.jobs.models import Job
from semesta.jobs.queries import job
from semesta.jobs.recovery import put_back_what_lost_its_worker
from semesta.jobs.worker import work
from tests.jobs.test_jobs import BOSS

pytestmark = pytest.mark.usefixtures("own_database")


def worked(*lanes: Lane) -> None:
    work(lanes=lanes, until_nothing_waits=True)


def states(*numbers: int) -> list[str]:
    return [job(BOSS, number)["state"] for number in numbers]


def test_what_people_wait_for_does_not_wait_for_long_work_asked_for_before() -> None:
    long, prompt = enqueue(BOSS, "test_follow", {}), enqueue(BOSS, "test_add", {"numbers": [1]})
    worked(Lane.PROMPT)
    assert states(long, prompt) == ["waiting", "done"]
    worked(Lane.LONG)
    assert states(long) == ["done"]


def test_one_worker_may_do_both_lanes() -> None:
    numbers = enqueue(BOSS, "test_follow", {}), enqueue(BOSS, "test_add", {"numbers": [1]})
    worked(*Lane)
    assert states(*numbers) == ["done", "done"]


def test_long_work_that_lost_its_worker_goes_back_into_its_own_lane_whoever_finds_it() -> None:
    number = enqueue(BOSS, "test_follow", {})
    worked(Lane.LONG)
    Job.objects.filter(id=number).update(state="running", attempts=1)  # as a power cut leaves it
    worked(Lane.PROMPT)
    assert states(number) == ["waiting"]
    assert put_back_what_lost_its_worker() == 0  # the other worker starts too, and finds nothing to put back
    worked(Lane.LONG)
    assert states(number) == ["done"]


def test_a_failed_job_runs_again_in_its_lane() -> None:
    number = enqueue(BOSS, "test_follow", {})
    worked(Lane.LONG)
    Job.objects.filter(id=number).update(state="failed")
    run_again(BOSS, number)
    worked(Lane.PROMPT)
    assert states(number) == ["waiting"]


def test_what_was_asked_for_before_there_were_lanes_is_done() -> None:
    number = enqueue(BOSS, "test_add", {"numbers": [1]})
    DBTaskResult.objects.update(queue_name="default")
    worked(Lane.PROMPT)
    assert states(number) == ["done"]
