"""Figures that are older than a list are said to be, where the list is looked at, until the worker has counted."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from semesta.accounts.actor import Role
from semesta.bulk import execute, read_lines
from semesta.jobs.worker import work
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.signing import signed_in_as
from tests.web.village.lists import the_form

OLD = "sebelum daftar ini masuk"


def newest_result() -> str:
    return f"/kiriman/{read_lines('SELECT max(id) AS id FROM intake_submission')[0]['id']}/hasil/"


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_result_and_the_home_say_that_figures_are_older_until_they_are_counted_again(
    operator: Client,
) -> None:
    operator.post("/serahkan/", the_form())
    work(until_nothing_waits=True)
    for address in (newest_result(), f"/desa/{VILLAGE}/"):
        page = text_of(operator, address)
        assert OLD in page
        assert "dengan sendirinya" in page
    DBTaskResult.objects.filter(finished_at=None).update(run_after=timezone.now())  # as if the pause were over
    work(until_nothing_waits=True)
    assert OLD not in text_of(operator, newest_result())
    assert OLD not in text_of(operator, f"/desa/{VILLAGE}/")


def test_a_failed_count_is_told_and_only_a_verifier_is_offered_to_ask_again(operator: Client) -> None:
    operator.post("/serahkan/", the_form())
    work(until_nothing_waits=True)
    execute(
        'UPDATE jobs_job SET state = \'failed\', failure = \'{"id": "Rusak.", "en": "Broken."}\''
        " WHERE kind = 'refresh_figures' AND state = 'waiting'"
    )
    assert "Rusak." in text_of(operator, newest_result())
    assert "hitung-lagi" not in text_of(operator, newest_result())
    verifier = signed_in_as(Role.VERIFIER, LOTIM)
    assert "hitung-lagi" in text_of(verifier, "/verifikasi/")
    asked = verifier.post("/verifikasi/hitung-lagi/", {"key": "ab" * 16})["Location"]
    assert verifier.post("/verifikasi/hitung-lagi/", {"key": "ab" * 16})["Location"] == asked
    work(until_nothing_waits=True)
    assert OLD not in text_of(verifier, "/verifikasi/")
