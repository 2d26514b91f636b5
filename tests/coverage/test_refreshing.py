"""After lists came in, the worker matches and counts by itself: once for many, months that were begun, and told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from semesta.accounts.actor import PROGRAM, Actor, Role
from semesta.bulk import execute, read_lines
from semesta.coverage.actions import take_snapshot
from semesta.coverage.queries import coverage_of, last_refresh, months_to_count, newest_counted_at
from semesta.duplicates.queries import runs
from semesta.intake.handing_in import HandedIn
from semesta.intake.receiving import Folders, receive_list, receive_refresh
from semesta.jobs.queries import job
from semesta.jobs.worker import work
from semesta.kernel.month import Month
from semesta.people.actions import load_segments
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, LOTIM, TODAY, VILLAGE

JANUARY = Month.of(TODAY)
OPERATOR = Actor("juru", Role.VILLAGE_OPERATOR, VILLAGE)
VERIFIER = Actor("wati", Role.VERIFIER, LOTIM)


@pytest.fixture
def regency(own_database: str, own_folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    """An installation whose January is counted, and that counts again at once; return its folder."""
    monkeypatch.setenv("SEMESTA_VAR", str(own_folder))
    settings.REFRESH_AFTER_SECONDS = 0
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    take_snapshot(CONSOLE, LOTIM, JANUARY)
    return own_folder


def sent(folder: Path, name: str, serial: int) -> int:
    """A village sends a list of one farmer; return the number of the job that will hand it in."""
    path = folder / f"{serial}.csv"
    path.write_text(f"NO;NAMA;NIK;TANGGAL LAHIR;PEKERJAAN\n1;{name};520305010185{serial};01-01-1985;PETANI\n")
    return receive_list(
        OPERATOR, HandedIn(path, VILLAGE, "village_list"), regency_code=LOTIM, today=TODAY,
        folders=Folders(folder / "files", folder / "asked"), key=f"{serial}",
    )  # fmt: skip


def known() -> int:
    return int(coverage_of(VILLAGE, JANUARY)["known_workers"])


def the_job() -> dict[str, Any]:
    found = last_refresh()
    assert found is not None
    return found


def test_a_list_handed_in_is_matched_and_counted_without_anybody_asking(regency: Path) -> None:
    assert known() == 0
    number = sent(regency, "AMAQ SALEH", 9001)
    work(until_nothing_waits=True)
    assert job(OPERATOR, number)["state"] == "done"
    assert (the_job()["state"], the_job()["result"]["months"]) == ("done", [str(JANUARY)])
    assert (known(), len(runs(LOTIM))) == (1, 1)


def test_lists_that_come_one_after_another_are_counted_together(regency: Path, settings: Settings) -> None:
    settings.REFRESH_AFTER_SECONDS = 600
    for serial in (9001, 9002):
        sent(regency, f"AMAQ {serial}", serial)
    work(until_nothing_waits=True)
    assert read_lines("SELECT state FROM jobs_job WHERE owner = %s", [PROGRAM]) == [{"state": "waiting"}]
    newest = read_lines("SELECT max(handed_in_at) AS at FROM intake_submission")[0]["at"]
    counted_at = newest_counted_at(LOTIM)
    assert counted_at is not None
    assert counted_at < newest


def test_the_same_file_again_asks_for_nothing(regency: Path) -> None:
    sent(regency, "AMAQ SALEH", 9001)
    work(until_nothing_waits=True)
    before = the_job()["id"]
    path = regency / "9001.csv"
    receive_list(
        OPERATOR, HandedIn(path, VILLAGE, "village_list"), regency_code=LOTIM, today=TODAY,
        folders=Folders(regency / "files", regency / "asked"), key="again",
    )  # fmt: skip
    work(until_nothing_waits=True)
    assert the_job()["id"] == before


def test_a_job_that_was_cut_off_before_it_asked_asks_when_it_is_run_again(regency: Path, settings: Settings) -> None:
    settings.REFRESH_AFTER_SECONDS = 600
    number = sent(regency, "AMAQ SALEH", 9001)
    work(until_nothing_waits=True)
    execute("DELETE FROM jobs_job WHERE owner = %s", [PROGRAM])
    execute("UPDATE jobs_job SET state = 'running' WHERE id = %s", [number])  # as a power cut leaves it
    work(until_nothing_waits=True)
    assert job(OPERATOR, number)["result"]["is_repeat"]
    assert the_job()["state"] == "waiting"


def test_a_failure_says_that_the_lists_stand_and_a_verifier_can_ask_again(regency: Path) -> None:
    sent(regency, "AMAQ SALEH", 9001)
    execute("ALTER TABLE coverage_cell RENAME TO coverage_cell_gone")
    work(until_nothing_waits=True)
    assert (the_job()["state"], "tetap" in the_job()["failure"]["id"]) == ("failed", True)
    assert len(read_lines("SELECT 1 FROM people_person")) == 1
    execute("ALTER TABLE coverage_cell_gone RENAME TO coverage_cell")
    again = receive_refresh(VERIFIER, regency_code=LOTIM, today=TODAY, key="a")
    refused = receive_refresh(OPERATOR, regency_code=LOTIM, today=TODAY, key="a")
    work(until_nothing_waits=True)
    assert (job(VERIFIER, again)["state"], job(OPERATOR, refused)["state"], known()) == ("done", "failed", 1)


@pytest.mark.parametrize(
    ("counted", "again"),
    [
        ([], ["2026-01"]),
        (["2025-10", "2025-11"], ["2025-11"]),
        (["2025-11", "2025-12", "2026-01"], ["2026-01", "2025-12"]),
    ],
)
def test_only_months_that_were_begun_are_counted_again(own_database: str, counted: list[str], again: list[str]) -> None:
    load_shipped_regions(CONSOLE)
    for month in counted:
        take_snapshot(CONSOLE, LOTIM, Month.parse(month))
    assert [str(month) for month in months_to_count(LOTIM, JANUARY)] == again


def test_a_model_that_cannot_be_used_holds_up_no_count(regency: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMESTA_MATCHING_MODEL", str(regency / "none.json"))
    sent(regency, "AMAQ SALEH", 9001)
    work(until_nothing_waits=True)
    assert (the_job()["state"], known(), runs(LOTIM)) == ("failed", 1, [])
    (told,) = read_lines("SELECT failure::text AS text FROM jobs_job WHERE owner = %s", [PROGRAM])
    assert "none.json" in told["text"]
